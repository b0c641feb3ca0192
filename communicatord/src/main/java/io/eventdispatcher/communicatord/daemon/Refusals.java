package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.status.Traffic;
import io.eventdispatcher.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of who sends what it must not: it is counted and told why, and who is not registered is disconnected as well.
 *
 * <p>Threading: loop thread only.
 */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final Answers answers;
    private final Traffic traffic;

    Refusals(Answers answers, Traffic traffic) {
        this.answers = answers;
        this.traffic = traffic;
    }

    /** A line that is no message. */
    void malformed(Session from, String reason) {
        traffic.countDropped(Drop.MALFORMED);
        log.debug("{}: malformed: {}", from.peer().id(), reason);
        answers.malformed(from, reason);
        closeUnlessKnown(from);
    }

    /** A message that means nothing. */
    void wrong(Session from, Message message, String reason) {
        traffic.countDropped(Drop.MALFORMED);
        answers.invalid(from, message, reason);
        closeUnlessKnown(from);
    }

    /** A message of somebody who may not send it. */
    void denied(Session from, Message message) {
        traffic.countDropped(Drop.DENIED);
        log.debug("{}: not permitted: {}", from.peer().id(), message);
        if (message.command().equals("CONNECT") && !from.isRegistered()) {
            refuseLink(from);
            return;
        }
        answers.invalid(from, message, "not permitted to you");
        closeUnlessKnown(from);
    }

    /** A message of somebody who has to register before. */
    void unregistered(Session from, Message message) {
        traffic.countDropped(Drop.UNREGISTERED);
        answers.invalid(from, message, "register first");
        closeUnlessKnown(from);
    }

    /** What daemons say to each other, and this one has no links. */
    void unlinked(Session from, Message message) {
        traffic.countDropped(Drop.UNREACHABLE);
        if (message.command().equals("CONNECT")) {
            refuseLink(from);
        } else {
            answers.invalid(from, message, "this daemon has no links to other daemons");
            closeUnlessKnown(from);
        }
    }

    /**
     * Something while the daemon stops. Nobody is told {@code QUITTING}, as by the original: services take it for the end of the whole
     * system, and end too.
     */
    void late(Session from) {
        traffic.countDropped(Drop.STOPPING);
        closeUnlessKnown(from);
    }

    /** A daemon that is refused like this tries again after minutes, otherwise after a day. */
    private void refuseLink(Session from) {
        answers.send(from, answers.notice("REFUSE").param("shutdown", true));
        from.outlet().close();
    }

    private static void closeUnlessKnown(Session from) {
        if (!from.isRegistered() && !from.isLink() && !from.peer().datagram()) {
            from.outlet().close();
        }
    }
}
