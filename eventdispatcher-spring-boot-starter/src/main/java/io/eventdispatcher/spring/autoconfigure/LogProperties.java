package io.eventdispatcher.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties under {@code eventdispatcher.log}: the context of what handlers log, and log events between services, which need
 * Logback.
 *
 * <p>Threading: immutable.
 *
 * @param mdc Whether connection, listener, command and correlation id of a message are in the log context (MDC) of its handler.
 * @param forward Sending log events to another service.
 * @param receive Writing the log events of other services.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher.log")
public record LogProperties(
        @DefaultValue("true") boolean mdc,
        @DefaultValue Forward forward,
        @DefaultValue Receive receive) {

    /**
     * Sending log events to another service.
     *
     * @param client Name of the client that log events are sent over, as LOG messages; without it none are sent.
     * @param level Events below this level are not sent.
     * @param maxLength Longest text of an event, its stack trace included; the rest is cut off.
     * @param callerData Whether file, function and line are sent, which are slow to find out.
     * @since 0.1
     */
    public record Forward(
            @Nullable String client,
            @DefaultValue("info") org.slf4j.event.Level level,
            @DefaultValue("8KB") DataSize maxLength,
            @DefaultValue("false") boolean callerData) {}

    /**
     * Writing the log events of other services.
     *
     * @param enabled Whether the commands LOG and LOGGER are written into the local log.
     * @param logger Name of the logger that they are written to.
     * @since 0.1
     */
    public record Receive(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("eventdispatcher.remote") String logger) {}
}
