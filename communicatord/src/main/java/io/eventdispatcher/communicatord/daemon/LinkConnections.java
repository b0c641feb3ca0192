package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.client.Connector;
import io.eventdispatcher.communicatord.peer.Dialler;
import io.eventdispatcher.communicatord.peer.LinkAddress;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import io.eventdispatcher.transport.tls.TlsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections that this daemon makes to others. With TLS it shows its certificate, and the other one must have one of the
 * same authority; whether that one may have the name it says is checked then, and not the host name: the address is only where
 * a daemon is at the moment.
 *
 * <p>Threading: loop thread only, but for {@link #group} and {@link #drain}.
 */
final class LinkConnections implements Dialler {

    private final ConnectionGroup group;
    private final EventLoop loop;
    private final PeerIdentity identity;
    private final Supplier<@Nullable TlsContext> tls;
    private final Duration timeout;
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
    private @Nullable Broker broker;

    /**
     * Makes no connection yet.
     *
     * @param loop serves them
     * @param identity tells who is at the other end
     * @param tls certificates; null = there are none, and no connection can be encrypted
     * @param timeout of one attempt
     * @param observer watches the connections
     */
    LinkConnections(
            EventLoop loop,
            PeerIdentity identity,
            Supplier<@Nullable TlsContext> tls,
            Duration timeout,
            ConnectionObserver observer) {
        this.loop = loop;
        this.identity = identity;
        this.tls = tls;
        this.timeout = timeout;
        group = new ConnectionGroup(
                loop, ListenerProperties.PREFIX + "links", Role.CLIENT, ConnectionOptions.client(), observer);
    }

    /** Says who gets the messages. */
    void serve(Broker served) {
        broker = served;
    }

    ConnectionGroup group() {
        return group;
    }

    @Override
    public void dial(LinkAddress to, boolean secure, Outcome outcome) {
        TransportOptions options = TransportOptions.defaults();
        TlsContext context = secure ? tls.get() : null;
        if (secure && context == null) {
            loop.execute(() -> outcome.failed("there is no certificate to show: set communicatord.secure-listen"));
            return;
        }
        if (context != null) {
            options = options.with(TlsOptions.defaults(context).withVerifyHostName(false));
        }
        Endpoint endpoint = Endpoint.parse((secure ? "tls://" : "tcp://") + to);
        new Connector(loop, List.of(endpoint), Transports.standard(), options, timeout)
                .connect(new Connector.Handler() {
                    @Override
                    public void onConnected(Endpoint reached, StreamTransport transport) {
                        connected(transport, outcome);
                    }

                    @Override
                    public void onConnectFailed(IOException failure) {
                        outcome.failed(String.valueOf(failure.getMessage()));
                    }
                });
    }

    private void connected(StreamTransport transport, Outcome outcome) {
        Broker to = broker;
        if (to == null) {
            transport.close();
            outcome.failed("the daemon has not begun");
            return;
        }
        ServiceConnection handler = new ServiceConnection(to, to::dialled, decoder, identity::ofLink);
        group.open(transport, handler);
        Session session = handler.session();
        if (session == null) {
            outcome.failed("the daemon is about to end");
        } else {
            outcome.connected(session);
        }
    }

    /** Lets what was sent go out, then closes. Any thread. */
    CompletableFuture<Boolean> drain(Duration grace) {
        return group.drain(grace);
    }
}
