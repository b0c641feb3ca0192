package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.registry.Outlet;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;

/**
 * The way back to somebody on another machine: what the daemon answers finds its way by address, over as many daemons as it
 * takes. In the original it ends at the neighbouring daemon.
 *
 * <p>Threading: loop thread only.
 *
 * @param fabric the way to other machines
 * @param self this daemon as the sender
 * @param to who gets it
 */
record RemoteOutlet(ClusterFabric fabric, Session self, MessageAddress to) implements Outlet {

    @Override
    public Sent send(ByteSource line) {
        if (!(line instanceof Message message)) {
            return Sent.GONE; // only answers of the daemon go this way
        }
        Message addressed = message.toBuilder().to(to.server(), to.service()).build();
        Route.Elsewhere there = new Route.Elsewhere(to.server(), to.service(), null);
        return fabric.publish(addressed, self, there) ? Sent.ACCEPTED : Sent.GONE;
    }

    /** Nobody else's connection is closed for what somebody sent over it. */
    @Override
    public void close() {}

    @Override
    public long queuedBytes() {
        return 0;
    }
}
