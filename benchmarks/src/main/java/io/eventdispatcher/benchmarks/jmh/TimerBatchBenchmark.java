package io.eventdispatcher.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Arming and cancelling each by itself, in batches, among many armed timers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimerBatchBenchmark {

    private static final int BATCH = 1_000;

    /** How many timers are armed at least. */
    @Param({"1000", "10000", "100000", "1000000"})
    public int armed;

    /** In order: deadlines ascend and the oldest is taken; else any deadline within the hour, and any timer. */
    @Param({"true", "false"})
    public boolean inOrder;

    /** A population of which a batch was just cancelled. */
    @State(Scope.Thread)
    public static class ToArm {
        private TimerPopulation timers = new TimerPopulation(0, true);
        private int first;

        /** Arms the standing population. */
        @Setup(Level.Trial)
        public void populate(TimerBatchBenchmark benchmark) {
            timers = new TimerPopulation(benchmark.armed + BATCH, benchmark.inOrder);
        }

        /** Makes room for a batch. */
        @Setup(Level.Invocation)
        public void cancel() {
            first = timers.next(BATCH);
            for (int i = 0; i < BATCH; i++) {
                timers.cancel(first + i);
            }
        }
    }

    /** A population of which a batch is going to be cancelled. */
    @State(Scope.Thread)
    public static class ToCancel {
        private TimerPopulation timers = new TimerPopulation(0, true);
        private int first;

        /** Arms the standing population. */
        @Setup(Level.Trial)
        public void populate(TimerBatchBenchmark benchmark) {
            timers = new TimerPopulation(benchmark.armed + BATCH, benchmark.inOrder);
            first = timers.next(BATCH);
        }

        /** Fills the gap that the last batch has left. */
        @TearDown(Level.Invocation)
        public void arm() {
            for (int i = 0; i < BATCH; i++) {
                timers.arm(first + i);
            }
            first = timers.next(BATCH);
        }
    }

    /** Arms a batch. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void arm(ToArm state) {
        for (int i = 0; i < BATCH; i++) {
            state.timers.arm(state.first + i);
        }
    }

    /** Cancels a batch. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void cancel(ToCancel state) {
        for (int i = 0; i < BATCH; i++) {
            state.timers.cancel(state.first + i);
        }
    }
}
