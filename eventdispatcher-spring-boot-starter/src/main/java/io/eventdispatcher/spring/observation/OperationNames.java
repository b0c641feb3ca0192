package io.eventdispatcher.spring.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Commands that may be tags: the first few different ones that this application sends. An application that forwards what
 * peers send would make a meter for each of their commands otherwise.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class OperationNames {

    /** Stands for all commands beyond the limit. */
    public static final String OTHER = "OTHER";

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int limit;

    /**
     * Creates an empty set.
     *
     * @param limit most names
     */
    public OperationNames(int limit) {
        this.limit = limit;
    }

    /**
     * Returns the name for a command. In a race a few more than the limit are let through.
     *
     * @param command any text
     * @return the command, or {@link #OTHER}
     */
    public String of(String command) {
        if (known.contains(command)) {
            return command;
        }
        if (known.size() >= limit) {
            return OTHER;
        }
        known.add(command);
        return command;
    }
}
