package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.spring.console.ConsoleHeaders;
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
 * Headers of the daemon's page where the actuator is served by servlet code.
 *
 * @since 0.1
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(Filter.class)
@ConditionalOnBooleanProperty({"communicatord.enabled", "communicatord.console.enabled"})
final class ServletDaemonPage {

    ServletDaemonPage() {}

    @Bean
    ConsoleHeadersFilter communicatordConsoleHeaders(WebEndpointProperties endpoints) {
        String mapped = endpoints.getPathMapping().getOrDefault("communicatord", "communicatord");
        return new ConsoleHeadersFilter(new ConsoleHeaders(endpoints.getBasePath() + "/" + mapped + "/console"));
    }
}
