package io.eventdispatcher.spring.autoconfigure.actuate;

import io.eventdispatcher.spring.actuate.EventDispatcherHealth;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.EventSourceAutoConfiguration;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.source.FileWatches;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Health of listeners, clients and watches, as {@code /actuator/health/eventdispatcher}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = {EventDispatcherAutoConfiguration.class, EventSourceAutoConfiguration.class})
@ConditionalOnClass({CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ListenerRegistry.class)
@ConditionalOnEnabledHealthIndicator("eventdispatcher")
public final class EventDispatcherHealthAutoConfiguration {

    EventDispatcherHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "eventdispatcherHealthContributor")
    EventDispatcherHealth eventdispatcherHealthContributor(
            ListenerRegistry listeners, ClientRegistry clients, FileWatches watches) {
        return new EventDispatcherHealth(listeners, clients, watches);
    }
}
