package io.eventdispatcher.transport.tls;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportHandler;
import io.eventdispatcher.transport.tls.HandshakeOutcome.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One handshake: carries bytes between the inner stream, on the loop, and the engine, on a thread for handshakes. Never
 * both at the same time: while the engine works, nothing is read.
 *
 * <p>Threading: loop thread only.
 */
final class Handshake implements TransportHandler {

    private static final Logger log = LoggerFactory.getLogger(Handshake.class);

    /** With the rest of a record this stays below what {@link TlsScratch#in} holds. */
    private static final int MAX_READ_BYTES = 16 * 1024;

    private static final byte[] NONE = {};

    private final EventLoop loop;
    private final StreamTransport inner;
    private final TlsOptions options;
    private final EngineSteps engine;
    private final Owner owner;
    private final boolean server;
    private final String peer;
    private final Relay relay = new Relay(this);
    private final PendingBytes pending = new PendingBytes();
    private final long startNanos;
    private @Nullable TimerHandle timeout;
    private byte[] arrived = NONE;
    private byte[] first = NONE;
    private int alert = -1;
    private boolean begun;
    private State state = State.SILENT;

    Handshake(
            EventLoop loop,
            StreamTransport inner,
            TlsOptions options,
            boolean server,
            Supplier<SSLEngine> engine,
            Owner owner) {
        this.loop = loop;
        this.inner = inner;
        this.options = options;
        this.server = server;
        this.engine = new EngineSteps(engine);
        this.owner = owner;
        this.peer = inner.remoteAddress();
        this.startNanos = loop.nanoTime();
    }

    /** Whoever wanted the handshake. */
    interface Owner {

        /** There is something to do, for a server at first a complete record; {@link #proceed} when there is room. */
        void heard(Handshake handshake);

        /** There is nothing to do until the peer sends more, which {@link #heard} tells. */
        void waits(Handshake handshake);

        /** Called once, unless cancelled. */
        void established(Handshake handshake, TlsStream stream);

        /** Called once, unless cancelled; the inner stream is closed. */
        void failed(Handshake handshake, HandshakeOutcome outcome, IOException failure);
    }

    /** A client: begins at once. */
    void connect(String name, int priority) throws IOException {
        inner.attach(name, priority, relay);
        state = State.READY;
        owner.heard(this);
    }

    /** A server: waits for the first record. */
    void listen(String name, int priority) throws IOException {
        inner.attach(name, priority, relay);
        arm();
        inner.readInterest(true);
    }

    private void arm() {
        timeout = loop.schedule(
                "tls handshake " + peer,
                Schedule.after(options.handshakeTimeout()),
                () -> fail(Result.TIMED_OUT, late()));
    }

    private IOException late() {
        return new IOException((state == State.SILENT ? "the peer sends nothing" : "the handshake takes too long")
                + ": handshakeTimeout=" + options.handshakeTimeout());
    }

