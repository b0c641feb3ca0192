package io.eventdispatcher.transport.tls;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets the handshakes of a listener work, a limited number at a time.
 *
 * <p>A handshake has a place while its engine works. When it waits for its peer, before the first record or later, it has
 * none: a silent peer costs a socket, and an engine once it has begun, and keeps nobody out. Of those that wait there may
 * be a limited number; the one that has been silent for longest makes room.
 *
 * <p>Threading: loop thread only.
 */
final class HandshakeGate {

    private final int maxRunning;
    private final int maxWaiting;

    /** For their peers, the one that has been silent for longest first. */
    private final Set<Handshake> waiting = new LinkedHashSet<>();

    /** They have bytes and want a place. */
    private final Set<Handshake> ready = new LinkedHashSet<>();

    private final Set<Handshake> running = new LinkedHashSet<>();
    private boolean held;

    HandshakeGate(TlsOptions options) {
        this.maxRunning = options.maxHandshakes();
        this.maxWaiting = options.maxWaiting();
    }

    /** Whether so many want a place that no more should be accepted. */
    boolean isFull() {
        return ready.size() >= maxWaiting;
    }

    /** It waits for its peer: a new one, or one that gives its place back. */
    void waits(Handshake handshake) {
        running.remove(handshake);
        waiting.add(handshake);
        if (waiting.size() > maxWaiting) {
            waiting.iterator()
                    .next()
                    .displace("the peer is silent and there are too many: waiting=" + waiting.size() + " max="
                            + maxWaiting);
        }
        letIn();
    }

    /** It wants a place. */
    void heard(Handshake handshake) {
        waiting.remove(handshake);
        ready.add(handshake);
        letIn();
    }

    void ended(Handshake handshake) {
        waiting.remove(handshake);
        ready.remove(handshake);
        running.remove(handshake);
        letIn();
    }

    /** Begins no more handshakes, or goes on; those that have begun go on anyway. */
    void hold(boolean wanted) {
        held = wanted;
        letIn();
    }

    private void letIn() {
        Iterator<Handshake> queue = ready.iterator();
        while (queue.hasNext() && running.size() < maxRunning) {
            Handshake next = queue.next();
            if (!held || next.hasBegun()) {
                queue.remove();
                running.add(next);
                next.proceed();
            }
        }
    }

    /** Everybody who has no stream yet is disconnected. */
    void clear() {
        List<Handshake> all = new ArrayList<>(waiting);
        all.addAll(ready);
        all.addAll(running);
        waiting.clear();
        ready.clear();
        running.clear();
        all.forEach(Handshake::cancel);
    }
}
