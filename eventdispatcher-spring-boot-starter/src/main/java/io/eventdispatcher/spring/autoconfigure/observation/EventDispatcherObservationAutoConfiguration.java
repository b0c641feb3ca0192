package io.eventdispatcher.spring.autoconfigure.observation;

import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.MessageHandlerAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.ObservationProperties;
import io.eventdispatcher.spring.autoconfigure.metrics.EventDispatcherMetricsAutoConfiguration;
import io.eventdispatcher.spring.handler.OriginResolver;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.metrics.HandlerMeters;
import io.eventdispatcher.spring.metrics.SendMeters;
import io.eventdispatcher.spring.metrics.UnobservedMeters;
import io.eventdispatcher.spring.observation.MessageExchangeObservationConvention;
import io.eventdispatcher.spring.observation.MessageProcessObservationConvention;
import io.eventdispatcher.spring.observation.MessagePublishObservationConvention;
import io.eventdispatcher.spring.observation.MeterFallback;
import io.eventdispatcher.spring.observation.OperationNames;
import io.eventdispatcher.spring.observation.ProcessObservations;
import io.eventdispatcher.spring.observation.SendObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Observations of an application that has an observation registry.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = {EventDispatcherAutoConfiguration.class, MessageHandlerAutoConfiguration.class},
        before = EventDispatcherMetricsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ObservationRegistry.class, ListenerRegistry.class})
@ConditionalOnBooleanProperty(name = "eventdispatcher.observation.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ObservationProperties.class)
public final class EventDispatcherObservationAutoConfiguration {

    EventDispatcherObservationAutoConfiguration() {}

    @Bean
    ObservedRegistry eventDispatcherObservedRegistry(
            ObservationRegistry registry,
            ObservationProperties properties,
            ConfigurableListableBeanFactory beans,
            Environment environment,
            ObjectProvider<MeterFallback> meters) {
        boolean needed = properties.always()
                || meters.getIfAvailable() == null
                || new ObservationNeed(beans, environment).isThere();
        return new ObservedRegistry(needed ? registry : ObservationRegistry.NOOP);
    }

    /**
     * Where observations go to.
     *
     * @param registry that of the application, or the one that does nothing when its meters are all that is wanted
     */
    record ObservedRegistry(ObservationRegistry registry) {}

    @Bean
    ProcessObservations eventDispatcherProcessObservations(
            ObservedRegistry observed,
            OriginResolver origins,
            ObjectProvider<MessageProcessObservationConvention> convention,
            ObjectProvider<MeterFallback> meters) {
        return new ProcessObservations(
                observed.registry(), origins, convention.getIfAvailable(), meters.getIfAvailable());
    }

    @Bean
    SendObservations eventDispatcherSendObservations(
            ObservedRegistry observed,
            ObservationProperties properties,
            ObjectProvider<MessagePublishObservationConvention> publish,
            ObjectProvider<MessageExchangeObservationConvention> exchange,
            ObjectProvider<MeterFallback> meters) {
        return new SendObservations(
                observed.registry(),
                new SendObservations.Conventions(publish.getIfAvailable(), exchange.getIfAvailable()),
                properties.propagation(),
                new OperationNames(properties.operations()),
                meters.getIfAvailable());
    }

    /** Apart, because its parts cannot be loaded without the meters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Meters {

        @Bean
        MeterFallback eventDispatcherMeterFallback(
                MeterRegistry registry, OriginResolver origins, ObservationProperties properties) {
            return new UnobservedMeters(
                    new HandlerMeters(registry, origins),
                    new SendMeters(registry, new OperationNames(properties.operations())));
        }
    }
}
