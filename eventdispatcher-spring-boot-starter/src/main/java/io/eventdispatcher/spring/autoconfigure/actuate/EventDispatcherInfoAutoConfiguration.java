package io.eventdispatcher.spring.autoconfigure.actuate;

import io.eventdispatcher.spring.actuate.EventDispatcherInfo;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.MessageHandlerAutoConfiguration;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Listeners, clients and numbers in {@code /actuator/info}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = {EventDispatcherAutoConfiguration.class, MessageHandlerAutoConfiguration.class})
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean({ListenerRegistry.class, HandlerRegistry.class})
@ConditionalOnEnabledInfoContributor("eventdispatcher")
public final class EventDispatcherInfoAutoConfiguration {

    EventDispatcherInfoAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    EventDispatcherInfo eventDispatcherInfo(
            ListenerRegistry listeners, ClientRegistry clients, HandlerRegistry handlers, EventLoops loops) {
        return new EventDispatcherInfo(listeners, clients, handlers, loops);
    }
}
