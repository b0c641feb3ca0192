package io.eventdispatcher.spring.lifecycle;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * When the parts start and stop: the smaller phase starts first and stops last. Those of listeners and clients can be changed
 * with {@code eventdispatcher.lifecycle.listeners-phase} and {@code clients-phase}.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Phases {

    /**
     * Listeners: stop taking work in the same phase as HTTP, while clients, executors of this phase and the loop still work.
     */
    public static final int LISTENERS = SmartLifecycle.DEFAULT_PHASE - 1024;

    /** Clients: are there before the listeners and HTTP, and until those are drained. */
    public static final int CLIENTS = SmartLifecycle.DEFAULT_PHASE - 3072;

    /** The event loop: first to start, last to stop. */
    public static final int LOOP = SmartLifecycle.DEFAULT_PHASE - 4096;

    /** Signals and watched files: the event loop must be there first, and longer. */
    public static final int SOURCES = LOOP + 1;

    private static final Duration LARGEST_MARGIN = Duration.ofMillis(250);

    private Phases() {}

    /** Returns how long a drain may take so that what is cut off at its end is gone before its phase is over. */
    static Duration within(Duration phaseTimeout) {
        Duration tenth = phaseTimeout.dividedBy(10);
        return phaseTimeout.minus(tenth.compareTo(LARGEST_MARGIN) < 0 ? tenth : LARGEST_MARGIN);
    }
}
