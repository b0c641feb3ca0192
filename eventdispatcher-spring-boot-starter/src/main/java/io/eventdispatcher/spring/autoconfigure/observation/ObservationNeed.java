package io.eventdispatcher.spring.autoconfigure.observation;

import io.eventdispatcher.spring.observation.MessageExchangeObservationConvention;
import io.eventdispatcher.spring.observation.MessageProcessObservationConvention;
import io.eventdispatcher.spring.observation.MessagePublishObservationConvention;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Finds out whether observations would tell anybody more than the meters do, which cost a small part of them. They would
 * not as long as the registry is that of Spring Boot, its only handlers are those that make meters, and nobody has changed
 * what is observed or how.
 *
 * <p>Threading: immutable.
 */
final class ObservationNeed {

    private static final String BOOT = "org.springframework.boot.micrometer.";
    private static final String METER_HANDLER = "io.micrometer.core.instrument.observation.MeterObservationHandler";
    private static final String CUSTOMIZER = BOOT + "observation.autoconfigure.ObservationRegistryCustomizer";
    private static final List<Class<?>> CHANGES = List.of(
            ObservationFilter.class,
            ObservationPredicate.class,
            GlobalObservationConvention.class,
            MessageProcessObservationConvention.class,
            MessagePublishObservationConvention.class,
            MessageExchangeObservationConvention.class);

    private final ConfigurableListableBeanFactory beans;
    private final Environment environment;

    ObservationNeed(ConfigurableListableBeanFactory beans, Environment environment) {
        this.beans = beans;
        this.environment = environment;
    }

    boolean isThere() {
        return !isAllOfBoot(ObservationRegistry.class)
                || Stream.of(names(ObservationHandler.class)).anyMatch(name -> !makesMeters(name))
                || CHANGES.stream().anyMatch(type -> !isAllOfBoot(type))
                || isDefined(CUSTOMIZER)
                || isConfigured("management.observations.enable")
                || isConfigured("management.observations.key-values");
    }

    private boolean isAllOfBoot(Class<?> type) {
        return Stream.of(names(type)).allMatch(this::isOfBoot);
    }

    /** A bean of Spring Boot's own auto-configuration of observations and meters, but not of its tracing. */
    private boolean isOfBoot(String name) {
        if (!beans.containsBeanDefinition(name)) {
            return false;
        }
        BeanDefinition definition = beans.getMergedBeanDefinition(name);
        String factory = definition.getFactoryBeanName();
        String maker = factory == null ? definition.getBeanClassName() : typeName(factory);
        return maker != null && (maker.startsWith(BOOT + "observation.") || maker.startsWith(BOOT + "metrics."));
    }

    private @Nullable String typeName(String name) {
        Class<?> type = beans.getType(name);
        return type == null ? null : ClassUtils.getUserClass(type).getName();
    }

    private boolean makesMeters(String name) {
        Class<?> type = beans.getType(name);
        return type != null
                && ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                        .anyMatch(each -> each.getName().equals(METER_HANDLER));
    }

    private boolean isDefined(String typeName) {
        ClassLoader loader = beans.getBeanClassLoader();
        return ClassUtils.isPresent(typeName, loader)
                && names(ClassUtils.resolveClassName(typeName, loader)).length > 0;
    }

    private String[] names(Class<?> type) {
        return beans.getBeanNamesForType(type, true, false);
    }

    private boolean isConfigured(String prefix) {
        return Binder.get(environment)
                        .bind(prefix, Bindable.mapOf(String.class, String.class))
                        .map(Map::size)
                        .orElse(0)
                > 0;
    }
}
