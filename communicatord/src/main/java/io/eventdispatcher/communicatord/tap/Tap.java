package io.eventdispatcher.communicatord.tap;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.message.Sender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows operators the messages that pass, as lines {@code TAPPED}. A watcher is a session that asked for it; it never sees what
 * is said to itself or by itself.
 *
 * <p>Forwarding does not wait for watchers: what one of them does not take, or what comes faster than {@link
 * TapSettings#maxRate}, is left out for it. Nothing is written while nobody watches.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class Tap {

    private final TapSettings settings;
    private final String server;
    private final Function<Message, String> text;
    private final TapTraffic traffic = new TapTraffic();
    private final List<Watcher> watchers = new ArrayList<>();

    /**
     * Makes a tap that nobody watches.
     *
     * @param settings what it may cost
     * @param server name of this machine
     * @param text writes a message for people, without secrets
     */
    public Tap(TapSettings settings, String server, Function<Message, String> text) {
        this.settings = settings;
        this.server = server;
        this.text = text;
    }

    /**
     * What one watcher has seen.
     *
     * <p>Threading: immutable.
     *
     * @param watcher name of the service that watches
     * @param senders names it is limited to; empty = any
     * @param services names it is limited to; empty = any
     * @param commands those it is limited to; empty = any
     * @param shown messages it was shown
     * @param dropped messages that were left out
     * @since 0.1
     */
    public record Watch(
            String watcher, Set<String> senders, Set<String> services, Set<String> commands, long shown, long dropped) {

        private static Watch of(Watcher each) {
            TapFilter filter = each.filter();
            return new Watch(
                    each.session().name(),
                    new TreeSet<>(filter.senders()),
                    new TreeSet<>(filter.services()),
                    new TreeSet<>(filter.commands()),
                    each.shown(),
                    each.dropped());
        }
    }

    /**
     * Returns the counters. Any thread.
     *
     * @return what was counted so far
     */
    public TapTraffic traffic() {
        return traffic;
    }

    /**
     * Tells whether somebody watches; everything else is only worth its cost then.
     *
     * @return whether somebody does
     */
    public boolean isWatched() {
        return !watchers.isEmpty();
    }

    /**
     * Begins to show messages, or others than before.
     *
     * @param session of the watcher
     * @param filter which ones
     * @param nowNanos monotonic time
     * @return null, or why not
     */
    public @Nullable String begin(Session session, TapFilter filter, long nowNanos) {
        Watcher present = find(session);
        if (!settings.enabled()) {
            return "the tap is off: communicatord.tap.enabled=true switches it on";
        }
        if (present != null) {
            present.filter(filter);
            return null;
        }
        if (watchers.size() >= settings.maxWatchers()) {
            return "too many watch already: communicatord.tap.max-watchers=" + settings.maxWatchers();
        }
        watchers.add(new Watcher(session, settings, traffic, filter, nowNanos));
        traffic.watchers(watchers.size());
        return null;
    }

    /**
     * Ends the showing.
     *
     * @param session of the watcher
     * @return what it has seen; null if it did not watch
     */
    public @Nullable Watch end(Session session) {
        Watcher present = find(session);
        if (present == null) {
            return null;
        }
        watchers.remove(present);
        traffic.watchers(watchers.size());
        return Watch.of(present);
    }

    private @Nullable Watcher find(Session session) {
        for (Watcher each : watchers) {
            if (each.session() == session) {
                return each;
            }
        }
        return null;
    }

    /**
     * Shows a message of a service to those who want to see it.
     *
     * @param from who sent it
     * @param message as received
     * @param fate where it goes, or what became of it now that it has waited
     * @param now wall clock
     * @param nowNanos monotonic time
     */
    public void received(Session from, Message message, Fate fate, Instant now, long nowNanos) {
        Sender sender = from.sender();
        String name = sender == null ? Services.UNAUTHENTICATED : from.name();
        String origin = sender == null ? server + ":" + name : sender.address().toString();
        String service =
                fate == Fate.DAEMON ? Services.DAEMON : message.destination().service();
        show(new Passing(name, origin, service, message, fate, from), now, nowNanos);
    }

    /**
     * Shows what the daemon says.
     *
     * @param to whom it is said; null for all who want to hear it
     * @param message what it says
     * @param now wall clock
     * @param nowNanos monotonic time
     */
    public void said(@Nullable Session to, Message message, Instant now, long nowNanos) {
        Fate fate = to == null ? Fate.NEWS : Fate.ANSWER;
        String origin = server + ":" + Services.DAEMON;
        show(new Passing(Services.DAEMON, origin, to == null ? "" : to.name(), message, fate, to), now, nowNanos);
    }

    private record Passing(
            String sender,
            String origin,
            String service,
            Message message,
            Fate fate,
            @Nullable Session peer) {}

    private void show(Passing passing, Instant now, long nowNanos) {
        String command = passing.message().command();
        String words = null;
        for (Watcher each : watchers) {
            if (each.session() != passing.peer()
                    && each.filter().takes(passing.sender(), passing.service(), command)
                    && each.hasRoom(nowNanos)) {
                words = words == null ? text.apply(passing.message()) : words;
                each.show(line("TAPPED")
                        .param("fate", passing.fate().word())
                        .param("from", passing.origin())
                        .param("text", words)
                        .param("time", now)
                        .param("to", passing.service()));
            }
        }
    }

    private MessageBuilder line(String command) {
        return Message.builder(command).from(server, Services.DAEMON);
    }

    /** Tells watchers what was left out since the last message they were shown; to be called about once a second. */
    public void tick() {
        for (Watcher each : watchers) {
            each.tell(line("TAP_DROPPED"));
        }
    }

    /**
     * Returns who watches.
     *
     * @return a copy
     */
    public List<Watch> watches() {
        return watchers.stream().map(Watch::of).toList();
    }
}
