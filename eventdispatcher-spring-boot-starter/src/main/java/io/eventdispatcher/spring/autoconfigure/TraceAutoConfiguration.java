package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.spring.trace.MessageTrace;
import io.eventdispatcher.spring.trace.TraceSettings;
import io.eventdispatcher.spring.trace.TraceText;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The trace of messages. It is there even when it is off, so that it can be switched on at run time.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "eventdispatcher.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TraceProperties.class)
public final class TraceAutoConfiguration {

    private static final int MAX_ENTRIES = 10_000;
    private static final int LEAST_BYTES = 1024;

    TraceAutoConfiguration() {}

    @Bean
    MessageTrace eventDispatcherMessageTrace(
            TraceProperties properties,
            EventDispatcherProperties messages,
            ObjectProvider<MessageLimits> limits,
            ConnectionRegistry connections,
            EventLoop loop) {
        return new MessageTrace(
                new TraceSettings(
                        properties.enabled(),
                        mask(properties.mask()),
                        PropertyChecks.between("eventdispatcher.trace.capacity", properties.capacity(), 1, MAX_ENTRIES),
                        PropertyChecks.bytes(
                                "eventdispatcher.trace.buffer-size", properties.bufferSize(), LEAST_BYTES)),
                limits.getIfAvailable(new MessagesReader(messages.message())::limits),
                connections,
                loop.clock()::now);
    }

    /** For what else shows messages to people. */
    @Bean
    @ConditionalOnMissingBean
    TraceText eventDispatcherTraceText(
            TraceProperties properties, EventDispatcherProperties messages, ObjectProvider<MessageLimits> limits) {
        return new TraceText(
                mask(properties.mask()), limits.getIfAvailable(new MessagesReader(messages.message())::limits));
    }

    private static List<String> mask(List<String> words) {
        if (words.stream().anyMatch(String::isBlank)) {
            throw new UnusablePropertyException(
                    "eventdispatcher.trace.mask",
                    String.join(",", words),
                    "a blank word would hide every value",
                    "take the blank word out");
        }
        return words;
    }
}
