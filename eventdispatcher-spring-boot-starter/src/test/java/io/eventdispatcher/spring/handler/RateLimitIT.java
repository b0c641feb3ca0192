package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationContext;

class RateLimitIT {

    @ParameterizedTest
    @ValueSource(strings = {"loop", "executor"})
    void aPeerThatSendsTooMuchIsNotReadAndLosesNothingAndDisturbsNobody(String execution) {
        Starter.plain()
                .withBean("echo", Echo.class)
                .withBean(RateLimit.class, () -> new RateLimit(10, 3))
                .withPropertyValues(
                        "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "eventdispatcher.dispatch.execution=" + execution)
                .run(context -> {
                    int port = Integer.parseInt(
                            context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main"));
                    try (TestPeer greedy = TestPeer.connect(port);
                            TestPeer modest = TestPeer.connect(port)) {
                        await().until(() -> connection(context, "main-2") != null);
                        long begin = System.nanoTime();
                        greedy.send("ECHO n=1\nECHO n=2\nECHO n=3\nECHO n=4\nECHO n=5\nECHO n=6\nECHO n=7\nECHO n=8");
                        await().until(() -> isSuspended(context, "main-1"));
                        assertThat(modest.send("ECHO n=0").line()).isEqualTo("ECHO_REPLY n=0");
                        assertThat(isSuspended(context, "main-2")).isFalse();
                        for (int n = 1; n <= 8; n++) {
                            assertThat(greedy.line()).isEqualTo("ECHO_REPLY n=" + n);
                        }
                        greedy.send("ECHO n=9"); // the eight, less the burst, must be earned before it is read
                        assertThat(greedy.line()).isEqualTo("ECHO_REPLY n=9");
                        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                                .isGreaterThanOrEqualTo(Duration.ofMillis(600));
                        await().until(() -> !isSuspended(context, "main-1"));
                    }
                });
    }

    @Test
    void aConnectionThatClosesMeanwhileLeavesNoTimer() {
        Starter.plain()
                .withBean("echo", Echo.class)
                .withBean(RateLimit.class, () -> new RateLimit(2, 1))
                .withPropertyValues("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0")
                .run(context -> {
                    int port = Integer.parseInt(
                            context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main"));
                    try (TestPeer peer = TestPeer.connect(port)) {
                        peer.send("ECHO n=1\nECHO n=2");
                        await().until(() -> isSuspended(context, "main-1"));
                    }
                    await().until(() -> connection(context, "main-1") == null);
                    var loop = context.getBean(EventLoop.class);
                    await().until(() -> loop.sources().stream()
                            .noneMatch(source -> source.name().equals("rate limit")));
                });
    }

    @Test
    void limitsBelowOneAreRefused() {
        assertThatThrownBy(() -> new RateLimit(0)).hasMessage("must be 1 or more: messagesPerSecond=0 burst=0");
        assertThatThrownBy(() -> new RateLimit(1, 0)).hasMessage("must be 1 or more: messagesPerSecond=1 burst=0");
    }

    private static boolean isSuspended(ApplicationContext context, String id) {
        return Objects.requireNonNull(connection(context, id)).snapshot().suspended();
    }

    private static Connection connection(ApplicationContext context, String id) {
        return context.getBean(ConnectionRegistry.class).find(id);
    }

    static class Echo {

        @MessageHandler("ECHO")
        Map<String, ?> echo(int n) {
            return Map.of("n", n);
        }
    }
}
