package io.eventdispatcher.benchmarks.load;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warm-up, then measuring, then the end. Says so when it changes.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Measurement {

    /** Announced when measuring begins. */
    static final String MEASURING = "MEASURING";
    /** Announced when it ends. */
    static final String MEASURED = "MEASURED";

    private final Tally tally;
    private final long serverPid;
    private final long measureNanos;
    private final Consumer<String> progress;
    private long deadlineNanos;
    private @Nullable Sample begin;
    private @Nullable Sample end;

    Measurement(Tally tally, LoadOptions options, Consumer<String> progress) {
        this.tally = tally;
        this.serverPid = options.serverPid();
        this.measureNanos = options.measure().toNanos();
        this.progress = progress;
        this.deadlineNanos = System.nanoTime() + options.warmup().toNanos();
    }

    /** Looks at the time; returns whether the measurement is over. */
    boolean isOver(long nowNanos) {
        if (nowNanos - deadlineNanos < 0) {
            return false;
        }
        if (begin == null) {
            begin();
            return false;
        }
        return true;
    }

    /** Begins to measure now. */
    void begin() {
        progress.accept(MEASURING);
        tally.latencies.reset();
        Sample sample = Sample.of(tally, serverPid);
        begin = sample;
        deadlineNanos = sample.nanos() + measureNanos;
    }

    /** Ends measuring. */
    void end() {
        end = Sample.of(tally, serverPid);
        progress.accept(MEASURED);
    }

    /** The sample at the beginning. */
    Sample first() {
        return begin == null ? Sample.of(tally, serverPid) : begin;
    }

    /** The sample at the end. */
    Sample last() {
        return end == null ? Sample.of(tally, serverPid) : end;
    }
}
