package io.eventdispatcher.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.HandlerLogContextAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.autoconfigure.observation.EventDispatcherObservationAutoConfiguration;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** With the tracer of Brave, configured by Spring Boot: traces go from service to service in the messages. */
@ExtendWith(OutputCaptureExtension.class)
class TracingIT {

    private final ConcurrentLinkedQueue<MutableSpan> spans = new ConcurrentLinkedQueue<>();

    private final ApplicationContextRunner service = Starter.full()
            .withConfiguration(AutoConfigurations.of(
                    ObservationAutoConfiguration.class,
                    BraveAutoConfiguration.class,
                    MicrometerTracingAutoConfiguration.class,
                    EventDispatcherObservationAutoConfiguration.class,
                    HandlerLogContextAutoConfiguration.class))
            .withBean(SpanHandler.class, () -> new Collecting(spans))
            .withPropertyValues(
                    "management.tracing.sampling.probability=1.0", "eventdispatcher.observation.propagation=true");

    private final ApplicationContextRunner serviceB = service.withBean(Work.class)
            .withPropertyValues(
                    "spring.application.name=b",
                    "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.listeners.back.uri=local:inner",
                    "eventdispatcher.clients.inner.uri=local:inner");

    static Stream<String> modes() {
        boolean virtual = Runtime.version().feature() >= 21;
        return virtual ? Stream.of("loop", "executor", "virtual") : Stream.of("loop", "executor");
    }

    @ParameterizedTest
    @MethodSource("modes")
    void aRequestThroughTwoServicesIsOneTrace(String mode) {
        serviceB.withPropertyValues("eventdispatcher.dispatch.execution=" + mode)
                .run(b -> service.withPropertyValues(
                                "spring.application.name=a", "eventdispatcher.clients.b.uri=tcp://127.0.0.1:" + port(b))
                        .run(a -> {
                            MessageClient client =
                                    a.getBean(ClientRegistry.class).get("b").messageClient();
                            assertThat(client.request(Message.of("OUTER"), Duration.ofSeconds(10)))
                                    .succeedsWithin(Duration.ofSeconds(10))
                                    .matches(answer -> answer.command().equals("OUTER_REPLY"));
                            await().until(() -> spans.size() == 4);
                            MutableSpan outer = span("OUTER exchange");
                            MutableSpan process = span("OUTER process");
                            MutableSpan inner = span("INNER exchange");
                            MutableSpan last = span("INNER process");
                            assertThat(spans).extracting(MutableSpan::traceId).containsOnly(outer.traceId());
                            assertThat(outer.parentId()).isNull();
                            assertThat(process.parentId()).isEqualTo(outer.id());
                            assertThat(inner.parentId()).isEqualTo(process.id());
                            assertThat(last.parentId()).isEqualTo(inner.id());
                            assertThat(outer.localServiceName()).isEqualTo("a");
                            assertThat(process.localServiceName()).isEqualTo("b");
                            assertThat(process.kind()).isEqualTo(brave.Span.Kind.CONSUMER);
                            assertThat(outer.kind()).isEqualTo(brave.Span.Kind.CLIENT);
                            assertThat(process.tag("messaging.operation.name")).isEqualTo("OUTER");
                            assertThat(process.tag("eventdispatcher.connection.id"))
                                    .startsWith("main-");
                        }));
    }

    @Test
    void aSpanKnowsThePeerWhereItHasAHostAndNobodyIsWarnedWhereItHasNone(CapturedOutput output) {
        serviceB.run(b -> {
            MessageClient inner = b.getBean(ClientRegistry.class).get("inner").messageClient();
            assertThat(inner.request(Message.of("NAMES"), Duration.ofSeconds(10)))
                    .succeedsWithin(Duration.ofSeconds(10));
            try (TestPeer peer = TestPeer.connect(port(b))) {
                assertThat(peer.send("PING").line()).isEqualTo("PONG");
                await().until(() -> spans.size() == 3);
                MutableSpan span = span("PING process");
                assertThat(span.remoteIp()).isEqualTo("127.0.0.1");
                assertThat(span.remotePort()).isEqualTo(peer.localPort());
            }
            assertThat(span("NAMES process").remoteIp()).isNull();
            assertThat(output).doesNotContain("occurred while trying to parse the uri");
        });
    }

