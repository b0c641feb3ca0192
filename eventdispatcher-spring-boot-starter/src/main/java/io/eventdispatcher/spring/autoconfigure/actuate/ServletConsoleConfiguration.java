package io.eventdispatcher.spring.autoconfigure.actuate;

import io.eventdispatcher.spring.console.ConsoleHeadersFilter;
import jakarta.servlet.Filter;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;

/**
 * Headers of the page where the actuator is served by servlet code, on the management port if there is one of its own.
 *
 * @since 0.1
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(Filter.class)
@ConditionalOnBooleanProperty("eventdispatcher.console.enabled")
final class ServletConsoleConfiguration {

    ServletConsoleConfiguration() {}

    @Bean
    ConsoleHeadersFilter eventDispatcherConsoleHeaders(WebEndpointProperties endpoints) {
        return new ConsoleHeadersFilter(ConsolePath.headers(endpoints));
    }
}
