package io.eventdispatcher.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.HandlerLogContextAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class HandlerLogContextIT {

    private final ApplicationContextRunner runner = Starter.plain()
            .withConfiguration(AutoConfigurations.of(HandlerLogContextAutoConfiguration.class))
            .withBean(Work.class)
            .withPropertyValues("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0");

    static Stream<String> modes() {
        boolean virtual = Runtime.version().feature() >= 21;
        return virtual ? Stream.of("loop", "executor", "virtual") : Stream.of("loop", "executor");
    }

    @ParameterizedTest
    @MethodSource("modes")
    void tellsWhatAHandlerWorksOnAndIsGoneAfterwards(String mode) {
        runner.withPropertyValues(
                        "eventdispatcher.dispatch.execution=" + mode, "spring.task.execution.pool.core-size=1")
                .run(context -> {
                    Work work = context.getBean(Work.class);
                    try (TestPeer peer = connect(context)) {
                        assertThat(peer.send("LOOK correlation_id=c1").line()).startsWith("LOOKED");
                        assertThat(work.next())
                                .containsEntry(HandlerLogContext.ENDPOINT, "main")
                                .containsEntry(HandlerLogContext.COMMAND, "LOOK")
                                .containsEntry(HandlerLogContext.CONVERSATION, "c1")
                                .hasEntrySatisfying(
                                        HandlerLogContext.CONNECTION,
                                        id -> assertThat(id).startsWith("main-"));
                        assertThat(peer.send("LOOK2").line()).startsWith("LOOKED");
                        assertThat(work.next())
                                .containsEntry(HandlerLogContext.COMMAND, "LOOK2")
                                .doesNotContainKey(HandlerLogContext.CONVERSATION);
                        // A code handler without context of its own would see what the last one left behind.
                        if (!mode.equals("virtual")) {
                            assertThat(work.onTheSameThread(context, mode)).isEmpty();
                        }
                    }
                });
    }

    @Test
    void whatAPeerHasChosenIsShortAndHasNoControlCharacters() {
        runner.run(context -> {
            Work work = context.getBean(Work.class);
            try (TestPeer peer = connect(context)) {
                peer.send("LOOK correlation_id=\"" + "\u202ex".repeat(1_000) + "\"")
                        .line();
            }
            assertThat(work.next().get(HandlerLogContext.CONVERSATION))
                    .hasSizeLessThan(300)
                    .doesNotContain("\u202e");
        });
    }

    @Test
    void messagesThatFollowEachOtherAreToldApart() {
        runner.run(context -> {
            Work work = context.getBean(Work.class);
            try (TestPeer first = connect(context);
                    TestPeer second = connect(context)) {
                String firstId = work.connectionOf(first.send("SAME"));
                assertThat(work.connectionOf(first.send("SAME"))).isEqualTo(firstId);
                assertThat(work.connectionOf(second.send("SAME"))).isNotEqualTo(firstId);
                assertThat(work.connectionOf(first.send("SAME"))).isEqualTo(firstId);
                first.send("LOOK3").line();
                assertThat(work.next()).containsEntry(HandlerLogContext.COMMAND, "LOOK3");
                first.send("LOOK4").line();
                assertThat(work.next()).containsEntry(HandlerLogContext.COMMAND, "LOOK4");
                first.send("SAME correlation_id=c2").line();
                assertThat(work.next())
                        .containsEntry(HandlerLogContext.COMMAND, "SAME")
                        .containsEntry(HandlerLogContext.CONVERSATION, "c2");
                first.send("SAME").line();
                assertThat(work.next())
                        .containsEntry(HandlerLogContext.COMMAND, "SAME")
                        .doesNotContainKey(HandlerLogContext.CONVERSATION);
            }
        });
    }

    @Test
    void isSwitchedOffByProperty() {
        runner.withPropertyValues("eventdispatcher.log.mdc=false").run(context -> {
            assertThat(context).doesNotHaveBean(HandlerLogContext.class);
            Work work = context.getBean(Work.class);
            try (TestPeer peer = connect(context)) {
                peer.send("LOOK").line();
            }
            assertThat(work.next()).isEmpty();
        });
    }

    private static TestPeer connect(ApplicationContext context) {
        return TestPeer.connect(
                context.getEnvironment().getRequiredProperty("local.eventdispatcher.port", Integer.class));
    }

    static class Work {

        private final BlockingQueue<Map<String, String>> contexts = new LinkedBlockingQueue<>();

        @MessageHandler("LOOK*")
        String look() {
            contexts.add(copy());
            return "LOOKED";
        }

        @MessageHandler("SAME")
        String same() {
            return look();
        }

        String connectionOf(TestPeer asked) throws Exception {
            assertThat(asked.line()).startsWith("LOOKED");
            Map<String, String> context = next();
            assertThat(context).containsEntry(HandlerLogContext.COMMAND, "SAME");
            return context.get(HandlerLogContext.CONNECTION);
        }

        private static Map<String, String> copy() {
            Map<String, String> copy = MDC.getCopyOfContextMap();
            return copy == null ? Map.of() : copy;
        }

        Map<String, String> next() throws InterruptedException {
            Map<String, String> next = contexts.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        Map<String, String> onTheSameThread(ApplicationContext context, String mode) {
            var executor = mode.equals("loop")
                    ? context.getBean(io.eventdispatcher.loop.EventLoop.class)
                    : context.getBean("applicationTaskExecutor", java.util.concurrent.Executor.class);
            return CompletableFuture.supplyAsync(Work::copy, executor)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }
}
