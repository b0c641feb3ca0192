package io.eventdispatcher.spring.exchange;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.util.ClassUtils;

/**
 * Registers a bean for each client interface that was found. Its name is that of the interface, with its package, so that it
 * never collides with that of a client.
 *
 * <p>Does nothing while an application is processed ahead of time: the names of the interfaces are part of the definition of
 * this bean, and the beans are registered when it runs, as those of the clients are.
 *
 * <p>Threading: called by the thread that starts the application.
 *
 * @since 0.1
 */
public final class MessageExchangeBeans implements BeanDefinitionRegistryPostProcessor {

    private static final String ATTRIBUTE = MessageExchangeBeans.class.getName();

    private final String[] interfaces;

    /**
     * Creates the registrar.
     *
     * @param interfaces names of interfaces
     */
    public MessageExchangeBeans(String[] interfaces) {
        this.interfaces = interfaces.clone();
    }

    /**
     * Tells the beans of client interfaces from others.
     *
     * @param definition of any bean
     * @return whether it was registered here
     */
    public static boolean isExchange(BeanDefinition definition) {
        return definition.hasAttribute(ATTRIBUTE);
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            ConfigurableListableBeanFactory beanFactory = (ConfigurableListableBeanFactory) registry;
            for (String name : interfaces) {
                if (!registry.containsBeanDefinition(name)) {
                    Class<?> type = ClassUtils.resolveClassName(name, beanFactory.getBeanClassLoader());
                    registry.registerBeanDefinition(name, definition(type, beanFactory));
                }
            }
        }
    }

    private static <T> RootBeanDefinition definition(Class<T> type, ConfigurableListableBeanFactory beanFactory) {
        RootBeanDefinition definition = new RootBeanDefinition(
                type, () -> beanFactory.getBean(MessageExchanges.class).create(type));
        definition.setAttribute(ATTRIBUTE, true);
        return definition;
    }
}