    @ParameterizedTest
    @MethodSource("modes")
    void theErrorLineOfAFailureCarriesTraceAndMessage(String mode) {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.eventdispatcher");
        lines.start();
        logger.addAppender(lines);
        try {
            serviceB.withPropertyValues("eventdispatcher.dispatch.execution=" + mode)
                    .run(b -> {
                        String trace = "0af7651916cd43dd8448eb211c80319c";
                        String parent = "b7ad6b7169203331";
                        for (String command : List.of("BROKEN", "BROKEN_LATER")) {
                            lines.list.clear();
                            try (TestPeer peer = TestPeer.connect(port(b))) {
                                assertThat(peer.send(command + " correlation_id=c7;traceparent=\"00-" + trace + "-"
                                                        + parent + "-01\"")
                                                .line())
                                        .startsWith("ERROR");
                            }
                            ILoggingEvent line = await().until(
                                            () -> lines.list.stream()
                                                    .filter(each -> each.getLevel()
                                                            .levelStr
                                                            .equals("ERROR"))
                                                    .findFirst()
                                                    .orElse(null),
                                            each -> each != null);
                            assertThat(line.getMDCPropertyMap())
                                    .containsEntry("traceId", trace)
                                    .containsEntry("eventdispatcher.endpoint", "main")
                                    .containsEntry("eventdispatcher.command", command)
                                    .containsEntry("messaging.message.conversation_id", "c7")
                                    .hasEntrySatisfying(
                                            "eventdispatcher.connection.id",
                                            id -> assertThat(id).startsWith("main-"));
                            await().until(() -> spans.stream()
                                    .anyMatch(each -> (command + " process").equalsIgnoreCase(each.name())));
                            MutableSpan span = span(command + " process");
                            assertThat(span.traceId()).isEqualTo(trace);
                            assertThat(span.parentId()).isEqualTo(parent);
                            assertThat(span.error()).isNotNull();
                        }
                    });
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    void nothingIsAddedToMessagesUnlessAskedFor() {
        serviceB.withPropertyValues("eventdispatcher.observation.propagation=false")
                .run(b -> {
                    MessageClient client =
                            b.getBean(ClientRegistry.class).get("inner").messageClient();
                    assertThat(client.request(Message.of("NAMES"), Duration.ofSeconds(10)))
                            .succeedsWithin(Duration.ofSeconds(10))
                            .satisfies(
                                    answer -> assertThat(answer.param("names")).doesNotContain("trace"));
                    await().until(() -> spans.size() == 2);
                    assertThat(span("NAMES process").traceId())
                            .isNotEqualTo(span("NAMES exchange").traceId());
                });
    }

    @Test
    void whatTheApplicationHasPutThereIsKept() {
        serviceB.run(b -> {
            MessageClient client = b.getBean(ClientRegistry.class).get("inner").messageClient();
            assertThat(client.request(
                            Message.builder("NAMES")
                                    .param("traceparent", "mine")
                                    .build(),
                            Duration.ofSeconds(10)))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .satisfies(answer -> assertThat(answer.param("names")).isEqualTo("mine"));
        });
    }

    @Test
    void hostileTracesDoNoHarm() {
        serviceB.run(b -> {
            try (TestPeer peer = TestPeer.connect(port(b))) {
                for (String hostile : List.of(
                        "", "x", "00-", "00-" + "f".repeat(32) + "-" + "0".repeat(16) + "-01", "z".repeat(20_000))) {
                    assertThat(peer.send("PING traceparent=\"" + hostile + "\";tracestate=\"" + hostile
                                            + "\";baggage=\"" + hostile + "\"")
                                    .line())
                            .isEqualTo("PONG");
                }
            }
            await().until(() -> spans.size() == 5);
        });
    }

    private MutableSpan span(String name) {
        return spans.stream()
                .filter(each -> name.equalsIgnoreCase(each.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans));
    }

    private static int port(ApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main", Integer.class);
    }

    private static final class Collecting extends SpanHandler {

        private final ConcurrentLinkedQueue<MutableSpan> spans;

        Collecting(ConcurrentLinkedQueue<MutableSpan> spans) {
            this.spans = spans;
        }

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            spans.add(span);
            return true;
        }
    }

    static class Work {

        private final ObjectProvider<ClientRegistry> clients;
        private final Tracer tracer;

        Work(ObjectProvider<ClientRegistry> clients, Tracer tracer) {
            this.clients = clients;
            this.tracer = tracer;
        }

        @MessageHandler("OUTER")
        CompletableFuture<Message> outer(Message message) {
            assertThat(tracer.currentSpan()).isNotNull();
            return clients.getObject()
                    .get("inner")
                    .request(Message.of("INNER"))
                    .thenApply(answer -> message.reply("OUTER_REPLY").build());
        }

        @MessageHandler("INNER")
        String inner() {
            return "INNER_REPLY";
        }

        @MessageHandler("NAMES")
        Message names(Message message) {
            String traceparent = message.param("traceparent");
            return message.reply("NAMES_REPLY")
                    .param("names", traceparent == null ? "none" : traceparent.length() > 20 ? "trace" : traceparent)
                    .build();
        }

        @MessageHandler("PING")
        String ping() {
            return "PONG";
        }

        @MessageHandler("BROKEN")
        void broken() {
            throw new IllegalStateException("broken");
        }

        @MessageHandler("BROKEN_LATER")
        CompletableFuture<Void> brokenLater() {
            CompletableFuture<Void> result = new CompletableFuture<>();
            Thread thread =
                    new Thread(() -> result.completeExceptionally(new IllegalStateException("later")), "elsewhere");
            thread.setDaemon(true);
            thread.start();
            return result;
        }
    }
}
