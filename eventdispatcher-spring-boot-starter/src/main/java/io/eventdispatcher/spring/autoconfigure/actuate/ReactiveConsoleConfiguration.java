package io.eventdispatcher.spring.autoconfigure.actuate;

import io.eventdispatcher.spring.console.ConsoleHeadersWebFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;

/**
 * Headers of the page where the actuator is served by reactive code, on the management port if there is one of its own.
 *
 * @since 0.1
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass(WebFilter.class)
@ConditionalOnBooleanProperty("eventdispatcher.console.enabled")
final class ReactiveConsoleConfiguration {

    ReactiveConsoleConfiguration() {}

    @Bean
    ConsoleHeadersWebFilter eventDispatcherConsoleHeaders(WebEndpointProperties endpoints) {
        return new ConsoleHeadersWebFilter(ConsolePath.headers(endpoints));
    }
}
