package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Registration;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import io.eventdispatcher.spring.communicator.CommunicatorRegistration;
import io.eventdispatcher.spring.communicator.ServiceStatusEvent;
import io.eventdispatcher.spring.lifecycle.ClientCustomizer;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.Events;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The application as a service of the daemon communicatord.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnBean(ClientRegistry.class)
@ConditionalOnProperty("eventdispatcher.clients.communicator.uri[0]")
@EnableConfigurationProperties(CommunicatorProperties.class)
public final class CommunicatorAutoConfiguration {

    private static final String READY_TIMEOUT = "eventdispatcher.communicator.ready-timeout";

    CommunicatorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    CommunicatorClient eventDispatcherCommunicatorClient(
            CommunicatorProperties properties,
            ClientRegistry clients,
            CommunicatorRegistration registration,
            Environment environment) {
        return new CommunicatorClient(
                CommunicatorEnvironment.serviceName(properties, environment),
                clients.get(CommunicatorClient.NAME),
                registration);
    }

    /** An observer of all clients, so that it is there before they are. */
    @Bean
    CommunicatorRegistration eventDispatcherCommunicatorRegistration(
            CommunicatorProperties properties,
            EventLoops loops,
            Dispatcher dispatcher,
            ObjectProvider<ClientRegistry> clients) {
        CommunicatorRegistration registration = new CommunicatorRegistration(
                loops.first(),
                PropertyChecks.positive(READY_TIMEOUT, properties.readyTimeout()),
                () -> clients.getObject()
                        .get(CommunicatorClient.NAME)
                        .messageClient()
                        .client());
        registration.listen(dispatcher);
        return registration;
    }

    @Bean
    ClientCustomizer eventDispatcherCommunicatorCustomizer() {
        return (name, client) -> {
            if (name.equals(CommunicatorClient.NAME)) {
                client.awaitReady();
            }
        };
    }

    /** An embedded daemon listens after clients were started. */
    @Bean
    @ConditionalOnProperty(name = "eventdispatcher.communicator.mode", havingValue = "embedded")
    EmbeddedDaemonStart eventDispatcherEmbeddedDaemonStart(ObjectProvider<ClientRegistry> clients) {
        return new EmbeddedDaemonStart(clients);
    }

    @Bean
    StatusListener eventDispatcherStatusListener(Dispatcher dispatcher, ApplicationEventPublisher publisher) {
        Events events = new Events(publisher);
        return new StatusListener(dispatcher.on("STATUS", exchange -> {
            ServiceStatusEvent event = event(exchange.message());
            if (event != null) {
                events.publish(event);
            }
        }));
    }

    private static @Nullable ServiceStatusEvent event(Message message) {
        String service = message.param("service");
        String server = message.param("server_name");
        String status = message.param("status");
        if (service == null || status == null) {
            return null;
        }
        return new ServiceStatusEvent(
                service,
                server == null ? "" : server,
                switch (status) {
                    case "up" -> ServiceStatusEvent.Status.UP;
                    case "down" -> ServiceStatusEvent.Status.DOWN;
                    default -> ServiceStatusEvent.Status.UNKNOWN;
                });
    }

    /** Nobody asks for it, but it is what hears of services. */
    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerStatusListener() {
        return LazyInitializationExcludeFilter.forBeanTypes(StatusListener.class);
    }

    /**
     * That STATUS is listened to.
     *
     * @param registration its entry in the dispatcher
     */
    record StatusListener(Registration registration) {}
}
