package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class EventLoopTests {
    private final ManualClock clock = new ManualClock();
    private final List<String> seen = new ArrayList<>();
    private EventLoop loop = EventLoop.open("ed-1", LoopOptions.defaults(), clock);

    @AfterEach
    void close() {
        loop.close();
    }

    private Runnable see(String what) {
        return () -> seen.add(what);
    }

    private void options(LoopOptions options) {
        loop.close();
        loop = EventLoop.open("ed-1", options, clock);
    }

    @Nested
    class Failures {
        private final List<String> observed = new ArrayList<>();

        private void observe() {
            loop.observer(new LoopObserver() {
                @Override
                public void onTaskFailure(String source, Throwable failure) {
                    observed.add(source.replaceAll("task .*", "task") + ": " + failure.getMessage());
                }
            });
        }

        @Test
        void exceptionOfATaskDoesNotStopTheOthers() {
            observe();
            loop.execute(() -> {
                throw new IllegalStateException("boom");
            });
            loop.execute(see("second"));
            loop.runOnce(0);
            assertThat(seen).containsExactly("second");
            assertThat(observed).containsExactly("task: boom");
            assertThat(loop.statistics().failures()).isEqualTo(1);
            assertThat(loop.statistics().tasksRun()).isEqualTo(2);
        }

        @Test
        void exceptionOfATimerNamesItAndAPeriodicOneGoesOn() {
            observe();
            TimerHandle timer = loop.schedule("tick", Schedule.every(Duration.ofSeconds(1)), () -> {
                throw new IllegalStateException("boom");
            });
            loop.runOnce(0);
            for (int i = 0; i < 2; i++) {
                clock.advance(Duration.ofSeconds(1));
                loop.runOnce(0);
            }
            assertThat(observed).containsExactly("timer 'tick': boom", "timer 'tick': boom");
            assertThat(timer.isActive()).isTrue();
        }

        @Test
        void exceptionOfATurnEndActionDoesNotStopTheOthers() {
            loop.atTurnEnd(() -> {
                throw new IllegalStateException("boom");
            });
            loop.atTurnEnd(see("second"));
            loop.runOnce(0);
            assertThat(seen).containsExactly("second");
        }

        @Test
        void exceptionOfTheObserverIsIgnored() {
            loop.observer(new LoopObserver() {
                @Override
                public void onTaskFailure(String source, Throwable failure) {
                    throw new IllegalStateException("observer");
                }

                @Override
                public void onTimerFired(String name, long latenessNanos) {
                    throw new IllegalStateException("observer");
                }
            });
            loop.execute(() -> {
                throw new IllegalStateException("boom");
            });
            loop.execute(() -> loop.schedule("t", Schedule.after(Duration.ZERO), see("timer")));
            loop.runOnce(0);
            loop.runOnce(0);
            assertThat(seen).containsExactly("timer");
        }

        @Test
        void stackOverflowIsIsolated() {
            loop.execute(EventLoopTests::overflow);
            loop.execute(see("second"));
            loop.runOnce(0);
            assertThat(seen).containsExactly("second");
        }

        @Test
        void outOfMemoryEndsTheTurnVisiblyAndTheLoopCanBeRunAgain() {
            loop.execute(() -> {
                throw new OutOfMemoryError("made up");
            });
            loop.execute(see("second"));
            assertThatThrownBy(() -> loop.runOnce(0)).isInstanceOf(OutOfMemoryError.class);
            assertThat(seen).isEmpty();
            loop.runOnce(0);
            assertThat(seen).containsExactly("second");
            assertThat(loop.statistics().turns()).isEqualTo(2);
        }

        @Test
        void logOfAHandlerThatAlwaysFailsIsBounded() {
            Logger logger = (Logger) LoggerFactory.getLogger(EventLoop.class);
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            logger.addAppender(log);
            logger.setAdditive(false);
            try {
                for (int i = 0; i < 1_000; i++) {
                    loop.execute(() -> {
                        throw new IllegalStateException("boom");
                    });
                }
                loop.runOnce(0);
                assertThat(log.list).hasSize(FailureLog.PER_WINDOW);
                clock.advance(Duration.ofSeconds(1));
                loop.execute(() -> {
                    throw new IllegalStateException("boom");
                });
                loop.runOnce(0);
                assertThat(log.list.get(FailureLog.PER_WINDOW).getFormattedMessage())
                        .contains("990 more failures of callbacks were not logged");
            } finally {
                logger.setAdditive(true);
                logger.detachAppender(log);
            }
        }
    }

    @Nested
    class Turns {
        @Test
        void negativeWaitIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.runOnce(-1))
                    .withMessageContaining("maxWaitNanos=-1 min=0");
        }

        @Test
        void callbackCannotRunTheLoop() {
            loop.execute(() -> {
                assertThatIllegalStateException()
                        .isThrownBy(() -> loop.runOnce(0))
                        .withMessageContaining("loop 'ed-1' is running a turn already");
                assertThatIllegalStateException().isThrownBy(loop::run);
                seen.add("checked");
            });
            loop.runOnce(0);
            assertThat(seen).containsExactly("checked");
            assertThat(loop.statistics().failures()).isZero();
        }

        @Test
        void turnWithNothingToDoSaysSo() {
            assertThat(loop.runOnce(0)).isFalse();
            loop.execute(see("task"));
            assertThat(loop.runOnce(0)).isTrue();
            assertThat(loop.runOnce(0)).isFalse();
            assertThat(loop.statistics().turns()).isEqualTo(3);
        }

        @Test
        void timersComeBeforeTasksAndTurnEndActionsLast() {
            loop.runOnce(0);
            loop.atTurnEnd(see("end"));
            loop.execute(see("task"));
            loop.schedule("timer", Schedule.after(Duration.ZERO), see("timer"));
            loop.runOnce(0);
            assertThat(seen).containsExactly("timer", "task", "end");
        }

        @Test
        void taskOfTheLoopThreadRunsInTheNextTurn() {
            loop.execute(() -> loop.execute(see("second")));
            loop.runOnce(0);
            assertThat(seen).isEmpty();
            loop.runOnce(Long.MAX_VALUE);
            assertThat(seen).containsExactly("second");
        }

        @Test
        void turnEndActionOfATurnEndActionRunsInTheNextTurnWithoutWaiting() {
            loop.atTurnEnd(() -> loop.atTurnEnd(see("second")));
            loop.runOnce(0);
            assertThat(seen).isEmpty();
            loop.runOnce(Long.MAX_VALUE);
            assertThat(seen).containsExactly("second");
        }

        @Test
        void tasksAndTimersOfATurnAreBounded() {
            options(LoopOptions.defaults().withMaxTasksPerTurn(2).withMaxTimersPerTurn(2));
            loop.runOnce(0);
            for (int i = 0; i < 3; i++) {
                loop.execute(see("task" + i));
                loop.schedule("t" + i, Schedule.after(Duration.ZERO), see("timer" + i));
            }
            loop.runOnce(0);
            assertThat(seen).containsExactly("timer0", "timer1", "task0", "task1");
            loop.runOnce(Long.MAX_VALUE);
            assertThat(seen).endsWith("timer2", "task2");
        }

        @Test
        void turnEndActionsAreBounded() {
            options(LoopOptions.defaults().withMaxPendingTasks(1));
            loop.atTurnEnd(see("end"));
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> loop.atTurnEnd(see("end")))
                    .withMessageContaining("loop='ed-1' pending=1 max=1");
        }

        @Test
        void clockIsReadOncePerTurnAndNotAtAllWithoutTimers() {
            loop.runOnce(0);
            long before = clock.reads();
            loop.execute(see("task"));
            loop.runOnce(0);
            assertThat(clock.reads()).isEqualTo(before);
            loop.schedule("t", Schedule.after(Duration.ofHours(1)), see("timer"));
            before = clock.reads();
            loop.runOnce(0);
            assertThat(clock.reads()).isEqualTo(before + 1);
        }

        @Test
        void timeOfTheTurnStandsStillInsideATurnOnly() {
            List<Long> times = new ArrayList<>();
            loop.execute(() -> {
                times.add(loop.turnNanoTime());
                clock.advance(Duration.ofSeconds(2));
                times.add(loop.turnNanoTime());
                times.add(loop.nanoTime());
            });
            loop.runOnce(0);
            assertThat(times.get(1)).isEqualTo(times.get(0));
            assertThat(times.get(2) - times.get(0)).isEqualTo(2_000_000_000L);
            assertThat(loop.turnNanoTime()).isEqualTo(loop.nanoTime());
        }

        @Test
        void buffersAreSharedClearedAndOfTheSizeAskedFor() {
            options(LoopOptions.defaults().withReadBufferBytes(2_048));
            loop.readBuffer().put((byte) 1);
            assertThat(loop.readBuffer().remaining()).isEqualTo(2_048);
            assertThat(loop.readBuffer().isDirect()).isTrue();
            assertThat(loop.writeBuffer()).isNotSameAs(loop.readBuffer()).isSameAs(loop.writeBuffer());
            assertThat(loop.inbound()).hasSize(2_048).isSameAs(loop.inbound());
        }
    }

    @Nested
    class Running {
        @Test
        void returnsWhenNothingIsLeft() {
            loop.execute(see("task"));
            loop.run();
            assertThat(seen).containsExactly("task");
            loop.run();
        }

        @Test
        void timerKeepsTheLoopAliveUntilItHasRun() {
            EventLoop real = EventLoop.open("real");
            real.schedule("t", Schedule.after(Duration.ofMillis(1)), see("timer"));
            real.run();
            real.close();
            assertThat(seen).containsExactly("timer");
        }

        @Test
        void stopEndsTheCurrentTurnOnlyAndTheLoopCanBeRunAgain() {
            KeepAlive token = loop.keepAlive("test");
            loop.execute(loop::stop);
            loop.execute(see("same turn"));
            loop.run();
            assertThat(seen).containsExactly("same turn");
            loop.execute(token::close);
            loop.run();
        }

        @Test
        void stopBeforeRunIsNotLost() {
            KeepAlive token = loop.keepAlive("test");
            loop.stop();
            loop.run();
            token.close();
            token.close();
        }

        @Test
        void loopThreadIsTheOneThatRunsAndNobodyAfterwards() {
            assertThat(loop.inLoop()).isFalse();
            loop.checkInLoop("test");
            loop.execute(() -> seen.add("" + loop.inLoop()));
            loop.run();
            assertThat(seen).containsExactly("true");
            assertThat(loop.inLoop()).isFalse();
            loop.runOnce(0);
            assertThat(loop.inLoop()).isTrue();
        }

        @Test
        void listsWhatKeepsItAlive() {
            loop.runOnce(0);
            loop.keepAlive("resolver");
            loop.schedule("tick", Schedule.every(Duration.ofSeconds(1)), see("tick"));
            assertThat(loop.sources())
                    .containsExactly(
                            new SourceSnapshot("resolver", SourceSnapshot.Kind.KEEP_ALIVE, 100, true, ""),
                            new SourceSnapshot("tick", SourceSnapshot.Kind.TIMER, 100, true, "every PT1S"));
        }
    }

    @Nested
    class Closing {
        @Test
        void closedLoopRefusesWork() {
            loop.close();
            loop.close();
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> loop.execute(see("task")))
                    .withMessageContaining("loop='ed-1' is closed pending=0 max=1048576");
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> loop.schedule("t", Schedule.after(Duration.ZERO), see("timer")));
            assertThatIllegalStateException().isThrownBy(() -> loop.runOnce(0)).withMessageContaining("is closed");
            assertThat(loop.sources()).isEmpty();
            loop.run();
            loop.stop();
        }

        @ParameterizedTest
        @ValueSource(strings = {"timer", "task", "end"})
        void nothingIsCalledAfterCloseInACallback(String phase) {
            loop.runOnce(0);
            for (String each : List.of("timer", "task", "end")) {
                Runnable action = () -> {
                    seen.add(each);
                    if (each.equals(phase)) {
                        loop.close();
                        assertThatExceptionOfType(RejectedExecutionException.class)
                                .isThrownBy(() -> loop.schedule("t", Schedule.after(Duration.ZERO), see("never")));
                    }
                };
                for (int i = 0; i < 2; i++) {
                    switch (each) {
                        case "timer" -> loop.schedule("t", Schedule.after(Duration.ZERO), action);
                        case "task" -> loop.execute(action);
                        default -> loop.atTurnEnd(action);
                    }
                }
            }
            loop.runOnce(0);
            assertThat(seen.stream().filter(phase::equals)).hasSize(1);
            assertThat(seen).endsWith(phase);
            assertThat(loop.statistics().failures()).isZero();
            loop.close();
        }

        @Test
        void droppedWorkIsLoggedOnce() {
            Logger logger = (Logger) LoggerFactory.getLogger(EventLoop.class);
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            logger.addAppender(log);
            try {
                loop.runOnce(0);
                loop.execute(see("task"));
                TimerHandle timer = loop.schedule("t", Schedule.after(Duration.ZERO), see("timer"));
                loop.close();
                loop.close();
                assertThat(timer.isActive()).isFalse();
                timer.cancel();
            } finally {
                logger.detachAppender(log);
            }
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("loop 'ed-1' closed: dropped pendingTasks=1 timers=1 registrations=0");
            assertThat(seen).isEmpty();
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void overflow() {
        overflow();
    }
}
