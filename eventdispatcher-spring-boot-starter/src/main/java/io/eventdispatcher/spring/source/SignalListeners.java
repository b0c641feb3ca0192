package io.eventdispatcher.spring.source;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.source.signal.SignalEvent;
import io.eventdispatcher.source.signal.SignalRegistration;
import io.eventdispatcher.source.signal.Signals;
import io.eventdispatcher.spring.lifecycle.Events;
import io.eventdispatcher.spring.lifecycle.LogRotateRequestedEvent;
import io.eventdispatcher.spring.lifecycle.Phases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Listens to signals while the application runs, publishes them as {@link SignalReceivedEvent} and does what they stand for.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class SignalListeners implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SignalListeners.class);

    /** Exit codes of a process that a signal ended, as shells report them. */
    private static final int EXIT_CODE_BASE = 128;

    private final List<String> names;
    private final EventLoop loop;
    private final Events events;
    private final IntConsumer exit;
    private final Map<String, LongAdder> received = new ConcurrentHashMap<>();
    private List<SignalRegistration> registrations = List.of();

    /**
     * Creates the listeners, without starting them.
     *
     * @param names canonical names of the signals, without duplicates
     * @param loop where events are published
     * @param publisher where they go
     * @param exit ends the process in order with an exit code; called on a thread of its own
     */
    public SignalListeners(List<String> names, EventLoop loop, ApplicationEventPublisher publisher, IntConsumer exit) {
        this.names = List.copyOf(names);
        this.loop = loop;
        this.events = new Events(publisher);
        this.exit = exit;
        names.forEach(name -> received.put(name, new LongAdder()));
    }

    /**
     * Begins to listen.
     *
     * @throws SignalStartException if a signal belongs to somebody else; none is listened to then
     */
    @Override
    public synchronized void start() {
        if (!registrations.isEmpty()) {
            return;
        }
        List<SignalRegistration> started = new ArrayList<>();
        try {
            for (String name : names) {
                started.add(listen(name));
            }
            registrations = started;
        } finally {
            if (registrations != started) {
                started.forEach(SignalRegistration::close);
            }
        }
    }

    private SignalRegistration listen(String name) {
        try {
            return Signals.on(name, loop, this::received);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new SignalStartException(name, e);
        }
    }

    @Override
    public synchronized void stop() {
        registrations.forEach(SignalRegistration::close);
        registrations = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !registrations.isEmpty();
    }

    /** The loop must be there first, and longer. */
    @Override
    public int getPhase() {
        return Phases.SOURCES;
    }

    private void received(SignalEvent signal) {
        LongAdder count = received.get(signal.name());
        if (count != null) {
            count.add(signal.count());
        }
        log.info("Signal {} received", signal.name());
        SignalReceivedEvent event = new SignalReceivedEvent(signal);
        events.publish(event);
        if (!event.isDefaultPrevented()) {
            act(signal);
        }
    }

    private void act(SignalEvent signal) {
        switch (signal.name()) {
            case "HUP" -> events.publish(new LogRotateRequestedEvent());
            case "INT", "TERM" -> end(signal);
            default -> log.debug("Signal {} has no default action", signal.name());
        }
    }

    /** Not a daemon: the process must not end before everything is drained. */
    private void end(SignalEvent signal) {
        log.info("Signal {}: the application stops", signal.name());
        Thread closing =
                new Thread(() -> exit.accept(EXIT_CODE_BASE + signal.number()), "eventdispatcher-" + signal.name());
        closing.setDaemon(false);
        closing.start();
    }

    /**
     * Returns how often each signal was received, over all starts.
     *
     * @return by name, sorted
     */
    public Map<String, Long> received() {
        Map<String, Long> counts = new TreeMap<>();
        received.forEach((name, count) -> counts.put(name, count.sum()));
        return counts;
    }
}
