package io.eventdispatcher.transport.tls;

import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An established TLS stream around a stream of any kind.
 *
 * <p>What lies decrypted or complete in here is invisible to the selector; while there is some, readiness is delivered by
 * a task once a turn. With TLS 1.3 each direction ends on its own; TLS 1.2 has no half-close, there the end of the one
 * direction is that of the other.
 *
 * <p>Threading: loop thread only, with the exceptions of {@link StreamTransport}.
 */
final class TlsStream implements StreamTransport, TransportHandler {

    private static final Logger log = LoggerFactory.getLogger(TlsStream.class);

    /** What a closed stream throws away at most. */
    private static final int MAX_DISCARDED_BYTES = 1 << 20;

    /** What an engine may have to say at its end: an answer to a change of the key, then the end. */
    private static final int MAX_LAST_RECORDS = 3;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final StreamTransport inner;
    private final SSLEngine engine;
    private final SSLSession session;
    private final Duration closeTimeout;
    private final TlsInput input;
    private final PendingBytes pending;

    // both change when an accepted stream moves to another loop, before it is attached
    private EventLoop loop;
    private TlsScratch scratch;

    private @Nullable TransportHandler handler;

    /** Whether the inner stream waits for being attached on another loop. */
    private boolean moved;

    private boolean readWanted;
    private boolean writeWanted;
    private boolean backlogScheduled;
    private int discardedBytes;
    private boolean peerEnded;
    private @Nullable TimerHandle closing;
    private @Nullable IOException writeFailure;

    /** Written by the loop thread. */
    private volatile State state = State.OPEN;

    TlsStream(
            EventLoop loop,
            StreamTransport inner,
            SSLEngine engine,
            byte[] early,
            PendingBytes pending,
            Duration closeTimeout) {
        this.loop = loop;
        this.inner = inner;
        this.engine = engine;
        this.session = engine.getSession();
        this.scratch = TlsScratch.of(loop);
        this.closeTimeout = closeTimeout;
        this.pending = pending;
        this.input = new TlsInput(inner, engine, scratch, early, this::wrapControl);
    }

    @Override
    public void attach(String name, int priority, TransportHandler target) throws IOException {
        loop.checkInLoop("stream '" + name + "'");
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (handler != null) {
            throw new IllegalStateException("stream attached twice: name='" + name + "' " + this);
        }
        if (moved) {
            inner.attach(name, priority, this);
            moved = false;
            updateWriting();
        } else {
            inner.rename(name, priority);
        }
        handler = target;
    }

    /** After the handshake only, which is why there is nothing to read from the inner stream before it is attached anew. */
    @Override
    public boolean moveTo(EventLoop target) {
        loop.checkInLoop(this);
        if (handler != null || !isOpen() || !inner.moveTo(target)) {
            return false;
        }
        loop = target;
        scratch = TlsScratch.of(target);
        input.moveTo(scratch);
        moved = true;
        return true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        try {
            return input.read(target);
        } finally {
            updateReading();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkWritable();
        int start = source.position();
        if (!pending.flush(inner)) {
            return 0;
        }
        boolean taken = true;
        while (taken && source.hasRemaining()) {
            ByteBuffer cipher = encrypted(source);
            taken = pending.write(inner, cipher.flip());
        }
        updateWriting();
        return source.position() - start;
    }

    private void checkWritable() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (writeFailure != null) {
            throw new IOException("TLS stream is broken: " + writeFailure.getMessage(), writeFailure);
        }
        if (state == State.OUTPUT_ENDED || engine.isOutboundDone()) {
            throw new ClosedChannelException();
        }
    }

