package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Outlet.Sent;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.status.Traffic;
import io.eventdispatcher.communicatord.tap.Tap;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon itself says. Datagrams are never answered: their sender may be somebody else than it claims, and the
 * original dies of trying.
 *
 * <p>Threading: loop thread only.
 */
final class Answers {

    private static final int LONGEST_COMMAND = 128;

    /** An answer to these could be answered in turn, for ever. */
    private static final Set<String> NEVER_ANSWERED = Set.of(Commands.INVALID, Commands.UNKNOWN, Commands.ERROR);

    private final String server;
    private final Traffic traffic;
    private final Tap tap;
    private final NanoClock clock;

    Answers(String server, Traffic traffic, Tap tap, NanoClock clock) {
        this.server = server;
        this.traffic = traffic;
        this.tap = tap;
        this.clock = clock;
    }

    /** Begins a message from the daemon. */
    MessageBuilder notice(String command) {
        return Message.builder(command).from(server, Services.DAEMON);
    }

    /** Begins a message from the daemon to one service. */
    MessageBuilder addressed(Session to, String command) {
        return notice(command).to(server, to.name());
    }

    /** Begins an answer to a message, addressed to who sent it. */
    MessageBuilder reply(Session to, Message request, String command) {
        return to.isRegistered() ? Message.builder(command).to(server, to.name()) : request.reply(command);
    }

    /** Says that a command is not known. */
    void unknown(Session to, Message request) {
        if (!NEVER_ANSWERED.contains(request.command())) {
            send(to, reply(to, request, Commands.UNKNOWN).param("command", request.command()));
        }
    }

    /** Says what is wrong with a message. */
    void invalid(Session to, Message request, String reason) {
        if (!NEVER_ANSWERED.contains(request.command())) {
            send(
                    to,
                    reply(to, request, Commands.INVALID)
                            .param("command", LogText.clip(request.command(), LONGEST_COMMAND))
                            .param("message", reason));
        }
    }

    /** Says what is wrong with a line that is no message. */
    void malformed(Session to, String reason) {
        MessageBuilder invalid = Message.builder(Commands.INVALID);
        if (to.isRegistered()) {
            invalid.to(server, to.name());
        }
        send(to, invalid.param("message", reason));
    }

    /** Says what became of a message. */
    void report(@Nullable Session to, String command, String status) {
        if (to != null) {
            send(to, notice("TRANSMISSION_REPORT").param("command", command).param("status", status));
        }
    }

    /** Says that a service is not there. */
    void unavailable(Session to, String service, String command) {
        send(
                to,
                notice(Commands.SERVICE_UNAVAILABLE)
                        .param("destination_service", service)
                        .param("unsent_command", command));
    }

    void send(Session to, MessageBuilder answer) {
        if (to.peer().datagram()) {
            return;
        }
        Message message = answer.build();
        if (tap.isWatched()) {
            tap.said(to, message, clock.now(), clock.nanoTime());
        }
        if (to.outlet().send(message) != Sent.ACCEPTED) {
            traffic.countDropped(Drop.ANSWER);
        }
    }

    /** News for all who have announced its command. */
    void news(Message message) {
        if (tap.isWatched()) {
            tap.said(null, message, clock.now(), clock.nanoTime());
        }
    }
}
