package io.eventdispatcher.spring.exchange;

import io.eventdispatcher.spring.annotation.MessageExchange;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/**
 * Finds interfaces annotated with {@link MessageExchange} in packages.
 *
 * <p>Threading: one thread at a time (confined to the start of the application, or to its build).
 */
final class MessageExchangeScan extends ClassPathScanningCandidateComponentProvider {

    private MessageExchangeScan(Environment environment, ResourceLoader resources) {
        super(false, environment);
        setResourceLoader(resources);
        addIncludeFilter(new AnnotationTypeFilter(MessageExchange.class, true, true));
    }

    /** Interfaces only, nested ones included. */
    @Override
    protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
        return definition.getMetadata().isInterface()
                && definition.getMetadata().isIndependent()
                && !definition.getMetadata().isAnnotation();
    }

    /** The names of the interfaces. */
    static Set<String> names(Collection<String> packages, Environment environment, ResourceLoader resources) {
        MessageExchangeScan scan = new MessageExchangeScan(environment, resources);
        Set<String> names = new TreeSet<>();
        for (String each : packages) {
            scan.findCandidateComponents(each)
                    .forEach(definition -> names.add(String.valueOf(definition.getBeanClassName())));
        }
        return names;
    }

    /** Registers what registers their beans. */
    static void register(BeanDefinitionRegistry registry, String bean, Set<String> interfaces) {
        if (!interfaces.isEmpty() && !registry.containsBeanDefinition(bean)) {
            RootBeanDefinition definition = new RootBeanDefinition(MessageExchangeBeans.class);
            definition.getConstructorArgumentValues().addIndexedArgumentValue(0, interfaces.toArray(String[]::new));
            registry.registerBeanDefinition(bean, definition);
        }
    }
}
