package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.transport.tls.HandshakeOutcome;

/**
 * Watches the handshakes of all listeners and clients that encrypt. Implemented by beans of an application or of meters.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TlsHandshakes {

    /**
     * A handshake has ended.
     *
     * <p>Threading: called on the loop thread, must not block. What it throws is logged and ignored.
     *
     * @param endpoint name of the listener or client
     * @param outcome how it ended
     * @since 0.1
     */
    void ended(String endpoint, HandshakeOutcome outcome);
}
