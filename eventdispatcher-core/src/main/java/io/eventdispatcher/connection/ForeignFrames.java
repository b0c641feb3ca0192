package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames that other threads sent and the loop thread has not picked up yet. The bytes are bounded by the owner, which
 * counts them as queued.
 *
 * <p>Threading: any thread; all access under the lock of this object, but for {@link #bytes}.
 */
final class ForeignFrames {

    private static final int KEPT_CAPACITY = 64;

    private final LongSupplier roomBytes;
    private final Runnable wakeUp;
    private @Nullable ByteSource[] frames = new ByteSource[8];
    private int count;
    /** Written under the lock. */
    private volatile long bytes;

    private long refused;

    /**
     * @param roomBytes asked under the lock: bytes that all waiting frames together may have
     * @param wakeUp run under the lock when the first frame waits; when it throws, the frame is not taken
     */
    ForeignFrames(LongSupplier roomBytes, Runnable wakeUp) {
        this.roomBytes = roomBytes;
        this.wakeUp = wakeUp;
    }

    /** May lag: senders ask for each frame, and would wait for the loop here. */
    long bytes() {
        return bytes;
    }

    /** Not the same as no bytes: raw framing has empty frames. */
    synchronized boolean isEmpty() {
        return count == 0;
    }

    synchronized long refused() {
        return refused;
    }

    /** Counts a frame that was refused for another reason than want of room. */
    synchronized void refuse() {
        refused++;
    }

    /**
     * Appends a frame if it fits.
     *
     * @param frame the frame
     * @param encodedLength its length on the wire
     * @return whether it was taken
     */
    synchronized boolean offer(ByteSource frame, int encodedLength) {
        if (bytes + encodedLength > roomBytes.getAsLong()) {
            refused++;
            return false;
        }
        if (count == 0) {
            wakeUp.run();
        }
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, count * 2);
        }
        frames[count++] = frame;
        bytes = bytes + encodedLength;
        return true;
    }

    /**
     * Hands all waiting frames over, in order. Under the lock, so that a sender always sees them either here or in the
     * write queue, and cannot take their room for its own.
     *
     * @param sink must not call anybody's handler
     * @return whether there were any
     */
    synchronized boolean drainTo(Consumer<ByteSource> sink) {
        if (count == 0) {
            return false;
        }
        try {
            for (int i = 0; i < count; i++) {
                sink.accept(Objects.requireNonNull(frames[i]));
            }
        } finally {
            Arrays.fill(frames, 0, count, null);
            if (frames.length > KEPT_CAPACITY) {
                frames = new ByteSource[KEPT_CAPACITY];
            }
            count = 0;
            bytes = 0;
        }
        return true;
    }
}
