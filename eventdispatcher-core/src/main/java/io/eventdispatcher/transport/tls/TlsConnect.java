package io.eventdispatcher.transport.tls;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.IoRegistration;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect: the inner stream, then the handshake. The handler hears of both as one.
 *
 * <p>Threading: loop thread only.
 */
final class TlsConnect implements ConnectAttempt, ConnectHandler, Handshake.Owner {

    private final EventLoop loop;
    private final InetSocketAddress address;
    private final TlsOptions options;
    private final ConnectHandler handler;
    private @Nullable ConnectAttempt connecting;
    private @Nullable Handshake handshake;
    private boolean cancelled;

    TlsConnect(EventLoop loop, InetSocketAddress address, TlsOptions options, ConnectHandler handler) {
        this.loop = loop;
        this.address = address;
        this.options = options;
        this.handler = handler;
    }

    void connecting(ConnectAttempt attempt) {
        connecting = attempt;
    }

    @Override
    public void onConnected(StreamTransport stream) {
        Handshake started = new Handshake(
                loop,
                stream,
                options,
                false,
                () -> TlsEngines.client(options, address.getHostString(), address.getPort()),
                this);
        handshake = started;
        try {
            started.connect("tls connect " + started.peer(), IoRegistration.DEFAULT_PRIORITY);
        } catch (IOException e) {
            started.cancel();
            handler.onConnectFailed(named(e));
        }
    }

    @Override
    public void onConnectFailed(IOException failure) {
        handler.onConnectFailed(failure);
    }

    @Override
    public void heard(Handshake ready) {
        ready.proceed();
    }

    @Override
    public void waits(Handshake unused) {}

    @Override
    public void established(Handshake done, TlsStream stream) {
        boolean taken = false;
        try {
            handler.onConnected(stream);
            taken = true;
        } finally {
            if (!taken) {
                stream.close();
            }
        }
    }

    @Override
    public void failed(Handshake done, HandshakeOutcome outcome, IOException failure) {
        handler.onConnectFailed(named(failure));
    }

    private ConnectException named(IOException cause) {
        IOException reason = new IOException("TLS handshake failed: " + cause.getMessage(), cause);
        ConnectException failure = new ConnectException("cannot connect to " + address + ": " + reason.getMessage());
        failure.initCause(reason);
        return failure;
    }

    @Override
    public void cancel() {
        loop.checkInLoop("connect");
        if (cancelled) {
            return;
        }
        cancelled = true;
        if (connecting != null) {
            connecting.cancel();
        }
        if (handshake != null) {
            handshake.cancel();
        }
    }
}
