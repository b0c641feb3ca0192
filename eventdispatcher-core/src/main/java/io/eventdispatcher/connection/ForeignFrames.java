package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames that other threads sent and the loop thread has not picked up yet. The bytes are bounded by the owner, which
 * counts them as queued.
 *
 * <p>Threading: any thread; all access under the lock of this object.
 */
final class ForeignFrames {

    private static final int KEPT_CAPACITY = 64;

    private @Nullable ByteSource[] frames = new ByteSource[8];
    private int count;
    private long bytes;

    synchronized long bytes() {
        return bytes;
    }

    /**
     * Appends a frame if it fits.
     *
     * @param frame the frame
     * @param encodedLength its length on the wire
     * @param roomBytes bytes that all waiting frames together may have
     * @param wakeUp run when the queue was empty before; when it throws, the frame is not taken
     * @return whether it was taken
     */
    synchronized boolean offer(ByteSource frame, int encodedLength, long roomBytes, Runnable wakeUp) {
        if (bytes + encodedLength > roomBytes) {
            return false;
        }
        if (count == 0) {
            wakeUp.run();
        }
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, count * 2);
        }
        frames[count++] = frame;
        bytes += encodedLength;
        return true;
    }

    /** Takes all waiting frames; the array ends with nulls. */
    synchronized @Nullable ByteSource[] takeAll() {
        @Nullable ByteSource[] taken = frames;
        frames = new ByteSource[Math.min(Math.max(count, 8), KEPT_CAPACITY)];
        count = 0;
        bytes = 0;
        return taken;
    }
}
