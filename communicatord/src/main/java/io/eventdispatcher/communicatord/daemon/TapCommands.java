package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.cache.CachedMessage;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.communicatord.tap.Fate;
import io.eventdispatcher.communicatord.tap.Tap;
import io.eventdispatcher.communicatord.tap.TapFilter;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the tap to the broker: {@code TAP} and {@code UNTAP}, and where messages go.
 *
 * <p>Threading: loop thread only.
 */
final class TapCommands {

    private static final Logger log = LoggerFactory.getLogger(TapCommands.class);

    private final Tap tap;
    private final Answers answers;
    private final NanoClock clock;
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());

    TapCommands(Tap tap, Answers answers, NanoClock clock) {
        this.tap = tap;
        this.answers = answers;
        this.clock = clock;
    }

    /** {@code TAP} or {@code UNTAP} of somebody who may. */
    void command(Session from, Message message) {
        if (message.command().equals("UNTAP")) {
            Tap.Watch seen = tap.end(from);
            answers.send(
                    from,
                    answers.reply(from, message, "UNTAPPED")
                            .param("dropped", seen == null ? 0 : seen.dropped())
                            .param("shown", seen == null ? 0 : seen.shown()));
            if (seen != null) {
                log.info("{}: '{}' watches no more", from.peer().id(), from.name());
            }
            return;
        }
        try {
            String problem = tap.begin(from, TapFilter.of(message), clock.nanoTime());
            if (problem == null) {
                log.info(
                        "{}: '{}', user '{}', watches",
                        from.peer().id(),
                        from.name(),
                        from.peer().user());
                answers.send(from, answers.reply(from, message, "TAPPING"));
            } else {
                answers.invalid(from, message, problem);
            }
        } catch (InvalidMessageException e) {
            answers.invalid(from, message, String.valueOf(e.getMessage()));
        }
    }

    /** A message goes somewhere. */
    void routed(Session from, Message message, Route route) {
        if (tap.isWatched()) {
            tap.received(from, message, fate(route), clock.now(), clock.nanoTime());
        }
    }

    /** A message goes nowhere. */
    void refused(Session from, Message message) {
        if (tap.isWatched()) {
            tap.received(from, message, Fate.REFUSED, clock.now(), clock.nanoTime());
        }
    }

    /** A message that has waited goes to its service now, or is lost. */
    void waited(CachedMessage message, Fate fate) {
        if (tap.isWatched()) {
            byte[] line = new byte[message.line().length()];
            message.line().copyTo(line, 0);
            Message text = decoder.decode(line, 0, line.length);
            if (text != null) {
                tap.received(message.from(), text, fate, clock.now(), clock.nanoTime());
            }
        }
    }

    private static Fate fate(Route route) {
        if (route == Route.DAEMON) {
            return Fate.DAEMON;
        } else if (route instanceof Route.ToService) {
            return Fate.SERVICE;
        } else if (route instanceof Route.ToAll) {
            return Fate.BROADCAST;
        } else if (route instanceof Route.Elsewhere) {
            return Fate.ELSEWHERE;
        } else if (route instanceof Route.Absent) {
            return Fate.ABSENT;
        } else if (route instanceof Route.Unreachable) {
            return Fate.UNREACHABLE;
        }
        return Fate.REFUSED;
    }

    void ended(Session session) {
        Tap.Watch unused = tap.end(session);
    }

    void tick() {
        tap.tick();
    }
}
