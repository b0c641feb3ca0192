package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.endpoint.TlsEndpoint;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.messenger.SecretCode;
import io.eventdispatcher.messenger.SystemCommands;
import io.eventdispatcher.messenger.SystemHooks;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * A listener of its own for {@code LOG_ROTATE}, as the original's services have one over UDP. It knows the system commands
 * and nothing of the application.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnBean(ListenerRegistry.class)
@ConditionalOnProperty(LogRotateAutoConfiguration.LISTEN)
@EnableConfigurationProperties(LogRotateProperties.class)
public final class LogRotateAutoConfiguration {

    static final String LISTEN = "eventdispatcher.logrotate.listen";

    private static final String NAME = "logrotate";

    LogRotateAutoConfiguration() {}

    @Bean
    LogRotateListener eventDispatcherLogRotateListener(
            LogRotateProperties properties, ListenerRegistry listeners, SystemHooks hooks) {
        Endpoint endpoint = endpoint(String.valueOf(properties.listen()));
        if (listeners.find(NAME) != null) {
            throw new UnusablePropertyException(
                    LISTEN, endpoint.toString(), "there is a listener '" + NAME + "' already", "rename that one");
        }
        Dispatcher dispatcher = new Dispatcher();
        SystemCommands.register(dispatcher, hooks, (command, from) -> command.equals(Commands.LOG_ROTATE));
        TransportOptions accepted =
                TransportOptions.defaults().with(DatagramOptions.defaults().withGuard(secret(properties.secretCode())));
        ListenerOptions options =
                ListenerOptions.defaults().withListen(ListenOptions.defaults().withAccepted(accepted));
        listeners.add(
                new ListenerSettings(NAME, LISTEN, endpoint, options, true, false, null),
                Messenger.builder(dispatcher).build());
        return new LogRotateListener(endpoint);
    }

    private static Endpoint endpoint(String uri) {
        Endpoint endpoint = PropertyChecks.endpoint(LISTEN, uri);
        if (endpoint instanceof InetEndpoint inet && !inet.isLoopback()) {
            throw new UnusablePropertyException(
                    LISTEN, uri, "it can be reached from other machines", "write for example udp://127.0.0.1:3002");
        }
        if (endpoint instanceof TlsEndpoint) {
            throw new UnusablePropertyException(
                    LISTEN, uri, "it has no certificate", "write for example udp://127.0.0.1:3002");
        }
        return endpoint;
    }

    private static SecretCode secret(String code) {
        try {
            return SecretCode.of(code);
        } catch (IllegalArgumentException e) {
            throw PropertyChecks.unusable(
                    "eventdispatcher.logrotate.secret-code", "", e, "choose a shorter, plain text");
        }
    }

    /** Nobody asks for it, but it is what works. */
    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerLogRotate() {
        return LazyInitializationExcludeFilter.forBeanTypes(LogRotateListener.class);
    }

    /**
     * That there is such a listener.
     *
     * @param endpoint as configured
     */
    record LogRotateListener(Endpoint endpoint) {}
}