    /** As many records as the shared buffer holds. */
    private ByteBuffer encrypted(ByteBuffer source) throws IOException {
        ByteBuffer cipher = scratch.out();
        int room = session.getPacketBufferSize();
        while (source.hasRemaining() && cipher.remaining() >= room) {
            SSLEngineResult result = engine.wrap(source, cipher);
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                throw new SSLException("TLS output is closed: status=" + result.getStatus() + " " + this);
            }
        }
        return cipher;
    }

    private void wrapControl() throws IOException {
        ByteBuffer cipher = scratch.out();
        engine.wrap(NOTHING, cipher);
        pending.write(inner, cipher.flip());
        updateWriting();
    }

    @Override
    public void readInterest(boolean wanted) {
        checkAttached();
        readWanted = wanted;
        updateReading();
    }

    @Override
    public void writeInterest(boolean wanted) {
        checkAttached();
        writeWanted = wanted;
        updateWriting();
    }

    private void checkAttached() {
        if (handler == null && isOpen()) {
            throw new IllegalStateException("stream must be attached before interest is set: " + this);
        }
    }

    private void updateReading() {
        if (!isOpen()) {
            return;
        }
        boolean wanted = readWanted && !input.hasEnded();
        boolean backlog = input.hasBacklog();
        inner.readInterest(wanted && !backlog);
        if (wanted && backlog && !backlogScheduled) {
            loop.execute(this::readBacklog);
            backlogScheduled = true;
        }
    }

    private void updateWriting() {
        if (state != State.CLOSED && state != State.LINGERING && !moved) {
            boolean wanted = writeWanted && state == State.OPEN;
            inner.writeInterest(wanted || !pending.isEmpty());
        }
    }

    private void readBacklog() {
        backlogScheduled = false;
        TransportHandler reader = handler;
        if (reader == null || !isOpen() || !readWanted || !input.hasBacklog()) {
            return;
        }
        try {
            reader.onReadable();
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
            loop.execute(() -> reader.onFailure(e));
            throw e;
        } finally {
            updateReading();
        }
    }

    @Override
    public void onReadable() {
        TransportHandler reader = handler;
        if (!isOpen()) {
            try {
                discard();
            } catch (IOException e) {
                closeInner();
            }
        } else if (reader != null && readWanted) {
            reader.onReadable();
        }
    }

    @Override
    public void onWritable() {
        try {
            if (!pending.flush(inner)) {
                return;
            }
            finishClose();
        } catch (IOException e) {
            pending.clear();
            writeFailure = e;
            if (!isOpen()) {
                closeInner();
            }
        }
        TransportHandler writer = handler;
        if (writer != null && writeWanted && state == State.OPEN) {
            writer.onWritable();
        } else {
            updateWriting();
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        TransportHandler owner = handler;
        if (owner != null) {
            owner.onFailure(failure);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (state == State.OPEN) {
            state = State.OUTPUT_ENDED;
            sayClose();
        }
    }

    /** Nothing is encrypted after this; the inner stream stays open both ways, as the peer may have to be answered. */
    private void sayClose() throws IOException {
        engine.closeOutbound();
        for (int i = 0; i < MAX_LAST_RECORDS && !engine.isOutboundDone(); i++) {
            wrapControl();
        }
    }

    @Override
    public void close() {
        if (!isOpen()) {
            return;
        }
        State before = state;
        state = State.CLOSING;
        if (loop.isClosed() || (moved && !loop.inLoop())) {
            closeInner(); // the memory of its new loop belongs to another thread
            return;
        }
        try {
            if (before == State.OPEN) {
                sayClose();
            }
            if (moved) {
                closeInner(); // nobody would tell of what happens to it
                return;
            }
            if (!pending.isEmpty() || mayGetTickets()) {
                closing = loop.schedule("tls close " + remoteAddress(), Schedule.after(closeTimeout), this::closeInner);
                inner.readInterest(true);
            }
            finishClose();
        } catch (IOException | RejectedExecutionException e) {
            log.debug("{}: closed without saying so: {}", this, e.toString());
            closeInner();
        }
    }

    /**
     * A TLS 1.3 server sends tickets when it has seen the end of the handshake. If they reach a socket that is closed, the
     * system resets the connection, and what it had still to send is lost. So a client that has heard nothing yet waits
     * for the server to end as well.
     */
    private boolean mayGetTickets() {
        return engine.getUseClientMode()
                && !input.hasHeard()
                && writeFailure == null
                && session.getProtocol().equals("TLSv1.3");
    }

    /** Goes on with closing when the last bytes are handed over. */
    private void finishClose() throws IOException {
        if (state == State.CLOSING && pending.isEmpty()) {
            if (mayGetTickets() && !peerEnded) {
                state = State.LINGERING;
                inner.shutdownOutput();
            } else {
                discard();
                closeInner();
            }
        }
    }

    /**
     * Unread bytes would make the system reset the connection, with the same loss. A peer that has ended may still wait
     * for the last bytes.
     */
    private void discard() throws IOException {
        int count = inner.read(scratch.in());
        discardedBytes += Math.max(0, count);
        peerEnded |= count < 0;
        if ((peerEnded && pending.isEmpty()) || discardedBytes > MAX_DISCARDED_BYTES) {
            closeInner();
        }
    }

    private void closeInner() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            pending.clear();
            inner.close();
            TimerHandle timer = closing;
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    @Override
    public boolean isOpen() {
        State now = state;
        return now == State.OPEN || now == State.OUTPUT_ENDED;
    }

    @Override
    public String scheme() {
        return "tls";
    }

    @Override
    public String localAddress() {
        return inner.localAddress();
    }

    @Override
    public String remoteAddress() {
        return inner.remoteAddress();
    }

    @Override
    public SocketAddress remoteSocketAddress() {
        return inner.remoteSocketAddress();
    }

    @Override
    public boolean isLoopback() {
        return inner.isLoopback();
    }

    @Override
    public @Nullable PeerCredentials peerCredentials() {
        return inner.peerCredentials();
    }

    @Override
    public SSLSession tlsSession() {
        return session;
    }

    @Override
    public Framing framing(Framing wanted) {
        return inner.framing(wanted);
    }

    @Override
    public boolean mayBeSilent() {
        return inner.mayBeSilent();
    }

    @Override
    public String toString() {
        return "tls " + localAddress() + " <-> " + remoteAddress();
    }

    /**
     * OPEN to OUTPUT_ENDED by {@link #shutdownOutput}; both to CLOSING by {@link #close}, until the last bytes are handed
     * over; that to LINGERING when the peer has to end as well; all to CLOSED.
     */
    private enum State {
        OPEN,
        OUTPUT_ENDED,
        CLOSING,
        LINGERING,
        CLOSED
    }
}
