package io.eventdispatcher.benchmarks;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.loop.LoopStatistics;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * Measures how late timers run: many of them, at random times, all armed before the first one is due.
 *
 * <p>Arguments: how many (1000000), over how many seconds (10).
 */
public final class TimerAccuracy {

    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private final EventLoop loop = EventLoop.open("timers", LoopOptions.defaults(), NanoClock.system());
    private final SplittableRandom random = new SplittableRandom(42);
    private final Histogram lateness = new Histogram(60_000_000_000L, 3);
    private final int count;
    private final long spanNanos;
    private final CountDownLatch left;
    private long armNanos;

    private TimerAccuracy(int count, int seconds) {
        this.count = count;
        this.spanNanos = Duration.ofSeconds(seconds).toNanos();
        this.left = new CountDownLatch(count);
    }

    /**
     * Runs the measurement twice, the first time to warm up, and prints the second one.
     *
     * @param args see the class
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        new TimerAccuracy(count, 3).run();
        TimerAccuracy measured = new TimerAccuracy(count, seconds);
        measured.print(measured.run());
    }

    private LoopStatistics run() throws InterruptedException {
        LoopThread thread = LoopThread.start(loop);
        try {
            loop.execute(this::armAll);
            left.await();
            return loop.statistics();
        } finally {
            thread.close();
        }
    }

    private void armAll() {
        long begin = System.nanoTime();
        long start = begin + WARM_UP_NANOS;
        for (int i = 0; i < count; i++) {
            long deadline = start + random.nextLong(spanNanos);
            loop.schedule("timer", Schedule.after(Duration.ofNanos(deadline - System.nanoTime())), () -> ran(deadline));
        }
        armNanos = System.nanoTime() - begin;
    }

    private void ran(long deadline) {
        lateness.recordValue(Math.max(0, System.nanoTime() - deadline));
        left.countDown();
    }

    private void print(LoopStatistics statistics) {
        System.out.printf(
                "%d timers over %d s, armed in %d ms (%d ns each), %d turns of the loop; Java %s, %d processors%n",
                count,
                spanNanos / 1_000_000_000L,
                armNanos / 1_000_000,
                armNanos / count,
                statistics.turns(),
                System.getProperty("java.runtime.version"),
                Runtime.getRuntime().availableProcessors());
        System.out.printf("lateness in µs: mean %.1f%n", lateness.getMean() / 1e3);
        for (double percentile : new double[] {0, 50, 90, 99, 99.9, 99.99, 100}) {
            System.out.printf("  %6.2f %%  %10.1f%n", percentile, lateness.getValueAtPercentile(percentile) / 1e3);
        }
    }
}
