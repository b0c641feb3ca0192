package io.eventdispatcher.transport.tls;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the handshakes of a listener in, a limited number at a time.
 *
 * <p>A place is taken only by a peer that has sent its first record, so silent ones cost a socket and nothing else. Of
 * these there may be a limited number; the oldest makes room. When others wait for a place, a peer that keeps its own and
 * does not answer for a second loses it.
 *
 * <p>Threading: loop thread only.
 */
final class HandshakeGate {

    /** How long a peer may take to answer while others wait for its place. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final int maxRunning;
    private final int maxWaiting;
    private final Set<Handshake> silent = new LinkedHashSet<>();
    private final Set<Handshake> ready = new LinkedHashSet<>();
    private final Set<Handshake> running = new LinkedHashSet<>();
    private @Nullable TimerHandle relief;
    private boolean held;

    HandshakeGate(EventLoop loop, TlsOptions options) {
        this.loop = loop;
        this.maxRunning = options.maxHandshakes();
        this.maxWaiting = options.maxWaiting();
    }

    /** Whether so many wait for a place that no more should be accepted. */
    boolean isFull() {
        return ready.size() >= maxWaiting;
    }

    void arrived(Handshake handshake) {
        if (silent.size() + ready.size() >= maxWaiting && !silent.isEmpty()) {
            silent.iterator()
                    .next()
                    .displace("the peer is silent and others wait: waiting=" + (silent.size() + ready.size()) + " max="
                            + maxWaiting);
        }
        silent.add(handshake);
    }

    void heard(Handshake handshake) {
        silent.remove(handshake);
        ready.add(handshake);
        letIn();
    }

    void ended(Handshake handshake) {
        silent.remove(handshake);
        ready.remove(handshake);
        running.remove(handshake);
        letIn();
    }

    /** Lets nobody in, or goes on. */
    void hold(boolean wanted) {
        held = wanted;
        letIn();
    }

    private void letIn() {
        while (!held && !ready.isEmpty() && running.size() < maxRunning) {
            Iterator<Handshake> queue = ready.iterator();
            Handshake next = queue.next();
            queue.remove();
            running.add(next);
            next.start();
        }
        if (!held && !ready.isEmpty() && (relief == null || !relief.isActive())) {
            relief = loop.schedule("tls handshakes wait", Schedule.after(PATIENCE), this::relieve);
        }
    }

    private void relieve() {
        if (ready.isEmpty()) {
            return;
        }
        long limit = loop.nanoTime() - PATIENCE.toNanos();
        int wanted = ready.size();
        for (Handshake slow : List.copyOf(running)) {
            if (wanted > 0 && slow.waitsSince(limit)) {
                wanted--;
                slow.displace("the peer does not answer and others wait: waiting=" + ready.size() + " maxHandshakes="
                        + maxRunning);
            }
        }
        letIn();
    }

    /** Everybody who has no stream yet is disconnected. */
    void clear() {
        List<Handshake> all = new ArrayList<>(silent);
        all.addAll(ready);
        all.addAll(running);
        silent.clear();
        ready.clear();
        running.clear();
        all.forEach(Handshake::cancel);
        if (relief != null) {
            relief.cancel();
        }
    }
}
