package io.eventdispatcher.spring.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.trace.TraceEntry.Direction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class MessageTraceIT {

    private final ApplicationContextRunner runner = Starter.plain()
            .withBean("sum", Sum.class)
            .withPropertyValues(
                    "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.listeners.side.uri=tcp://127.0.0.1:0");

    private static TestPeer connect(ApplicationContext context, String listener) {
        String key = "local.eventdispatcher.port." + listener;
        return TestPeer.connect(context.getEnvironment().getRequiredProperty(key, Integer.class));
    }

    private static List<String> texts(MessageTrace trace) {
        return trace.entries().stream()
                .map(entry -> entry.connection() + " " + entry.direction() + " " + entry.text())
                .toList();
    }

    @Test
    void tracesNothingUnlessToldTo(CapturedOutput output) {
        runner.run(context -> {
            MessageTrace trace = context.getBean(MessageTrace.class);
            try (TestPeer peer = connect(context, "main")) {
                peer.send("ADD a=1;b=2").line();
            }
            assertThat(trace.isOn()).isFalse();
            assertThat(trace.total()).isZero();
            assertThat(output).doesNotContain("ADD_REPLY");
        });
    }

    @Test
    void tracesBothDirectionsFromTheStart(CapturedOutput output) {
        runner.withPropertyValues("eventdispatcher.trace.enabled=true").run(context -> {
            MessageTrace trace = context.getBean(MessageTrace.class);
            try (TestPeer peer = connect(context, "main")) {
                peer.send("ADD a=1;b=2;password=hunter2").line();
                await().until(() -> trace.total() == 2);
                peer.send("ADD").line();
                peer.send("no message hunter2 at all").line();
                await().until(() -> trace.total() == 6);
            }
            assertThat(texts(trace))
                    .startsWith(
                            "main-1 RECEIVED ADD a=1;b=2;password=***",
                            "main-1 SENT ADD_REPLY sum=3",
                            "main-1 RECEIVED ADD");
            assertThat(trace.entries()).first().satisfies(entry -> {
                assertThat(entry.endpoint()).isEqualTo("main");
                assertThat(entry.bytes()).isEqualTo(28);
                assertThat(entry.direction()).isEqualTo(Direction.RECEIVED);
                assertThat(entry.refused()).isNull();
            });
            assertThat(output)
                    .contains("main-1 <- ADD a=1;b=2;password=***")
                    .contains("main-1 -> ADD_REPLY sum=3")
                    .contains("eventdispatcher.trace")
                    .doesNotContain("hunter2");
            assertThat(trace.entries().toString()).doesNotContain("hunter2");
        });
    }

    @Test
    void isSwitchedForAListenerAndAConnection() {
        runner.run(context -> {
            MessageTrace trace = context.getBean(MessageTrace.class);
            try (TestPeer main = connect(context, "main");
                    TestPeer side = connect(context, "side");
                    TestPeer other = connect(context, "side")) {
                main.send("ADD a=1;b=1").line();
                side.send("ADD a=2;b=2").line();
                other.send("ADD a=3;b=3").line();
                assertThat(trace.total()).isZero();

                trace.traceEndpoint("side", true);
                assertThat(trace.isOn("side")).isTrue();
                assertThat(trace.isOn("main")).isFalse();
                main.send("ADD a=1;b=1").line();
                side.send("ADD a=2;b=2").line();
                await().until(() -> trace.total() == 2);
                assertThat(texts(trace)).containsExactly("side-1 RECEIVED ADD a=2;b=2", "side-1 SENT ADD_REPLY sum=4");

                Connection first = context.getBean(ConnectionRegistry.class).find("side-1");
                trace.traceConnection(first, false);
                assertThat(trace.isOn(first)).isFalse();
                side.send("ADD a=2;b=2").line();
                other.send("ADD a=3;b=3").line();
                await().until(() -> trace.total() == 4);

                trace.traceAll(false);
                other.send("ADD a=3;b=3").line();
                try (TestPeer late = connect(context, "side")) {
                    late.send("ADD a=4;b=4").line();
                }
                trace.traceAll(true);
                assertThat(trace.isOn(first)).isTrue();
                side.send("ADD a=5;b=5").line();
                await().until(() -> trace.total() == 6);
                assertThat(texts(trace))
                        .endsWith(
                                "side-2 RECEIVED ADD a=3;b=3",
                                "side-2 SENT ADD_REPLY sum=6",
                                "side-1 RECEIVED ADD a=5;b=5",
                                "side-1 SENT ADD_REPLY sum=10");
            }
        });
    }

    @Test
    void takesItsWordsAndSizesFromTheProperties() {
        runner.withPropertyValues(
                        "eventdispatcher.trace.enabled=true",
                        "eventdispatcher.trace.mask=b",
                        "eventdispatcher.trace.capacity=2",
                        "eventdispatcher.trace.buffer-size=1KB")
                .run(context -> {
                    MessageTrace trace = context.getBean(MessageTrace.class);
                    try (TestPeer peer = connect(context, "main")) {
                        peer.send("ADD a=1;b=2").line();
                        peer.send("ADD a=3;b=4").line();
                        await().until(() -> trace.total() == 4);
                        assertThat(texts(trace))
                                .containsExactly("main-1 RECEIVED ADD a=3;b=***", "main-1 SENT ADD_REPLY sum=7");
                        peer.send("ADD a=5;b=6;x=" + "x".repeat(900)).line();
                        await().until(() -> trace.total() == 6);
                        assertThat(trace.entries()).hasSize(1);
                    }
                });
    }

    @Test
    void refusesSizesAndWordsThatMakeNoSense() {
        for (String property : List.of(
                "eventdispatcher.trace.capacity=0",
                "eventdispatcher.trace.capacity=10001",
                "eventdispatcher.trace.buffer-size=1B",
                "eventdispatcher.trace.mask=a, ,b")) {
            runner.withPropertyValues(property)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining(property.substring(0, property.indexOf('='))));
        }
    }

    static class Sum {

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            return Map.of("sum", a + b);
        }
    }
}
