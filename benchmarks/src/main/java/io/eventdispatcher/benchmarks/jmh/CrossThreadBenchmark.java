package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Handing tasks from another thread to a loop. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CrossThreadBenchmark {

    private static final int BURST = 1_000;

    private final EventLoop loop = EventLoop.open("cross-thread");
    private final LoopThread thread = LoopThread.start(loop);
    private long done;

    /** Keeps the loop running without work. */
    @Setup
    public void keepAlive() {
        var unused = loop.keepAlive("benchmark");
    }

    /** Stops the loop. */
    @TearDown
    public void stop() {
        thread.stop(Duration.ofSeconds(5));
    }

    /** Executes a burst of tasks and waits for the last one; per task. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long executeBurst() throws InterruptedException {
        for (int i = 1; i < BURST; i++) {
            loop.execute(() -> done++);
        }
        CountDownLatch last = new CountDownLatch(1);
        loop.execute(last::countDown);
        last.await();
        return done;
    }

    /** Executes one task and waits for it: two thread switches. */
    @Benchmark
    public long executeOne() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        loop.execute(last::countDown);
        last.await();
        return done;
    }
}
