package io.eventdispatcher.spring.autoconfigure;

import ch.qos.logback.classic.LoggerContext;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ClientsLifecycle;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.logging.ForwardingAppender;
import io.eventdispatcher.spring.logging.ForwardingOptions;
import io.eventdispatcher.spring.logging.LogForwarding;
import io.eventdispatcher.spring.logging.LogRotation;
import io.eventdispatcher.spring.logging.RemoteLog;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Log files reopened on {@code LOG_ROTATE}, log events sent to and received from other services, with Logback.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnBean(ClientRegistry.class)
@Conditional(OnLogback.class)
@EnableConfigurationProperties({LogProperties.class, LogRotateProperties.class})
public final class EventDispatcherLoggingAutoConfiguration {

    private static final String CLIENT = "eventdispatcher.log.forward.client";

    EventDispatcherLoggingAutoConfiguration() {}

    private static LoggerContext logback() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "eventdispatcher.logrotate.reopen-files", matchIfMissing = true)
    LogRotation eventDispatcherLogRotation() {
        return new LogRotation(logback());
    }

    @Bean
    @ConditionalOnBooleanProperty("eventdispatcher.log.receive.enabled")
    RemoteLog eventDispatcherRemoteLog(LogProperties properties, Dispatcher dispatcher) {
        return new RemoteLog(dispatcher, properties.receive().logger());
    }

    @Bean
    @ConditionalOnProperty(CLIENT)
    LogForwarding eventDispatcherLogForwarding(
            LogProperties properties, ClientRegistry clients, ClientsLifecycle lifecycle) {
        LogProperties.Forward forward = properties.forward();
        ForwardingOptions options = new ForwardingOptions(
                forward.level(),
                forward.callerData(),
                PropertyChecks.bytes("eventdispatcher.log.forward.max-length", forward.maxLength(), 256));
        MessageClient client = client(String.valueOf(forward.client()), clients).messageClient();
        return new LogForwarding(logback(), () -> new ForwardingAppender(client, options), lifecycle.getPhase() + 1);
    }

    private static NamedClient client(String name, ClientRegistry clients) {
        NamedClient client = clients.find(name);
        if (client == null) {
            String known = clients.all().stream().map(NamedClient::name).collect(Collectors.joining(", "));
            throw new UnusablePropertyException(
                    CLIENT,
                    name,
                    known.isEmpty() ? "no client is configured" : "there is no such client, there is: " + known,
                    "configure eventdispatcher.clients." + name + ".uri, or name another client");
        }
        return client;
    }

    /** Nobody asks for them, but they are what works. */
    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerLogging() {
        return LazyInitializationExcludeFilter.forBeanTypes(RemoteLog.class, LogForwarding.class);
    }
}
