package io.eventdispatcher.sample.raw;

// snippet: echo
import static io.eventdispatcher.raw.Interest.CLOSE;
import static io.eventdispatcher.raw.Interest.READ;
import static io.eventdispatcher.raw.Interest.TIMEOUT;
import static io.eventdispatcher.raw.Interest.WRITE;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.raw.PartialRead;
import io.eventdispatcher.raw.PendingWrite;
import io.eventdispatcher.raw.RawAcceptor;
import io.eventdispatcher.raw.RawChannel;
import io.eventdispatcher.raw.RawHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends every frame back: 4 bytes of length, the most significant first, and so many bytes. */
public final class RawEcho implements RawHandler {

    private static final int LENGTH_BYTES = 4;
    private static final int MAX_FRAME_BYTES = 64 * 1024;
    private static final int MAX_PENDING_BYTES = 1024 * 1024;
    private static final Duration MAX_SILENCE = Duration.ofMinutes(1);

    private final SocketChannel peer;
    private final PartialRead in = new PartialRead(LENGTH_BYTES + MAX_FRAME_BYTES);
    private final PendingWrite out = new PendingWrite(MAX_PENDING_BYTES);
    private boolean ended;

    private RawEcho(SocketChannel peer) {
        this.peer = peer;
    }

    /** Serves at most 1,000 connections at a time. */
    public static RawChannel serve(EventLoop loop, ServerSocketChannel server) throws IOException {
        return RawAcceptor.open(loop, "echo", server, 1_000, RawEcho::new);
    }

    @Override
    public int onReady(RawChannel self, int ready) throws IOException {
        if (ready == TIMEOUT) {
            return CLOSE;
        }
        self.timeout(MAX_SILENCE);
        if ((ready & READ) != 0) {
            ended = in.readFrom(peer) < 0;
        }
        echoFrames();
        while (out.writeTo(peer) && echoFrames()) {
            // frames that found no room before
        }
        if (out.pending() == 0) {
            return ended ? CLOSE : READ;
        }
        return ended || isFull() ? WRITE : READ | WRITE;
    }

    /** Moves the complete frames to the output, as long as there is room. */
    private boolean echoFrames() throws IOException {
        int before = out.pending();
        while (!isFull()) {
            ByteBuffer frame = nextFrame();
            if (frame == null) {
                break;
            }
            out.add(frame);
        }
        return out.pending() > before;
    }

    private @Nullable ByteBuffer nextFrame() throws IOException {
        ByteBuffer header = in.peek(LENGTH_BYTES);
        if (header == null) {
            return null;
        }
        int length = header.getInt();
        if (length < 0 || length > MAX_FRAME_BYTES) {
            throw new IOException("frame too long: length=" + Integer.toUnsignedString(length));
        }
        return in.take(LENGTH_BYTES + length);
    }

    private boolean isFull() {
        return out.room() < LENGTH_BYTES + MAX_FRAME_BYTES;
    }
}
// end
