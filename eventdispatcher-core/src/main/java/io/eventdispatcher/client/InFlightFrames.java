package io.eventdispatcher.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Frames that a connection has accepted but may not have handed to the kernel, each with the position in the stream
 * where it ends. This is what makes guarantee L1: when the connection breaks, everything that ends behind the last
 * byte the kernel took is still here, whole.
 *
 * <p>Threading: loop thread only.
 */
final class InFlightFrames {

    private final Deque<InFlightFrame> frames = new ArrayDeque<>();
    private long lastEnd;

    /** Position behind the newest frame; stays when that one is settled. */
    long lastEnd() {
        return lastEnd;
    }

    void add(QueuedFrame frame, long end) {
        frames.addLast(new InFlightFrame(frame, end));
        lastEnd = end;
    }

    /** Forgets the frames of which the kernel has taken the last byte. */
    void settle(long bytesWritten) {
        InFlightFrame first = frames.peekFirst();
        while (first != null && first.end() <= bytesWritten) {
            frames.removeFirst();
            first = frames.peekFirst();
        }
    }

    /** Removes and returns all frames, oldest first. */
    List<QueuedFrame> takeAll() {
        List<QueuedFrame> all = new ArrayList<>(frames.size());
        frames.forEach(each -> all.add(each.frame()));
        frames.clear();
        return all;
    }

    private record InFlightFrame(QueuedFrame frame, long end) {}
}
