package io.eventdispatcher.spring.test;

import io.eventdispatcher.spring.lifecycle.ClientsLifecycle;
import io.eventdispatcher.spring.lifecycle.ListenersLifecycle;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Takes away what starts listeners and clients.
 *
 * <p>Threading: called by the thread that starts the application.
 */
final class WithoutSockets implements BeanDefinitionRegistryPostProcessor {

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        ListableBeanFactory beans = (ListableBeanFactory) registry;
        for (Class<?> type : List.of(ListenersLifecycle.class, ClientsLifecycle.class)) {
            for (String name : beans.getBeanNamesForType(type, true, false)) {
                registry.removeBeanDefinition(name);
            }
        }
    }
}
