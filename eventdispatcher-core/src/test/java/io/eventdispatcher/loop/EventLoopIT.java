package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.testing.ThreadLeaks;
import io.eventdispatcher.timer.Schedule;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop on its own thread. */
@Timeout(60)
class EventLoopIT {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final ThreadLeaks leaks = new ThreadLeaks();
    private final EventLoop loop = EventLoop.open(
            "it-loop", LoopOptions.defaults().withBlockedThreshold(Duration.ofMillis(50)), NanoClock.system());
    private final LoopThread thread = LoopThread.start(loop);

    @AfterEach
    void close() {
        thread.close();
        leaks.awaitNone("it-loop");
    }

    /** Runs on the loop and hands its exception or result over. */
    private <T> T onLoop(java.util.concurrent.Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    @Test
    void millionTasksOfFourThreadsArriveExactlyOnceAndInOrder() throws InterruptedException {
        int perThread = 250_000;
        int[] next = new int[4];
        AtomicInteger outOfOrder = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger(4 * perThread);
        for (int t = 0; t < 4; t++) {
            int id = t;
            new Thread(() -> {
                        for (int i = 0; i < perThread; i++) {
                            int expected = i;
                            loop.execute(() -> {
                                if (next[id]++ != expected) {
                                    outOfOrder.incrementAndGet();
                                }
                                if (left.decrementAndGet() == 0) {
                                    done.countDown();
                                }
                            });
                        }
                    })
                    .start();
        }
        assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(outOfOrder).hasValue(0);
        await().untilAsserted(() -> assertThat(loop.statistics().tasksRun()).isEqualTo(1_000_000));
        assertThat(loop.statistics().wakeups()).isLessThan(500_000);
        assertThat(loop.statistics().pendingTasks()).isZero();
    }

    @Test
    void sleepingLoopIsWokenByOneTaskAtATime() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            assertThat(onLoop(() -> number)).isEqualTo(number);
        }
        assertThat(loop.statistics().wakeups()).isBetween(1L, 10_000L);
    }

    @Test
    void interruptDoesNotMakeTheLoopSpin() throws Exception {
        Thread looping = onLoop(Thread::currentThread);
        for (int i = 0; i < 5; i++) {
            long before = loop.statistics().turns();
            looping.interrupt();
            await().until(() -> loop.statistics().turns() > before);
        }
        long turns = loop.statistics().turns();
        // Long enough for a spinning loop to make 100,000 turns; a timer measures it, so at most a few turns are right.
        CompletableFuture<Long> later = new CompletableFuture<>();
        loop.schedule(
                "later",
                Schedule.after(Duration.ofMillis(200)),
                () -> later.complete(loop.statistics().turns()));
        assertThat(later.get(20, TimeUnit.SECONDS) - turns).isLessThan(20);
        assertThat(onLoop(() -> Thread.currentThread().isInterrupted())).isFalse();
    }

    @Test
    void otherThreadsMayNotUseWhatBelongsToTheLoop() throws Exception {
        Pipe pipe = Pipe.open();
        IoRegistration registration =
                onLoop(() -> loop.register(pipe.source(), "p", 1, SelectionKey.OP_READ, (r, ops) -> {}));
        assertThatIllegalStateException()
                .isThrownBy(registration::disable)
                .withMessageContaining("io 'p' must be used on loop 'it-loop', but was called by thread '"
                        + Thread.currentThread().getName() + "'");
        assertThatIllegalStateException().isThrownBy(() -> loop.atTurnEnd(() -> {}));
        assertThatIllegalStateException()
                .isThrownBy(() -> loop.runOnce(0))
                .withMessageContaining("running a turn already: on thread 'it-loop'");
        pipe.sink().close();
        pipe.source().close();
    }

    @Test
    void readyChannelWakesTheLoop() throws Exception {
        Pipe pipe = Pipe.open();
        CompletableFuture<Integer> read = new CompletableFuture<>();
        onLoop(() -> loop.register(pipe.source(), "p", 1, SelectionKey.OP_READ, (registration, ops) -> {
            read.complete(pipe.source().read(loop.readBuffer()));
            registration.cancel();
            pipe.source().close();
        }));
        pipe.sink().write(ByteBuffer.wrap(new byte[7]));
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(7);
        pipe.sink().close();
    }

    @Test
    void channelsClosedByAnotherThreadUnderTheLoopDoNotHurtIt() throws Exception {
        for (int i = 0; i < 300; i++) {
            Pipe pipe = Pipe.open();
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
            onLoop(() -> loop.register(pipe.source(), "p", 1, SelectionKey.OP_READ, (registration, ops) -> {
                registration.interest(0);
                registration.interest(SelectionKey.OP_READ);
            }));
            pipe.source().close();
            pipe.sink().close();
        }
        assertThat(onLoop(() -> "alive")).isEqualTo("alive");
        await().untilAsserted(
                        () -> assertThat(loop.statistics().registrations()).isZero());
        assertThat(loop.statistics().failures()).isZero();
    }

    @Test
    void timersNeverRunEarlyAndShortOnesDoNotSpin() throws Exception {
        List<Long> early = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            long nanos = 100_000L + i * 77_777L;
            long start = loop.nanoTime();
            loop.schedule("t" + i, Schedule.after(Duration.ofNanos(nanos)), () -> {
                if (loop.nanoTime() - start < nanos) {
                    early.add(nanos);
                }
                done.countDown();
            });
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(early).isEmpty();
        assertThat(loop.statistics().turns()).isLessThan(1_000);
    }

    @Test
    void timerIsCancelledAndArmedAgainFromOtherThreads() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        TimerHandle timer = loop.schedule("t", Schedule.every(Duration.ofMillis(1)), ran::incrementAndGet);
        await().until(() -> ran.get() > 3);
        timer.cancel();
        onLoop(() -> null);
        int after = ran.get();
        assertThat(timer.isActive()).isFalse();
        await().untilAsserted(() -> assertThat(loop.statistics().timersArmed()).isZero());
        assertThat(ran).hasValue(after);
        timer.rearm(Schedule.at(Instant.now().plusMillis(20)));
        assertThat(timer.isActive()).isTrue();
        await().until(() -> ran.get() == after + 1);
        assertThat(timer.isActive()).isFalse();
    }

    @Test
    void stormOfCancelAndRearmFromTwoThreadsEndsAsTheLastCallSays() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        for (int round = 0; round < 200; round++) {
            TimerHandle timer = loop.schedule("t", Schedule.after(Duration.ofHours(1)), ran::incrementAndGet);
            Runnable storm = () -> {
                for (int i = 0; i < 50; i++) {
                    timer.cancel();
                    timer.rearm(Schedule.after(Duration.ofHours(1)));
                }
            };
            Thread other = new Thread(storm);
            other.start();
            onLoop(() -> {
                storm.run();
                return null;
            });
            storm.run();
            other.join();
            boolean last = round % 2 == 0;
            if (last) {
                timer.rearm(Schedule.after(Duration.ofHours(1)));
            } else {
                timer.cancel();
            }
            assertThat(timer.isActive()).isEqualTo(last);
            assertThat(onLoop(() -> loop.statistics().timersArmed())).isEqualTo(last ? 1 : 0);
            timer.cancel();
            assertThat(onLoop(() -> loop.statistics().timersArmed())).isZero();
        }
        assertThat(ran).hasValue(0);
    }

    @Test
    void blockedTurnIsReportedOnceWithSourceAndStack() throws Exception {
        List<String> reports = new ArrayList<>();
        AtomicReference<StackTraceElement[]> stack = new AtomicReference<>();
        CountDownLatch reported = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        loop.observer(new LoopObserver() {
            @Override
            public void onBlocked(String source, long blockedNanos, StackTraceElement[] where) {
                synchronized (reports) {
                    reports.add(source);
                }
                stack.set(where);
                assertThat(blockedNanos).isGreaterThanOrEqualTo(50_000_000L);
                reported.countDown();
            }
        });
        loop.schedule("tick", Schedule.after(Duration.ZERO), () -> blockUntil(goOn));
        assertThat(reported.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stack.get()).anyMatch(frame -> frame.getMethodName().equals("blockUntil"));
        // Three more thresholds in the same turn: measured by a second loop, to have no sleep.
        try (EventLoop timing = EventLoop.open("timing")) {
            timing.schedule("pause", Schedule.after(Duration.ofMillis(150)), () -> {});
            timing.run();
        }
        goOn.countDown();
        assertThat(onLoop(() -> loop.statistics().blockedTurns())).isPositive();
        synchronized (reports) {
            assertThat(reports).containsOnlyOnce("timer 'tick'");
        }
    }

    @Test
    void stopIsGracefulAndWorksTwice() {
        loop.execute(() -> {});
        assertThat(thread.stop(GRACE)).isTrue();
        assertThat(thread.isRunning()).isFalse();
        assertThat(thread.stop(Duration.ZERO)).isTrue();
        loop.execute(() -> {});
        assertThat(loop.runOnce(0)).isTrue();
    }

    @Test
    void stopOfABlockedThreadIsNotGracefulAndInterruptsIt() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        loop.execute(() -> {
            blocked.countDown();
            blockUntil(new CountDownLatch(1));
        });
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.stop(Duration.ofMillis(1))).isFalse();
        assertThat(thread.stop(GRACE)).isTrue();
    }

    @Test
    void stopOnTheLoopThreadDoesNotWait() throws Exception {
        assertThat(onLoop(() -> thread.stop(GRACE))).isFalse();
        await().until(() -> !thread.isRunning());
    }

    @Test
    void closeOfTheLoopByAnotherThreadEndsItsThread() {
        loop.close();
        loop.close();
        await().until(() -> !thread.isRunning());
        loop.run();
    }

    @Test
    void errorOfACallbackEndsTheThreadAndClosesTheLoop() {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        loop.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((dead, error) -> uncaught.set(error));
            throw new OutOfMemoryError("made up");
        });
        await().until(() -> !thread.isRunning());
        assertThat(uncaught.get()).isInstanceOf(OutOfMemoryError.class);
        assertThat(loop.isOpen()).isFalse();
    }

    @Test
    void keepAliveReleasedByAnotherThreadEndsRun() throws Exception {
        try (EventLoop other = EventLoop.open("other")) {
            KeepAlive token = other.keepAlive("test");
            Thread runner = new Thread(other::run);
            runner.start();
            await().until(() -> runner.getState() == Thread.State.RUNNABLE);
            token.close();
            runner.join(20_000);
            assertThat(runner.isAlive()).isFalse();
        }
    }

    @Test
    void descriptorsOfClosedChannelsAreGivenBack() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            Pipe pipe = Pipe.open();
            onLoop(() -> {
                IoRegistration registration =
                        loop.register(pipe.source(), "p", 1, SelectionKey.OP_READ, (r, ops) -> {});
                registration.cancel();
                pipe.source().close();
                return null;
            });
            pipe.sink().close();
        }
        assertThat(loop.statistics().registrations()).isZero();
    }

    private static void blockUntil(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStoppedLoopCanBeDrivenAgain() throws Exception {
        assertThat(thread.stop(GRACE)).isTrue();
        for (int i = 0; i < 500; i++) {
            LoopThread next = LoopThread.start(loop);
            onLoop(() -> true);
            next.stop(GRACE);
        }
    }

    @Test
    void anErrorThatEndsTheThreadIsToldAfterTheLoopWasClosed() throws Exception {
        EventLoop dying = EventLoop.open("dying");
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        LoopThread ending = LoopThread.start(dying, true, error -> {
            assertThat(dying.isClosed()).isTrue();
            told.complete(error);
        });
        dying.execute(() -> {
            throw new OutOfMemoryError("as if");
        });
        assertThat(told.get(10, TimeUnit.SECONDS)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> dying.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(ending.stop(GRACE)).isTrue();
    }

    @Test
    void whenATimerIsRearmedByAnotherThreadThenTheLastScheduleCounts() throws Exception {
        AtomicInteger fired = new AtomicInteger();
        TimerHandle timer = loop.schedule("t", Schedule.after(Duration.ZERO), fired::incrementAndGet);
        for (int i = 0; i < 100_000; i++) {
            timer.rearm(Schedule.every(Duration.ZERO, Schedule.MIN_PERIOD));
            timer.rearm(Schedule.after(Duration.ofHours(1)));
            if (i % 100 == 0) {
                onLoop(() -> true);
                int before = fired.get();
                onLoop(() -> true);
                assertThat(fired).hasValue(before);
                assertThat(timer.isActive()).isTrue();
            }
        }
        assertThat(thread.isRunning()).isTrue();
    }
}
