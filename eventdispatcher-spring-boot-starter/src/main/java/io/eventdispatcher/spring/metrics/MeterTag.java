package io.eventdispatcher.spring.metrics;

import io.micrometer.common.docs.KeyName;

/**
 * The tags of the meters.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum MeterTag implements KeyName {
    /** Name of the listener or client. */
    ENDPOINT("eventdispatcher.endpoint"),
    /** Scheme of the endpoint: {@code tcp}, {@code tls}, {@code udp} and so on. */
    TRANSPORT("network.transport"),
    /** {@code receive} or {@code transmit}. */
    DIRECTION("network.io.direction"),
    /** {@code server} for listeners, {@code client} for clients. */
    ROLE("role"),
    /** {@code true} if everything is encrypted with TLS, else {@code false}. */
    TLS("tls"),
    /** Name of the event loop, which is that of its thread. */
    LOOP("loop"),
    /** What a turn of the event loop was busy with. */
    PHASE("phase"),
    /** Name of the SSL bundle. */
    BUNDLE("bundle"),
    /** Pattern of the handler, as it was registered. */
    OPERATION("messaging.operation.name"),
    /** How it ended. */
    OUTCOME("outcome"),
    /** Simple name of the exception's class, or {@code none}. */
    ERROR("error"),
    /** Why. */
    REASON("reason"),
    /** Name of the signal. */
    SIGNAL("signal"),
    /** Name of the watch. */
    WATCH("watch"),
    /** What happened to a file. */
    TYPE("type");

    private final String key;

    MeterTag(String key) {
        this.key = key;
    }

    @Override
    public String asString() {
        return key;
    }
}
