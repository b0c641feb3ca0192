package io.eventdispatcher.benchmarks.jmh;

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

/** Cancelling and arming in turns, so that the number of armed timers stays as it is. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimerOrderBenchmark {

    /** How many timers are armed all the time. */
    @Param({"1000", "10000", "100000", "1000000"})
    public int armed;

    /** In order: deadlines ascend and the oldest is taken; else any deadline within the hour, and any timer. */
    @Param({"true", "false"})
    public boolean inOrder;

    private TimerPopulation population = new TimerPopulation(0, true);

    /** Arms the standing population. */
    @Setup(Level.Trial)
    public void populate() {
        population = new TimerPopulation(armed, inOrder);
    }

    /** Cancels one of the timers and arms another: the sum of both. */
    @Benchmark
    public boolean cancelAndArm() {
        int index = population.next();
        boolean cancelled = population.cancel(index);
        population.arm(index);
        return cancelled;
    }

    /** Gives one of the timers another deadline. */
    @Benchmark
    public void putOff() {
        population.putOff(population.next());
    }
}
