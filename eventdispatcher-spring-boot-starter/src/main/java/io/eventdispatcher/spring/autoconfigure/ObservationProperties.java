package io.eventdispatcher.spring.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties under {@code eventdispatcher.observation}. They need a Micrometer observation or meter registry.
 *
 * <p>Threading: immutable.
 *
 * @param enabled Whether handlers, messages sent and requests are observed when there is an ObservationRegistry and anybody but the meters would see it. Their meters are there in any case.
 * @param always Whether they are observed even if nobody but the meters would see it.
 * @param propagation Whether clients add the trace to what they send, as parameters traceparent, tracestate and baggage; peers that refuse unknown parameters refuse such messages.
 * @param maxOperations Number of different commands sent that may become tags; what is sent with others is counted as OTHER.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher.observation")
public record ObservationProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("false") boolean always,
        @DefaultValue("false") boolean propagation,
        @DefaultValue("100") int maxOperations) {

    /**
     * Returns the number of commands that may be tags.
     *
     * @return 1 or more
     * @throws UnusablePropertyException if it is less
     */
    public int operations() {
        return PropertyChecks.atLeast("eventdispatcher.observation.max-operations", maxOperations, 1);
    }
}
