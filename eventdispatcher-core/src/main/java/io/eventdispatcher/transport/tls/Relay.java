package io.eventdispatcher.transport.tls;

import io.eventdispatcher.transport.TransportHandler;

/**
 * Hands the readiness of the inner stream to whoever is in charge: the handshake, then the encrypted stream.
 *
 * <p>Threading: loop thread only.
 */
final class Relay implements TransportHandler {

    private TransportHandler target;

    Relay(TransportHandler first) {
        this.target = first;
    }

    void target(TransportHandler next) {
        target = next;
    }

    @Override
    public void onReadable() {
        target.onReadable();
    }

    @Override
    public void onWritable() {
        target.onWritable();
    }

    @Override
    public void onFailure(Throwable failure) {
        target.onFailure(failure);
    }
}
