package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.AccessTable;
import io.eventdispatcher.communicatord.routing.CommandKind;
import io.eventdispatcher.communicatord.routing.Role;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.status.Traffic;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.message.Sender;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes from other daemons: their own words about the link, and messages of services of theirs, which go on as if they
 * came from here but keep their sender. A sender that claims to be on this machine, or on one that nobody knows, is a lie.
 *
 * <p>Threading: loop thread only.
 */
final class LinkMessages {

    private static final Logger log = LoggerFactory.getLogger(LinkMessages.class);

    private final Services services;
    private final ClusterFabric fabric;
    private final Queries queries;
    private final LoadNews load;
    private final Answers answers;
    private final Traffic traffic;
    private final Session self;
    private final BiConsumer<Session, Message> further;
    private @Nullable Session lastSender;

    LinkMessages(
            Services services,
            ClusterFabric fabric,
            Queries queries,
            LoadNews load,
            Answers answers,
            Traffic traffic,
            BiConsumer<Session, Message> further) {
        this.services = services;
        this.fabric = fabric;
        this.queries = queries;
        this.load = load;
        this.answers = answers;
        this.traffic = traffic;
        this.further = further;
        self = Session.daemon(Sender.of(services.server(), Services.DAEMON));
    }

    /**
     * Takes a message.
     *
     * @param link by which it came, whether or not the daemon there has introduced itself
     * @param message with valid names in its destination
     */
    void received(Session link, Message message) {
        fabric.heard(link);
        MessageAddress source = message.source();
        String peer = fabric.serverOf(link);
        boolean ownWords = source.isNone()
                || source.service().equals(Services.DAEMON)
                        && (peer == null || source.server().equals(peer));
        if (ownWords && isForDaemon(message.destination())) {
            fromDaemon(link, message);
        } else if (peer == null) {
            traffic.countDropped(Drop.UNREGISTERED);
        } else {
            fromService(link, peer, source, message);
        }
    }

    private boolean isForDaemon(MessageAddress to) {
        boolean here = to.server().isEmpty()
                || to.server().equals(".")
                || to.server().equals("*")
                || to.server().equals(services.server());
        return here && (to.service().isEmpty() || to.service().equals(Services.DAEMON));
    }

    private void fromDaemon(Session link, Message message) {
        CommandKind kind = CommandKind.toDaemon(message.command());
        if (!AccessTable.permits(kind, link.peer().zone(), Role.DAEMON)) {
            traffic.countDropped(Drop.DENIED);
            log.debug("{}: not permitted: {}", link.peer().id(), message);
            answers.invalid(link, message, "not permitted to you");
            return;
        }
        switch (kind) {
            case HANDSHAKE, LINK -> {
                if (!fabric.link(message, link)) {
                    traffic.countDropped(Drop.DENIED);
                    answers.invalid(link, message, "not now");
                }
            }
            case PROBE -> queries.answer(link, message);
            case LOAD -> load.received(link, message);
            case LIFE, NOTICE -> log.trace("{}: {}", link.peer().id(), message);
            default -> answers.unknown(link, message);
        }
    }

    private void fromService(Session link, String peer, MessageAddress source, Message message) {
        Sender sender;
        if (source.isNone()) {
            sender = Sender.of(peer, Services.UNAUTHENTICATED);
        } else if (Services.isName(source.server())
                && Services.isName(source.service())
                && fabric.speaksFor(link, source.server())) {
            Session last = lastSender;
            if (last != null && last.via() == link && isOf(last, source)) {
                further.accept(last, message);
                return;
            }
            sender = Sender.of(source.server(), source.service());
        } else {
            traffic.countDropped(
                    source.server().equals(services.server()) && message.has("broadcast_msgid")
                            ? Drop.DUPLICATE // came back to where it began
                            : Drop.FORGED);
            return;
        }
        Session remote = Session.remote(link, new RemoteOutlet(fabric, self, sender.address()), sender);
        lastSender = remote;
        further.accept(remote, message);
    }

    private static boolean isOf(Session session, MessageAddress source) {
        Sender sender = session.sender();
        return sender != null && sender.address().equals(source);
    }
}
