package io.eventdispatcher.spring.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Takes the interfaces that {@link EnableMessageExchanges} names.
 *
 * <p>Threading: one thread at a time (confined to the start of the application, or to its build).
 */
final class MessageExchangeRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;
    private final ResourceLoader resources;

    MessageExchangeRegistrar(Environment environment, ResourceLoader resources) {
        this.environment = environment;
        this.resources = resources;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        MergedAnnotation<EnableMessageExchanges> enable =
                importing.getAnnotations().get(EnableMessageExchanges.class);
        String[] types = enable.asMap(MergedAnnotation.Adapt.CLASS_TO_STRING).get("types") instanceof String[] names
                ? names
                : new String[0];
        List<String> packages = List.of(enable.getStringArray("basePackages"));
        if (packages.isEmpty() && types.length == 0) {
            packages = List.of(ClassUtils.getPackageName(importing.getClassName()));
        }
        Set<String> interfaces = MessageExchangeScan.names(packages, environment, resources);
        interfaces.addAll(Arrays.asList(types));
        MessageExchangeScan.register(
                registry, MessageExchangeBeans.class.getName() + "#" + importing.getClassName(), interfaces);
    }
}
