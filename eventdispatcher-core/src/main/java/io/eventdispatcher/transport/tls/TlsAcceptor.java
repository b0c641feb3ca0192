package io.eventdispatcher.transport.tls;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.AcceptHandler;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.AcceptorStatistics;
import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts on another acceptor and hands over what has passed its handshake.
 *
 * <p>Threading: as {@link Acceptor}.
 */
final class TlsAcceptor implements Acceptor, Handshake.Owner {

    private static final Logger log = LoggerFactory.getLogger(TlsAcceptor.class);

    private final Acceptor inner;
    private final Endpoint endpoint;
    private final TlsOptions options;
    private final HandshakeLog failures = new HandshakeLog();
    private final Deque<TlsStream> finishedWhilePaused = new ArrayDeque<>();
    private String name = "";
    private int priority;
    private @Nullable AcceptHandler handler;
    private @Nullable HandshakeGate gate;
    private boolean paused;
    private boolean full;
    private volatile @Nullable EventLoop loop;
    private volatile boolean closed;

    // written by the loop thread only
    private volatile long accepted;
    private volatile long vanished;

    TlsAcceptor(Acceptor inner, Endpoint endpoint, TlsOptions options) {
        this.inner = inner;
        this.endpoint = endpoint;
        this.options = options;
    }

    @Override
    public Endpoint boundEndpoint() {
        return endpoint;
    }

    @Override
    public void start(EventLoop target, String sourceName, int sourcePriority, AcceptHandler acceptHandler)
            throws IOException {
        inner.start(target, sourceName, sourcePriority, this::accept);
        name = sourceName;
        priority = sourcePriority;
        handler = acceptHandler;
        gate = new HandshakeGate(options);
        loop = target;
    }

    private HandshakeGate gate() {
        HandshakeGate present = gate;
        if (present == null) {
            throw new IllegalStateException("acceptor is not started: endpoint=" + endpoint);
        }
        return present;
    }

    private EventLoop loop() {
        EventLoop present = loop;
        if (present == null) {
            throw new IllegalStateException("acceptor is not started: endpoint=" + endpoint);
        }
        return present;
    }

    private void accept(StreamTransport stream) {
        Handshake handshake = new Handshake(loop(), stream, options, true, () -> TlsEngines.server(options), this);
        try {
            handshake.listen(name + " tls " + handshake.peer(), priority);
        } catch (IOException e) {
            vanished++;
            handshake.cancel();
            log.debug("{}: a peer vanished before its handshake: {}", name, e.toString());
            return;
        }
        gate().waits(handshake);
    }

    @Override
    public void heard(Handshake handshake) {
        gate().heard(handshake);
        adjustAccepting();
    }

    @Override
    public void waits(Handshake handshake) {
        gate().waits(handshake);
        adjustAccepting();
    }

    @Override
    public void established(Handshake handshake, TlsStream stream) {
        gate().ended(handshake);
        adjustAccepting();
        if (closed) {
            stream.close();
        } else if (paused) {
            finishedWhilePaused.add(stream);
        } else {
            deliver(stream);
        }
    }

    @Override
    public void failed(Handshake handshake, HandshakeOutcome outcome, IOException failure) {
        vanished++;
        gate().ended(handshake);
        adjustAccepting();
        failures.failed(name, outcome, loop().nanoTime());
    }

    private void deliver(TlsStream stream) {
        AcceptHandler receiver = handler;
        accepted++;
        boolean taken = false;
        try {
            if (receiver != null) {
                receiver.onAccept(stream);
                taken = true;
            }
        } finally {
            if (!taken) {
                stream.close();
            }
        }
    }

    /** When as many wait as may, the others wait in the backlog. */
    private void adjustAccepting() {
        boolean wanted = gate().isFull();
        if (wanted != full && !paused) {
            full = wanted;
            if (full) {
                inner.pause();
            } else {
                inner.resume();
            }
        }
    }

    @Override
    public void pause() {
        loop().checkInLoop(this);
        inner.pause();
        paused = true;
        gate().hold(true);
    }

    @Override
    public void resume() {
        loop().checkInLoop(this);
        if (!paused) {
            return;
        }
        paused = false;
        full = false;
        inner.resume();
        adjustAccepting();
        gate().hold(false);
        for (int i = 0; i < finishedWhilePaused.size(); i++) {
            loop().execute(this::deliverNext);
        }
    }

    /** A task for each, so that a handler that throws takes nothing from the others. */
    private void deliverNext() {
        TlsStream next = paused ? null : finishedWhilePaused.poll();
        if (next != null) {
            deliver(next);
        }
    }

    @Override
    public void close() {
        closed = true;
        inner.close();
        EventLoop current = loop;
        if (current == null) {
            return;
        }
        if (current.inLoop() || current.isClosed()) {
            disconnect();
            return;
        }
        try {
            current.execute(this::disconnect);
        } catch (RejectedExecutionException e) {
            log.debug("loop has let go already: endpoint={}: {}", endpoint, e.getMessage());
        }
    }

    private void disconnect() {
        gate().clear();
        finishedWhilePaused.forEach(TlsStream::close);
        finishedWhilePaused.clear();
    }

    @Override
    public AcceptorStatistics statistics() {
        AcceptorStatistics plain = inner.statistics();
        return new AcceptorStatistics(accepted, plain.failures(), plain.outages(), plain.vanished() + vanished);
    }

    @Override
    public String toString() {
        return "acceptor of " + endpoint;
    }
}
