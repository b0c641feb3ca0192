package io.eventdispatcher.transport.fifo;

import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One FIFO that is waited for in one direction, by one thread for all attempts of this process.
 *
 * <p>Threading: belongs to {@link SharedOpens} and its lock.
 */
final class SharedOpen {

    final Key key;

    /** They get what is opened, in this order. */
    final Deque<OpenClaim> waiting = new ArrayDeque<>();

    /** The waiting is kept up for the attempts that are going to follow them. */
    final Set<OpenClaim> parked = new LinkedHashSet<>();

    /** The wait of the thread; null = there is none. */
    @Nullable
    BlockedOpen wait;

    /** Opened when only parked ones were left, so that the other end does not see the end of everything. */
    @Nullable
    FileChannel kept;

    SharedOpen(Key key) {
        this.key = key;
    }

    boolean isWanted() {
        return !waiting.isEmpty() || !parked.isEmpty();
    }

    /** Which FIFO, by device and inode, so that one that was replaced is another one. */
    record Key(String file, StandardOpenOption direction) {}
}
