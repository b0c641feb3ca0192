package io.eventdispatcher.source.watch;

/**
 * The limits of one watch. Reaching {@code maxDirectories} or {@code maxEntries} is an {@link FileEventKind#ERROR}:
 * what is beyond is not watched until there is room.
 *
 * <p>Threading: immutable.
 *
 * @param maxDirectories most watched directories; each takes one of the kernel's watches
 * @param maxEntries most names that are known in all of them; each takes about 200 bytes
 * @param maxPendingEvents most events that wait for the loop; above it nothing is looked at until the loop has caught
 *     up, and {@link FileEventKind#LOST_SYNC} is reported; at least 16
 * @param maxEventsPerTurn most events that are handed over in one turn of the loop
 * @since 0.1
 */
public record FileWatchLimits(int maxDirectories, int maxEntries, int maxPendingEvents, int maxEventsPerTurn) {
    static final int MIN_PENDING_EVENTS = 16;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is less than 1, or {@code maxPendingEvents} less than 16
     */
    public FileWatchLimits {
        check("maxDirectories", maxDirectories, 1);
        check("maxEntries", maxEntries, 1);
        check("maxPendingEvents", maxPendingEvents, MIN_PENDING_EVENTS);
        check("maxEventsPerTurn", maxEventsPerTurn, 1);
    }

    /**
     * Returns the defaults: 8,192 directories, 100,000 names, 10,000 waiting events, 256 events per turn.
     *
     * @return the limits
     */
    public static FileWatchLimits defaults() {
        return new FileWatchLimits(8_192, 100_000, 10_000, 256);
    }

    /**
     * Sets how many directories are watched.
     *
     * @param max 1 or more
     * @return changed limits
     */
    public FileWatchLimits withMaxDirectories(int max) {
        return new FileWatchLimits(max, maxEntries, maxPendingEvents, maxEventsPerTurn);
    }

    /**
     * Sets how many names are known.
     *
     * @param max 1 or more
     * @return changed limits
     */
    public FileWatchLimits withMaxEntries(int max) {
        return new FileWatchLimits(maxDirectories, max, maxPendingEvents, maxEventsPerTurn);
    }

    /**
     * Sets how many events wait for the loop.
     *
     * @param max 16 or more
     * @return changed limits
     */
    public FileWatchLimits withMaxPendingEvents(int max) {
        return new FileWatchLimits(maxDirectories, maxEntries, max, maxEventsPerTurn);
    }

    /**
     * Sets how many events are handed over in a turn.
     *
     * @param max 1 or more
     * @return changed limits
     */
    public FileWatchLimits withMaxEventsPerTurn(int max) {
        return new FileWatchLimits(maxDirectories, maxEntries, maxPendingEvents, max);
    }

    private static void check(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(
                    "limit of a file watch out of range: " + name + "=" + value + " min=" + min);
        }
    }
}
