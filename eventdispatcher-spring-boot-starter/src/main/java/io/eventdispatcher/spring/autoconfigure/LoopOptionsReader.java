package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Loop;
import java.time.Duration;

/**
 * Makes options of the properties of the event loop.
 *
 * <p>Threading: immutable.
 */
final class LoopOptionsReader {

    private static final String PREFIX = "eventdispatcher.loop";

    private LoopOptionsReader() {}

    static LoopOptions read(Loop loop) {
        return threshold(tasks(LoopOptions.defaults(), loop.maxPendingTasks()), loop.busyWarningThreshold());
    }

    private static LoopOptions tasks(LoopOptions options, int tasks) {
        try {
            return options.withMaxPendingTasks(tasks);
        } catch (IllegalArgumentException e) {
            throw PropertyChecks.unusable(
                    PREFIX + ".max-pending-tasks", Integer.toString(tasks), e, "write for example 1048576");
        }
    }

    private static LoopOptions threshold(LoopOptions options, Duration threshold) {
        try {
            return options.withBlockedThreshold(threshold);
        } catch (IllegalArgumentException e) {
            throw PropertyChecks.unusable(
                    PREFIX + ".busy-warning-threshold", PropertyChecks.print(threshold), e, "write for example 100ms");
        }
    }
}
