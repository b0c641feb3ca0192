package io.eventdispatcher.spring.autoconfigure.actuate;

import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.spring.actuate.DispatcherControls;
import io.eventdispatcher.spring.actuate.DispatcherSections;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.actuate.EventDispatcherWebExtension;
import io.eventdispatcher.spring.actuate.HandlerTimes;
import io.eventdispatcher.spring.actuate.PeerData;
import io.eventdispatcher.spring.actuate.PeerNames;
import io.eventdispatcher.spring.actuate.Reporter;
import io.eventdispatcher.spring.actuate.ServiceInfo;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties;
import io.eventdispatcher.spring.autoconfigure.EventSourceAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.MessageHandlerAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.TraceAutoConfiguration;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import io.eventdispatcher.spring.console.ConsoleFiles;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.LoopLifecycle;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import io.eventdispatcher.spring.trace.MessageTrace;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
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
            EventSourceAutoConfiguration.class,
            TraceAutoConfiguration.class
        })
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean({ListenerRegistry.class, HandlerRegistry.class})
@ConditionalOnAvailableEndpoint(EventDispatcherEndpoint.class)
@EnableConfigurationProperties(ConsoleProperties.class)
@ImportRuntimeHints(ConsoleHints.class)
public final class EventDispatcherEndpointAutoConfiguration {

    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    EventDispatcherEndpointAutoConfiguration() {}

    @Bean
    HandlerTimes eventDispatcherHandlerTimes() {
        return new HandlerTimes();
    }

    @Bean
    PeerNames eventDispatcherPeerNames() {
        return new PeerNames();
    }

    @Bean
    PeerData eventDispatcherPeerData(ObjectProvider<SanitizingFunction> functions) {
        return new PeerData(functions.orderedStream().toList());
    }

    @Bean
    Reporter eventDispatcherReporter(MessageTrace trace, HandlerTimes times, PeerData peers) {
        return new Reporter(trace, times, peers);
    }

    @Bean
    DispatcherSections eventDispatcherSections(
            EventDispatcherProperties properties,
            Environment environment,
            ObjectProvider<EndpointAccessResolver> accesses,
            EventLoops loops,
            LoopLifecycle lifecycle,
            ListenerRegistry listeners,
            ClientRegistry clients,
            HandlerRegistry handlers,
            ConnectionRegistry connections,
            SignalListeners signals,
            FileWatches watches,
            ObjectProvider<CommunicatorClient> communicator,
            Reporter reporter) {
        ServiceInfo service = new ServiceInfo(
                service(properties.serviceName(), environment),
                server(properties.serverName()),
                loops.first().clock().now());
        return new DispatcherSections(
                service,
                access(accesses.getIfAvailable(() -> new PropertiesEndpointAccessResolver(environment))),
                loops,
                lifecycle,
                listeners,
                clients,
                handlers,
                connections,
                signals,
                watches,
                communicator::getIfAvailable,
                reporter);
    }

    private static Access access(EndpointAccessResolver accesses) {
        return accesses.accessFor(EndpointId.of(EventDispatcherEndpoint.ID), Access.READ_ONLY);
    }

    @Bean
    DispatcherControls eventDispatcherControls(
            ListenerRegistry listeners,
            ClientRegistry clients,
            HandlerRegistry handlers,
            ConnectionRegistry connections,
            MessageTrace trace) {
        return new DispatcherControls(listeners, clients, handlers, connections, trace, STOP_GRACE);
    }

    @Bean
    @ConditionalOnMissingBean
    EventDispatcherEndpoint eventDispatcherEndpoint(DispatcherSections sections, DispatcherControls controls) {
        return new EventDispatcherEndpoint(sections, controls);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(endpoint = EventDispatcherEndpoint.class, exposure = EndpointExposure.WEB)
    EventDispatcherWebExtension eventDispatcherWebExtension(
            EventDispatcherEndpoint endpoint, ConsoleProperties console) {
        return new EventDispatcherWebExtension(endpoint, console.enabled() ? new ConsoleFiles() : null);
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
