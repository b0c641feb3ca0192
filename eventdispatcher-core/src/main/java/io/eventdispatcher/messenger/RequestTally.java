package io.eventdispatcher.messenger;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of requests.
 *
 * <p>Threading: any thread.
 */
final class RequestTally {

    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder disconnected = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder late = new LongAdder();

    void ended(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause == null) {
            answered.increment();
        } else if (cause instanceof RequestException known) {
            of(known.reason()).increment();
        } else {
            cancelled.increment();
        }
    }

    private LongAdder of(RequestException.Reason reason) {
        return switch (reason) {
            case TIMEOUT -> timedOut;
            case REFUSED -> refused;
            case DISCONNECTED -> disconnected;
            case NOT_SENT -> notSent;
        };
    }

    void late() {
        late.increment();
    }

    RequestStatistics statistics() {
        return new RequestStatistics(
                answered.sum(),
                refused.sum(),
                timedOut.sum(),
                disconnected.sum(),
                notSent.sum(),
                cancelled.sum(),
                late.sum());
    }
}