    private void disarm() {
        TimerHandle timer = timeout;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Begins or goes on, after {@link Owner#heard}. */
    void proceed() {
        if (!begun) {
            begun = true;
            arm();
        }
        state = State.WORKING;
        inner.readInterest(false);
        byte[] bytes = arrived;
        arrived = NONE;
        alert = TlsRecords.plainAlert(bytes);
        HandshakeThreads.SHARED.execute(() -> stepOnOtherThread(bytes));
    }

    private void stepOnOtherThread(byte[] bytes) {
        EngineSteps.Result result = engine.step(bytes);
        try {
            loop.execute(() -> stepped(result));
        } catch (RejectedExecutionException e) {
            log.debug("handshake with {} is of no use any more: {}", peer, e.getMessage());
            if (loop.isClosed()) {
                inner.close();
            }
        }
    }

    private void stepped(EngineSteps.Result result) {
        if (state != State.WORKING) {
            return; // cancelled, or too late
        }
        try {
            if (result.toPeer().length > 0) {
                boolean written = pending.write(inner, ByteBuffer.wrap(result.toPeer()));
                inner.writeInterest(!written);
            }
        } catch (IOException e) {
            if (result.finished() == null) {
                fail(Result.FAILED, result.failure() == null ? e : new IOException(reason(result.failure())));
                return;
            }
            pending.clear(); // a peer that is gone already may have left a message
        }
        SSLEngine finished = result.finished();
        if (result.failure() != null) {
            discardInput();
            fail(Result.FAILED, new SSLException(reason(result.failure()), result.failure()));
        } else if (finished != null) {
            finish(finished, result.early());
        } else {
            waitForPeer();
        }
    }

    /** Unread bytes would make the system reset the connection, and the peer would not learn the reason. */
    private void discardInput() {
        try {
            inner.read(TlsScratch.of(loop).in());
        } catch (IOException e) {
            log.debug("the peer {} is gone already: {}", peer, e.getMessage());
        }
    }

    private String reason(Exception failure) {
        if (TlsRecords.isForeign(first)) {
            return "the peer does not speak TLS, its first bytes are '" + TlsRecords.shown(first) + "'";
        }
        if (alert >= 0) {
            return "the peer broke off with alert " + alert + " (" + TlsRecords.alertName(alert) + ")";
        }
        return TlsFailure.reason(failure);
    }

    private void waitForPeer() {
        state = State.WAITING;
        inner.readInterest(true);
        owner.waits(this);
    }

    private void finish(SSLEngine finished, byte[] early) {
        state = State.DONE;
        disarm();
        TlsStream stream = new TlsStream(loop, inner, finished, early, pending, options.handshakeTimeout());
        relay.target(stream);
        try {
            observe(outcome(Result.SUCCEEDED, null));
        } finally {
            owner.established(this, stream);
        }
    }

    @Override
    public void onReadable() {
        if (state != State.SILENT && state != State.WAITING) {
            inner.readInterest(false);
            return;
        }
        try {
            read();
        } catch (IOException e) {
            fail(Result.FAILED, e);
            return;
        }
        if (state == State.SILENT) {
            if (!TlsRecords.worthLookingAt(arrived)) {
                return;
            }
            first = Arrays.copyOf(arrived, Math.min(arrived.length, 16));
            disarm();
        } else if (arrived.length == 0) {
            return;
        }
        state = State.READY;
        inner.readInterest(false);
        owner.heard(this);
    }

    private void read() throws IOException {
        ByteBuffer buffer = TlsScratch.of(loop).in().limit(MAX_READ_BYTES);
        int count = inner.read(buffer);
        if (count < 0) {
            throw new IOException("the peer ended the connection during the handshake");
        }
        int before = arrived.length;
        arrived = Arrays.copyOf(arrived, before + count);
        buffer.flip().get(arrived, before, count);
    }

    @Override
    public void onWritable() {
        try {
            if (pending.flush(inner)) {
                inner.writeInterest(false);
            }
        } catch (IOException e) {
            pending.clear();
            inner.writeInterest(false);
            if (state != State.WORKING) {
                fail(Result.FAILED, e);
            }
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        fail(Result.FAILED, new IOException(failure));
    }

    /** Whether its engine has been at work. */
    boolean hasBegun() {
        return begun;
    }

    String peer() {
        return peer;
    }

    /** Gives way to others. */
    void displace(String reason) {
        fail(Result.DISPLACED, new IOException(reason));
    }

    /** Ends it without a word to anybody. */
    void cancel() {
        if (state != State.DONE) {
            state = State.DONE;
            disarm();
            inner.close();
        }
    }

    private void fail(Result result, IOException failure) {
        if (state == State.DONE) {
            return;
        }
        HandshakeOutcome outcome = outcome(result, failure.getMessage());
        cancel();
        log.debug("TLS handshake with {} failed: {} ({})", peer, failure.getMessage(), result);
        try {
            observe(outcome);
        } finally {
            owner.failed(this, outcome, failure);
        }
    }

    private HandshakeOutcome outcome(Result result, @Nullable String reason) {
        return new HandshakeOutcome(server, peer, result, Duration.ofNanos(loop.nanoTime() - startNanos), reason);
    }

    private void observe(HandshakeOutcome outcome) {
        try {
            options.observer().onHandshake(outcome);
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
            log.warn("observer of TLS handshakes failed", e);
        }
    }

    /**
     * SILENT (server, no complete record yet) to READY (waiting for room) to WORKING (engine on another thread) to WAITING
     * (for the peer) and back to READY; all to DONE.
     */
    private enum State {
        SILENT,
        READY,
        WORKING,
        WAITING,
        DONE
    }
}
