package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.exchange.ApplicationMessageExchanges;
import io.eventdispatcher.spring.exchange.MessageExchangeBeans;
import io.eventdispatcher.spring.exchange.MessageExchanges;
import io.eventdispatcher.spring.handler.MessageValues;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.Environment;

/**
 * Clients declared as interfaces.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnBean(ClientRegistry.class)
@Import(ApplicationMessageExchanges.class)
public final class MessageExchangeAutoConfiguration {

    MessageExchangeAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    MessageExchanges eventDispatcherMessageExchanges(
            ClientRegistry clients,
            EventLoops loops,
            ConfigurableListableBeanFactory beanFactory,
            Environment environment) {
        return new MessageExchanges(
                clients,
                loops,
                new MessageValues(conversion(beanFactory), environment::resolveRequiredPlaceholders),
                environment::resolveRequiredPlaceholders);
    }

    /** The bean that Spring uses for everything, or what an application can convert with. */
    private static ConversionService conversion(ConfigurableListableBeanFactory beanFactory) {
        String name = ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME;
        if (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, ConversionService.class)) {
            return beanFactory.getBean(name, ConversionService.class);
        }
        ApplicationConversionService service = new ApplicationConversionService();
        ApplicationConversionService.addBeans(service, beanFactory);
        return service;
    }

    /** A mistake in an interface stops the start, also when beans are made only when they are needed. */
    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerExchanges() {
        return (name, definition, type) -> MessageExchangeBeans.isExchange(definition);
    }
}
