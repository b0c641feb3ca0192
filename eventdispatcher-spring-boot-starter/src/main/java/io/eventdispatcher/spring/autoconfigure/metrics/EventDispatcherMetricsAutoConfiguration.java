package io.eventdispatcher.spring.autoconfigure.metrics;

import ch.qos.logback.classic.LoggerContext;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherLoggingAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.EventSourceAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.MessageHandlerAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.ObservationProperties;
import io.eventdispatcher.spring.handler.OriginResolver;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.logging.LogForwarding;
import io.eventdispatcher.spring.logging.RemoteLog;
import io.eventdispatcher.spring.metrics.ConnectionMeters;
import io.eventdispatcher.spring.metrics.EventDispatcherMeters;
import io.eventdispatcher.spring.metrics.HandlerMeters;
import io.eventdispatcher.spring.metrics.LogMeters;
import io.eventdispatcher.spring.metrics.MessageMeters;
import io.eventdispatcher.spring.metrics.SendMeters;
import io.eventdispatcher.spring.metrics.SourceMeters;
import io.eventdispatcher.spring.metrics.TlsMeters;
import io.eventdispatcher.spring.observation.OperationNames;
import io.eventdispatcher.spring.observation.ProcessObservations;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import io.eventdispatcher.spring.tls.SslMaterials;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Meters of an application that has a meter registry.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = {
            EventDispatcherAutoConfiguration.class,
            MessageHandlerAutoConfiguration.class,
            EventSourceAutoConfiguration.class,
            EventDispatcherLoggingAutoConfiguration.class
        },
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, ListenerRegistry.class})
@EnableConfigurationProperties(ObservationProperties.class)
public final class EventDispatcherMetricsAutoConfiguration {

    EventDispatcherMetricsAutoConfiguration() {}

    @Bean
    EventDispatcherMeters eventDispatcherMeters(
            EventLoops loops, ListenerRegistry listeners, ClientRegistry clients, SslMaterials materials) {
        return new EventDispatcherMeters(loops, listeners, clients, materials);
    }

    @Bean
    ConnectionMeters eventDispatcherConnectionMeters(MeterRegistry registry) {
        return new ConnectionMeters(registry);
    }

    @Bean
    MessageMeters eventDispatcherMessageMeters(MeterRegistry registry) {
        return new MessageMeters(registry);
    }

    @Bean
    TlsMeters eventDispatcherTlsMeters(MeterRegistry registry) {
        return new TlsMeters(registry);
    }

    /** With observations these meters come from them. */
    @Bean
    @ConditionalOnMissingBean(ProcessObservations.class)
    HandlerMeters eventDispatcherHandlerMeters(MeterRegistry registry, OriginResolver origins) {
        return new HandlerMeters(registry, origins);
    }

    @Bean
    @ConditionalOnMissingBean(ProcessObservations.class)
    SendMeters eventDispatcherSendMeters(MeterRegistry registry, ObservationProperties properties) {
        return new SendMeters(registry, new OperationNames(properties.operations()));
    }

    @Bean
    SourceMeters eventDispatcherSourceMeters(SignalListeners signals, FileWatches watches) {
        return new SourceMeters(signals, watches);
    }

    /** Apart, because its parts cannot be loaded without Logback. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(LoggerContext.class)
    static class Logging {

        @Bean
        LogMeters eventDispatcherLogMeters(ObjectProvider<LogForwarding> forwarding, ObjectProvider<RemoteLog> remote) {
            return new LogMeters(forwarding.getIfAvailable(), remote.getIfAvailable());
        }
    }
}
