package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.timer.TimerQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Arming, cancelling and firing among many armed timers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TimerBenchmark {

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    /** How many timers are armed all the time. */
    @Param({"1000", "10000", "100000", "1000000"})
    public int armed;

    private final SplittableRandom random = new SplittableRandom(42);
    private TimerQueue queue = new TimerQueue();
    private long now;

    /** Arms the standing population. */
    @Setup(Level.Trial)
    public void populate() {
        queue = new TimerQueue();
        now = 0;
        for (int i = 0; i < armed; i++) {
            queue.add(random.nextLong(HOUR_NANOS), () -> {});
        }
    }

    /** Arms a timer at a random time within the hour and cancels it. */
    @Benchmark
    public boolean armAndCancel() {
        return queue.cancel(queue.add(now + random.nextLong(HOUR_NANOS), () -> {}));
    }

    /** Fires the earliest timer and arms another one. */
    @Benchmark
    public TimerQueue.Entry fireAndArm() {
        now = queue.nextDeadline();
        queue.pollExpired(now);
        return queue.add(now + random.nextLong(HOUR_NANOS), () -> {});
    }
}
