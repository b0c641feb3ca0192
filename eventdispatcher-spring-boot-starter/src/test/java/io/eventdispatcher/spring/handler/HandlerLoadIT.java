package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * Many connections at once, handlers that take their time, and one that never returns.
 *
 * <p>Each connection asks 1,000 times and each answer takes 0 to 5 ms. Handlers that block the loop for that come one after the
 * other: 200,000 of them need more than 8 minutes. So there are 5 for each connection by default, which take as long as 1,000 do
 * elsewhere; {@code -Dhandler.load.blocking=1000} makes them as many. Handlers on the loop that wait without blocking it are as
 * many as elsewhere in any case.
 */
class HandlerLoadIT {

    private static final int CONNECTIONS = 200;

    /** A connection whose handlers block the loop has up to 32 messages handled before the next one has its turn. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int REQUESTS = 1_000;
    private static final int BLOCKING_REQUESTS = Integer.getInteger("handler.load.blocking", 5);

    private final CountDownLatch never = new CountDownLatch(1);

    @ParameterizedTest
    @EnumSource(
            value = Execution.class,
            names = {"LOOP", "EXECUTOR", "VIRTUAL"})
    void everyConnectionGetsItsAnswersInOrder(Execution execution) throws Exception {
        if (execution == Execution.VIRTUAL) {
            assumeThat(Runtime.version().feature())
                    .as("virtual threads need Java 21")
                    .isGreaterThanOrEqualTo(21);
        }
        int requests = execution == Execution.LOOP ? BLOCKING_REQUESTS : REQUESTS;
        runner(execution)
                .withBean("slow", Slow.class, Slow::new)
                .withPropertyValues(
                        "spring.task.execution.pool.core-size=200", "eventdispatcher.loop.busy-warning-threshold=1m")
                .run(context -> everybodyTalks(port(context), requests));
    }

    @Test
    void everyConnectionGetsItsAnswersInOrderFromHandlersThatWaitWithoutBlockingTheLoop() {
        runner(Execution.LOOP)
                .withBean("slow", SlowLater.class)
                .run(context -> everybodyTalks(port(context), REQUESTS));
    }

    private static void everybodyTalks(int port, int requests) throws Exception {
        ExecutorService peers = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<List<String>>> talks = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                talks.add(() -> talk(port, requests));
            }
            for (Future<List<String>> answers : peers.invokeAll(talks)) {
                assertThat(answers.get()).isEqualTo(inOrder(requests));
            }
        } finally {
            peers.shutdownNow();
        }
    }

    @Test
    void aHandlerThatNeverReturnsCostsOneQueue() {
        AtomicInteger begun = new AtomicInteger();
        runner(Execution.EXECUTOR)
                .withBean("stuck", Stuck.class, () -> new Stuck(never, begun))
                .withPropertyValues(
                        "eventdispatcher.dispatch.queue-capacity=16", "eventdispatcher.dispatch.handler-timeout=0")
                .run(context -> {
                    try (TestPeer peer = TestPeer.connect(port(context))) {
                        String line = "STUCK filling=" + "x".repeat(1_000) + "\n";
                        peer.send(line.repeat(64));
                        await().untilAtomic(begun, Matchers.is(1));
                        await().until(() -> queued(context) >= 16);
                        assertThat(begun).hasValue(1);
                        assertThat(queued(context)).isLessThanOrEqualTo(17);
                        never.countDown();
                        await().untilAtomic(begun, Matchers.is(64));
                    }
                });
    }

    private static ApplicationContextRunner runner(Execution execution) {
        return Starter.plain()
                .withPropertyValues(
                        "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "eventdispatcher.dispatch.execution=" + execution.name().toLowerCase(Locale.ROOT));
    }

    private static int queued(ApplicationContext context) {
        return context.getBean(ConnectionRegistry.class).groups().stream()
                .flatMap(group -> group.connections().stream())
                .mapToInt(Messenger::queued)
                .sum();
    }

    private static int port(ApplicationContext context) {
        return Integer.parseInt(context.getEnvironment().getProperty("local.eventdispatcher.port.main", "0"));
    }

    private static List<String> talk(int port, int requests) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            lines.append("SLOW n=").append(i).append(i == requests - 1 ? "" : "\n");
        }
        List<String> answers = new ArrayList<>();
        try (TestPeer peer = TestPeer.connect(port).within(PATIENCE)) {
            peer.send(lines.toString());
            for (int i = 0; i < requests; i++) {
                answers.add(String.valueOf(peer.line()));
            }
        }
        return answers;
    }

    private static List<String> inOrder(int requests) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            answers.add("SLOW_REPLY n=" + i);
        }
        return answers;
    }

    static class Slow {

        private final CountDownLatch never = new CountDownLatch(1);

        @MessageHandler("SLOW")
        Map<String, ?> slow(int n) throws InterruptedException {
            var unused = never.await(ThreadLocalRandom.current().nextInt(5_001), TimeUnit.MICROSECONDS);
            return Map.of("n", n);
        }
    }

    static class SlowLater {

        @MessageHandler("SLOW")
        CompletionStage<Map<String, ?>> slow(int n, Connection connection) {
            CompletableFuture<Map<String, ?>> later = new CompletableFuture<>();
            Duration delay = Duration.ofNanos(ThreadLocalRandom.current().nextInt(5_000_001));
            connection.loop().schedule("slow", Schedule.after(delay), () -> later.complete(Map.of("n", n)));
            return later;
        }
    }

    static class Stuck {

        private final CountDownLatch never;
        private final AtomicInteger begun;

        Stuck(CountDownLatch never, AtomicInteger begun) {
            this.never = never;
            this.begun = begun;
        }

        @MessageHandler("STUCK")
        void stuck() throws InterruptedException {
            begun.incrementAndGet();
            never.await();
        }
    }
}
