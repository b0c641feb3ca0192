package io.eventdispatcher.spring.autoconfigure;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties under {@code eventdispatcher.trace}: the trace of messages.
 *
 * <p>Threading: immutable.
 *
 * @param enabled Whether every message is traced from the start; at run time the trace is switched by the actuator endpoint or
 *     the bean MessageTrace.
 * @param mask Words that hide a value when the name of its parameter, or the value itself, contains one of them, in upper or
 *     lower case.
 * @param capacity Number of the last messages that are kept for the actuator endpoint.
 * @param bufferSize Memory that these may take.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher.trace")
public record TraceProperties(
        @DefaultValue("false") boolean enabled,

        @DefaultValue({"password", "token", "secret", "secret_code"})
        List<String> mask,

        @DefaultValue("100") int capacity,
        @DefaultValue("256KB") DataSize bufferSize) {}
