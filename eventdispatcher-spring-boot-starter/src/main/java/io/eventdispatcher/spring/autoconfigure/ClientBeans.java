package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;

/**
 * Makes each configured client injectable: {@code @Qualifier("hub") MessageClient client}, or by the name of the parameter,
 * or without any name when there is one client only. The bean is called {@code hubMessageClient}, with the alias {@code hub}
 * where no other bean has that name.
 *
 * <p>Does nothing while an application is processed ahead of time: the definitions are made when it runs, so that the same
 * image serves any configuration.
 *
 * <p>Threading: called by the thread that starts the application.
 */
final class ClientBeans implements BeanDefinitionRegistryPostProcessor {

    private static final String SUFFIX = "MessageClient";

    private final Environment environment;

    ClientBeans(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            Map<String, Object> clients = Binder.get(environment)
                    .bind(ClientSettingsReader.PREFIX, Bindable.mapOf(String.class, Object.class))
                    .orElse(Map.of());
            clients.keySet().forEach(name -> register(registry, name));
        }
    }

    private static void register(BeanDefinitionRegistry registry, String name) {
        String bean = name + SUFFIX;
        if (registry.containsBeanDefinition(bean)) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition(MessageClient.class);
        definition.setInstanceSupplier(() -> registry(registry).get(name).messageClient());
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setLazyInit(true);
        registry.registerBeanDefinition(bean, definition);
        if (!registry.isBeanNameInUse(name)) {
            registry.registerAlias(bean, name);
        }
    }

    private static ClientRegistry registry(BeanDefinitionRegistry registry) {
        return ((ConfigurableListableBeanFactory) registry).getBean(ClientRegistry.class);
    }
}
