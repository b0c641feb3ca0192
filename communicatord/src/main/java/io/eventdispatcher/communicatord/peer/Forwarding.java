package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.routing.BroadcastEnvelope;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.communicatord.status.LinkTraffic;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.message.Sender;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages on links. A message for one daemon takes the first step of the way to it, and never the link it came by;
 * relayed ones count their steps in the parameter {@code mesh_hops}, which nobody sees who gets the message. A broadcast goes
 * to every link whose daemon is not known to have it.
 *
 * <p>Daemons of the original get everything in the envelope of a broadcast, as they expect.
 *
 * <p>Threading: loop thread only.
 */
final class Forwarding {

    private static final String HOPS = ClusterFabric.HOPS;

    private final MeshSettings settings;
    private final Topology topology;
    private final LinkTable links;
    private final LinkTraffic traffic;
    private final NanoClock clock;
    private final Sender unauthenticated;
    private final SecureRandom random = new SecureRandom();

    Forwarding(MeshSettings settings, Topology topology, LinkTable links, LinkTraffic traffic, NanoClock clock) {
        this.settings = settings;
        this.topology = topology;
        this.links = links;
        this.traffic = traffic;
        this.clock = clock;
        this.unauthenticated = Sender.of(settings.server(), Services.UNAUTHENTICATED);
    }

    boolean toOne(Message message, Session from, Route.Elsewhere to) {
        String server = to.server();
        if (server.isEmpty()) {
            List<String> having = topology.having(to.service());
            return having.isEmpty() ? toLegacy(message, from) : toServer(message, from, having.get(0), to.service());
        }
        if (!server.equals("?")) {
            return toServer(message, from, server, to.service());
        }
        MessageAddress source = sender(from).address();
        boolean taken = false;
        for (String each : to.service().isEmpty() ? topology.table().keySet() : topology.having(to.service())) {
            taken |= !each.equals(source.server()) && toServer(message, from, each, to.service());
        }
        return taken;
    }

    private boolean toServer(Message message, Session from, String server, String service) {
        Topology.Hop hop = topology.hop(server);
        Link link = hop == null ? null : links.to(hop.next());
        if (link == null) {
            return false;
        }
        long hops = from.via() == null ? 0 : message.plainInteger(HOPS, 0);
        if (link.session == from.via() || hops < 0 || hops >= Topology.MAX_MACHINES) {
            traffic.countDropped(LinkTraffic.Reason.LOOP);
            return false;
        }
        String to = service.isEmpty() ? Services.DAEMON : service;
        return sent(link, () -> {
            if (link.isLegacy()) {
                return inEnvelope(message, stripped(message, from).to(server, to), from, link);
            }
            boolean last = link.server().equals(server);
            boolean asItIs = last
                    && message.destination().equals(new MessageAddress(server, to))
                    && !message.has(HOPS)
                    && !BroadcastEnvelope.isOn(message);
            if (asItIs) {
                return sender(from).stamp(message);
            }
            MessageBuilder builder = stripped(message, from).to(server, to);
            return (last ? builder : builder.param(HOPS, hops + 1)).build();
        });
    }

    /** Nobody knows who of them has the service: each of them gets it, as from the original. */
    private boolean toLegacy(Message message, Session from) {
        List<Link> legacy = links.all().stream()
                .filter(each -> each.isLegacy() && each.session != from.via())
                .toList();
        boolean taken = false;
        for (Link each : legacy) {
            taken |= sent(each, () -> inEnvelope(message, stripped(message, from), from, each));
        }
        return taken;
    }

    private static boolean sent(Link link, Supplier<ByteSource> line) {
        try {
            return link.send(line.get());
        } catch (InvalidMessageException e) {
            return false; // cannot be written, for example because a name in it is too long
        }
    }

    /** One that has an envelope already keeps it: the daemons of the original pass it around, and know it by its id. */
    private Message inEnvelope(Message arrived, MessageBuilder message, Session from, Link to) {
        BroadcastEnvelope envelope = from.via() == null ? null : BroadcastEnvelope.of(arrived);
        BroadcastEnvelope next =
                (envelope == null ? BroadcastEnvelope.fresh(newId(), clock.now()) : envelope).next(clock.now());
        if (!next.isNear()) {
            throw new InvalidMessageException("broadcast_hops: too many");
        }
        Set<String> address = Set.of(to.peer.address().host());
        return next.around(message, settings.myAddress().toString(), Set.of(), address)
                .build();
    }

    /** Nobody can guess it, and so nobody can have it taken for a duplicate beforehand. */
    private String newId() {
        return settings.server() + "-" + Long.toHexString(random.nextLong());
    }

    private MessageBuilder stripped(Message message, Session from) {
        return BroadcastEnvelope.strip(
                message.toBuilder().from(sender(from).address()).without(HOPS));
    }

    private Sender sender(Session from) {
        Sender sender = from.sender();
        return sender == null ? unauthenticated : sender;
    }

    int toAll(Message message, Session from, Route.Reach reach) {
        BroadcastEnvelope envelope = envelope(message, from);
        if (envelope == null) {
            traffic.countDropped(LinkTraffic.Reason.LOOP);
            return 0;
        }
        Set<String> informed = from.via() == null ? new TreeSet<>() : BroadcastEnvelope.informed(message);
        informed.add(settings.server());
        List<Link> targets = new ArrayList<>();
        for (Link each : links.all()) {
            boolean inReach =
                    reach == Route.Reach.EVERYWHERE || each.session.peer().zone() == Zone.PRIVATE;
            if (inReach && each.session != from.via() && informed.add(each.server())) {
                targets.add(each);
            }
        }
        if (targets.isEmpty()) {
            return 0;
        }
        Set<String> addresses = new TreeSet<>();
        targets.forEach(each -> addresses.add(each.peer.address().host()));
        Message line;
        try {
            line = envelope.around(stripped(message, from), settings.myAddress().toString(), informed, addresses)
                    .build();
        } catch (InvalidMessageException e) {
            return 0;
        }
        int taken = 0;
        for (Link each : targets) {
            taken += each.send(line) ? 1 : 0;
        }
        return taken;
    }

    /** The envelope of the next step; null when there must be none. */
    private @Nullable BroadcastEnvelope envelope(Message message, Session from) {
        BroadcastEnvelope arrived =
                from.via() == null ? BroadcastEnvelope.fresh(newId(), clock.now()) : BroadcastEnvelope.of(message);
        BroadcastEnvelope next = arrived == null ? null : arrived.next(clock.now());
        return next != null && next.isNear() ? next : null;
    }
}
