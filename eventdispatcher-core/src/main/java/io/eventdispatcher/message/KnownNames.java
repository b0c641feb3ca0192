package io.eventdispatcher.message;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names that were found valid lately. Handlers build their answers from the same few constants, and looking at each
 * character again costs most of building a short message, once the code is inlined so deeply that {@code charAt} is not.
 *
 * <p>At most 256 names of at most 64 characters; a name pushes out another one of the same slot now and
 * then: two that are used in turn, on several loops, would else write here for every message.
 *
 * <p>Threading: any thread. The races are harmless: a slot holds one valid name or another.
 */
final class KnownNames {

    private static final int SLOTS = 256;
    private static final int MAX_LENGTH = 64;
    private static final int PUSH_OUT_ONE_IN = 32;

    private final @Nullable String[] slots = new String[SLOTS];

    boolean contains(String name) {
        String known = slots[name.hashCode() & (SLOTS - 1)];
        return known == name || name.equals(known);
    }

    void add(String name) {
        int slot = name.hashCode() & (SLOTS - 1);
        boolean taken = slots[slot] != null;
        if (name.length() <= MAX_LENGTH
                && (!taken || ThreadLocalRandom.current().nextInt(PUSH_OUT_ONE_IN) == 0)) {
            slots[slot] = name;
        }
    }
}
