package io.eventdispatcher.spring.autoconfigure.actuate;

import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.actuate.ServiceInfo;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties;
import io.eventdispatcher.spring.autoconfigure.EventSourceAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.MessageHandlerAutoConfiguration;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.LoopLifecycle;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The actuator endpoint {@code eventdispatcher}.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = {
            EventDispatcherAutoConfiguration.class,
            MessageHandlerAutoConfiguration.class,
            EventSourceAutoConfiguration.class
        })
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean({ListenerRegistry.class, HandlerRegistry.class})
@ConditionalOnAvailableEndpoint(EventDispatcherEndpoint.class)
public final class EventDispatcherEndpointAutoConfiguration {

    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    EventDispatcherEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    EventDispatcherEndpoint eventDispatcherEndpoint(
            EventDispatcherProperties properties,
            Environment environment,
            EventLoops loops,
            LoopLifecycle lifecycle,
            ListenerRegistry listeners,
            ClientRegistry clients,
            HandlerRegistry handlers,
            ConnectionRegistry connections,
            SignalListeners signals,
            FileWatches watches) {
        ServiceInfo service = new ServiceInfo(
                service(properties.serviceName(), environment),
                server(properties.serverName()),
                loops.first().clock().now());
        return new EventDispatcherEndpoint(
                service, loops, lifecycle, listeners, clients, handlers, connections, signals, watches, STOP_GRACE);
    }

    private static String service(@Nullable String configured, Environment environment) {
        return configured == null ? environment.getProperty("spring.application.name", "application") : configured;
    }

    private static String server(@Nullable String configured) {
        if (configured != null) {
            return configured;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
