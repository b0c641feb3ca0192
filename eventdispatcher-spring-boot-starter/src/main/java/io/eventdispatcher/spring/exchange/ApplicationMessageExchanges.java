package io.eventdispatcher.spring.exchange;

import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Takes the interfaces in the packages of the application.
 *
 * <p>Threading: one thread at a time (confined to the start of the application, or to its build).
 *
 * @since 0.1
 */
public final class ApplicationMessageExchanges implements ImportBeanDefinitionRegistrar {

    private final BeanFactory beanFactory;
    private final Environment environment;
    private final ResourceLoader resources;

    /**
     * Creates the registrar.
     *
     * @param beanFactory knows the packages
     * @param environment for conditions
     * @param resources finds classes
     */
    public ApplicationMessageExchanges(BeanFactory beanFactory, Environment environment, ResourceLoader resources) {
        this.beanFactory = beanFactory;
        this.environment = environment;
        this.resources = resources;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (AutoConfigurationPackages.has(beanFactory)) {
            Set<String> interfaces =
                    MessageExchangeScan.names(AutoConfigurationPackages.get(beanFactory), environment, resources);
            MessageExchangeScan.register(registry, MessageExchangeBeans.class.getName(), interfaces);
        }
    }
}
