package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.status.ClockState;
import org.jspecify.annotations.Nullable;

/**
 * What the broker asks this machine.
 *
 * <p>Threading: called on the loop thread; must not block.
 *
 * @since 0.1
 */
public interface Machine {

    /**
     * Returns what is known of the clock.
     *
     * @return the state now
     */
    ClockState clock();

    /**
     * Returns the load of one minute for each processor.
     *
     * @return 0 or more; null when the system does not say
     */
    @Nullable
    Double load();
}
