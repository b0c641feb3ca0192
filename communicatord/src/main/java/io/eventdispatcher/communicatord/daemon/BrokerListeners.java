package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.spring.lifecycle.ListenerHandlers;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the connections of the daemon's listeners to the broker; other listeners of the application stay what they are.
 *
 * <p>Threading: any thread.
 */
final class BrokerListeners implements ListenerHandlers {

    private final Broker broker;
    private final PeerIdentity identity;
    private final boolean secretSignals;

    /** Used on the one loop thread only. */
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());

    BrokerListeners(Broker broker, PeerIdentity identity, boolean secretSignals) {
        this.broker = broker;
        this.identity = identity;
        this.secretSignals = secretSignals;
    }

    @Override
    public @Nullable Supplier<? extends ConnectionHandler> handlersOf(ListenerSettings listener) {
        if (!listener.name().startsWith(ListenerProperties.PREFIX)) {
            return null;
        }
        boolean secret = secretSignals && listener.name().equals(ListenerProperties.SIGNAL);
        Function<Connection, Peer> identify = identity.of(listener, secret);
        return () -> new ServiceConnection(broker, broker::opened, decoder, identify);
    }
}
