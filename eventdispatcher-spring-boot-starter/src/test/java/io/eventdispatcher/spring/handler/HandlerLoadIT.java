package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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

/** Many connections at once, handlers that take their time, and one that never returns. */
class HandlerLoadIT {

    private static final int CONNECTIONS = 200;

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
        // handlers on the loop come one after the other, so it takes fewer of them to need the same time
        int requests = execution == Execution.LOOP ? 5 : 1_000;
        runner(execution)
                .withBean("slow", Slow.class, Slow::new)
                .withPropertyValues(
                        "spring.task.execution.pool.core-size=200", "eventdispatcher.loop.busy-warning-threshold=1m")
                .run(context -> {
                    ExecutorService peers = Executors.newFixedThreadPool(CONNECTIONS);
                    try {
                        List<Callable<List<String>>> talks = new ArrayList<>();
                        for (int i = 0; i < CONNECTIONS; i++) {
                            talks.add(() -> talk(port(context), requests));
                        }
                        for (Future<List<String>> answers : peers.invokeAll(talks)) {
                            assertThat(answers.get()).isEqualTo(inOrder(requests));
                        }
                    } finally {
                        peers.shutdownNow();
                    }
                });
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
                        await().atMost(Duration.ofSeconds(10)).until(() -> queued(context) >= 16);
                        assertThat(begun).hasValue(1);
                        assertThat(queued(context)).isLessThanOrEqualTo(17);
                        never.countDown();
                        await().atMost(Duration.ofSeconds(10)).untilAtomic(begun, Matchers.is(64));
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
        try (TestPeer peer = TestPeer.connect(port)) {
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
