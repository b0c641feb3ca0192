package io.eventdispatcher.client;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.transport.TransportOptions;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of a {@link ListeningProbe}.
 *
 * <p>Threading: immutable.
 *
 * @param backoff pauses while nobody listens; {@link Backoff#NEVER} ends the probing
 * @param recheck how often is looked whether somebody still listens; positive
 * @param connectTimeout for one address, positive
 * @param transport settings of the connections, for example those of TLS
 * @since 0.1
 */
public record ListeningProbeOptions(
        Backoff backoff, Duration recheck, Duration connectTimeout, TransportOptions transport) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a duration is zero or negative
     */
    public ListeningProbeOptions {
        Objects.requireNonNull(backoff, "backoff");
        Objects.requireNonNull(transport, "transport");
        checkPositive("recheck", recheck);
        checkPositive("connectTimeout", connectTimeout);
    }

    /**
     * Returns the defaults: the first attempt at once, pauses of 250 ms, doubling up to 30 s and varied by 20 %; a look
     * every 10 s while somebody listens; 5 s to connect.
     *
     * @return the settings
     */
    public static ListeningProbeOptions defaults() {
        return new ListeningProbeOptions(
                Backoff.exponential(Duration.ofMillis(250), Duration.ofSeconds(30))
                        .withJitter(0.2),
                Duration.ofSeconds(10),
                Connector.DEFAULT_TIMEOUT,
                TransportOptions.defaults());
    }

    /**
     * Sets the pauses while nobody listens.
     *
     * @param newBackoff the pauses
     * @return changed settings
     */
    public ListeningProbeOptions withBackoff(Backoff newBackoff) {
        return new ListeningProbeOptions(newBackoff, recheck, connectTimeout, transport);
    }

    /**
     * Sets how often is looked whether somebody still listens.
     *
     * @param newRecheck positive
     * @return changed settings
     */
    public ListeningProbeOptions withRecheck(Duration newRecheck) {
        return new ListeningProbeOptions(backoff, newRecheck, connectTimeout, transport);
    }

    /**
     * Sets how long one address may take to connect.
     *
     * @param newTimeout positive
     * @return changed settings
     */
    public ListeningProbeOptions withConnectTimeout(Duration newTimeout) {
        return new ListeningProbeOptions(backoff, recheck, newTimeout, transport);
    }

    /**
     * Sets the settings of the connections.
     *
     * @param newTransport for example with those of TLS
     * @return changed settings
     */
    public ListeningProbeOptions withTransport(TransportOptions newTransport) {
        return new ListeningProbeOptions(backoff, recheck, connectTimeout, newTransport);
    }

    private static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("listening probe: " + name + " must be positive: value=" + value);
        }
    }
}
