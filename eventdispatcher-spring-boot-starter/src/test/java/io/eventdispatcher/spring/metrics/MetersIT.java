package io.eventdispatcher.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherLoggingAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.autoconfigure.observation.EventDispatcherObservationAutoConfiguration;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.Connections;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.tls.TestAuthority;
import io.eventdispatcher.spring.tls.TestPeers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MetersIT {

    private final ApplicationContextRunner runner = Starter.full()
            .withBean(Sum.class)
            .withPropertyValues(
                    "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.clients.hub.uri=local:nobody",
                    "eventdispatcher.limits.max-message-size=100B");

    @Test
    void nothingIsMeasuredWithoutMicrometer() {
        Starter.plain()
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .withBean(Sum.class)
                .withPropertyValues("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(HandlerObserver.class));
    }

    @Test
    void nothingIsMeasuredWithoutARegistry() {
        Starter.plain().run(context -> assertThat(context).doesNotHaveBean(EventDispatcherMeters.class));
    }

    @Test
    void countsMessagesAndTimesHandlers() {
        runner.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            try (TestPeer peer =
                    TestPeer.connect(port(context.getEnvironment().getProperty("local.eventdispatcher.port")))) {
                assertThat(peer.send("ADD a=1;b=2").line()).isEqualTo("ADD_REPLY sum=3");
                assertThat(peer.send("ADD a=1;b=x").line()).startsWith("INVALID");
                assertThat(peer.send("EVENT42").line()).startsWith("ERROR");
                assertThat(peer.send("NOPE_" + "X".repeat(10)).line()).startsWith("UNKNOWN");
                assertThat(peer.send("ADD a").line()).startsWith("INVALID");
                await().untilAsserted(() -> {
                    assertThat(timer(meters, "ADD", "success", "none").count()).isEqualTo(1);
                    assertThat(timer(meters, "ADD", "invalid", "InvalidArgumentException")
                                    .count())
                            .isEqualTo(1);
                    assertThat(timer(meters, "EVENT{number}", "error", "IllegalStateException")
                                    .count())
                            .isEqualTo(1);
                });
                assertThat(counter(meters, "eventdispatcher.messages", "network.io.direction", "receive"))
                        .isEqualTo(5);
                assertThat(counter(meters, "eventdispatcher.messages", "network.io.direction", "transmit"))
                        .isEqualTo(5);
                assertThat(meters.get("eventdispatcher.messages.rejected")
                                .tag("reason", "unknown")
                                .counter()
                                .count())
                        .isEqualTo(1);
                assertThat(meters.get("eventdispatcher.messages.rejected")
                                .tag("reason", "malformed")
                                .counter()
                                .count())
                        .isEqualTo(1);
                assertThat(gauge(meters, "eventdispatcher.connections.active")).isEqualTo(1);
            }
            await().untilAsserted(() -> {
                assertThat(gauge(meters, "eventdispatcher.connections.active")).isZero();
                assertThat(counter(meters, "eventdispatcher.connections.closed", "reason", "peer"))
                        .isEqualTo(1);
                assertThat(meters.get("eventdispatcher.connection.duration")
                                .timer()
                                .count())
                        .isEqualTo(1);
            });
        });
    }

    @Test
    void countsWhatIsNotTakenForSending() {
        runner.withPropertyValues("eventdispatcher.clients.hub.offline-queue.capacity=1")
                .run(context -> {
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    Message longest = Message.builder("NEWS")
                            .param("text", "x".repeat(100))
                            .build();
                    try (TestPeer peer = TestPeer.connect(
                            port(context.getEnvironment().getProperty("local.eventdispatcher.port")))) {
                        peer.send("ADD a=1;b=2").line();
                        assertThat(context.getBean(Connections.class).send("main-1", longest))
                                .isEqualTo(SendResult.TOO_LONG);
                        await().untilAsserted(() -> assertThat(
                                        counter(meters, "eventdispatcher.messages.refused", "network.transport", "tcp"))
                                .isEqualTo(1));
                    }
                    var hub = context.getBean(ClientRegistry.class).get("hub");
                    assertThat(hub.send(Message.of("FIRST")).accepted()).isTrue();
                    assertThat(hub.send(Message.of("SECOND")).accepted()).isFalse();
                    assertThat(meters.get("eventdispatcher.message.publish")
                                    .tag("error", "MessageNotTakenException")
                                    .tag("messaging.operation.name", "SECOND")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void tenThousandHostileCommandsAddNoTag() {
        observed().run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            var self = context.getBean(ClientRegistry.class).get("self");
            try (TestPeer peer =
                    TestPeer.connect(port(context.getEnvironment().getProperty("local.eventdispatcher.port.main")))) {
                peer.send("ADD a=1;b=2\nADD a=x\nEVENT1\nNOPE").line();
                peer.line();
                peer.line();
                peer.line();
                self.send(Message.of("NEWS"));
                await().until(() -> meters.find("eventdispatcher.message.process")
                                .tag("messaging.operation.name", "EVENT{number}")
                                .timer()
                        != null);
                await().until(() -> meters.find("eventdispatcher.messages.rejected")
                                .tag("eventdispatcher.endpoint", "inner")
                                .counter()
                        != null);
                Set<Meter.Id> before = ids(meters);
                for (int i = 0; i < 10_000; i += 50) {
                    StringBuilder lines = new StringBuilder();
                    for (int j = i; j < i + 50; j += 2) {
                        lines.append("NOPE")
                                .append(j)
                                .append('\n')
                                .append("EVENT")
                                .append(j)
                                .append('\n');
                    }
                    peer.send(lines.substring(0, lines.length() - 1));
                    for (int j = 0; j < 50; j++) {
                        assertThat(peer.line()).isNotNull();
                    }
                }
                assertThat(ids(meters)).isEqualTo(before);
            }
            for (int i = 0; i < 10_000; i++) {
                self.send(Message.of("FORWARDED" + i)); // as an application does that passes on what peers send
            }
            await().untilAsserted(() -> assertThat(
                            counter(meters, "eventdispatcher.messages", "network.io.direction", "receive", "inner"))
                    .isPositive());
            Set<String> operations = values(meters, "messaging.operation.name");
            assertThat(operations)
                    .contains("ADD", "EVENT{number}", "NEWS", "OTHER")
                    .noneMatch(value -> value.matches("(NOPE|EVENT)[0-9]+"))
                    .hasSizeLessThan(110);
            assertThat(values(meters, "error")).hasSizeLessThan(10);
            assertThat(values(meters, null)).noneMatch(value -> value.matches("(NOPE|EVENT)[0-9]+"));
        });
    }

    private static Set<String> values(MeterRegistry meters, @Nullable String key) {
        return meters.getMeters().stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .filter(tag -> key == null || tag.getKey().equals(key))
                .map(Tag::getValue)
                .collect(Collectors.toSet());
    }

    /** With observations, whose handler of Spring Boot makes the meters of messages then, and a client of our own listener. */
    private ApplicationContextRunner observed() {
        return runner.withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class, EventDispatcherObservationAutoConfiguration.class))
                .withPropertyValues(
                        "eventdispatcher.listeners.inner.uri=local:meters",
                        "eventdispatcher.clients.self.uri=local:meters");
    }

    @Test
    void ofTheCommandsSentOnlySoManyBecomeTags() {
        observed()
                .withPropertyValues("eventdispatcher.observation.max-operations=1")
                .run(context -> {
                    var self = context.getBean(ClientRegistry.class).get("self");
                    self.send(Message.of("FIRST"));
                    self.send(Message.of("SECOND"));
                    assertThat(values(context.getBean(MeterRegistry.class), "messaging.operation.name"))
                            .contains("FIRST", "OTHER")
                            .doesNotContain("SECOND");
                });
        observed()
                .withPropertyValues("eventdispatcher.observation.max-operations=0")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void stoppingAndStartingAddsAndLosesNoMeter() {
        observed().run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            var listener = context.getBean(ListenerRegistry.class).get("main");
            Set<Meter.Id> before = ids(meters);
            listener.stop(Duration.ZERO).join();
            listener.start();
            assertThat(ids(meters)).isEqualTo(before);
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();
            await().until(() ->
                    context.getBean(ClientRegistry.class).get("self").snapshot().state() == ClientState.CONNECTED);
            assertThat(ids(meters).stream()
                            .filter(id -> !id.getName().equals("eventdispatcher.connection.duration"))
                            .collect(Collectors.toSet()))
                    .isEqualTo(before);
            assertThat(gauge(meters, "eventdispatcher.connections.active")).isZero();
            assertThat(meters.get("eventdispatcher.client.connected")
                            .tag("eventdispatcher.endpoint", "self")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        });
    }

    private static Set<Meter.Id> ids(MeterRegistry meters) {
        return meters.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("eventdispatcher."))
                .collect(Collectors.toSet());
    }

    @Test
    void theLoopTellsWhatItIsBusyWithAndHowLongTasksWait() {
        runner.withPropertyValues("eventdispatcher.dispatch.execution=loop").run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            try (TestPeer peer =
                    TestPeer.connect(port(context.getEnvironment().getProperty("local.eventdispatcher.port")))) {
                for (int i = 0; i < 10; i++) {
                    peer.send("ADD a=1;b=2").line();
                }
            }
            await().untilAsserted(() -> {
                assertThat(busy(meters, "handler").count()).isEqualTo(10);
                assertThat(busy(meters, "io").count()).isPositive();
                assertThat(busy(meters, "task").count()).isPositive();
                assertThat(meters.get("eventdispatcher.loop.lag")
                                .functionTimer()
                                .count())
                        .isPositive();
            });
            assertThat(busy(meters, "handler").totalTime(TimeUnit.NANOSECONDS)).isPositive();
            assertThat(timer(meters, "ADD", "success", "none").totalTime(TimeUnit.NANOSECONDS))
                    .isCloseTo(
                            busy(meters, "handler").totalTime(TimeUnit.NANOSECONDS), within(0.001)); // both are doubles
        });
    }

    private static FunctionTimer busy(MeterRegistry meters, String phase) {
        return meters.get("eventdispatcher.loop.busy").tag("phase", phase).functionTimer();
    }

    @Test
    void registersAllThatIsDocumentedAndNothingElse(@TempDir Path directory) {
        assertThat(registered(observed().withPropertyValues("eventdispatcher.observation.always=true"), directory))
                .containsExactlyInAnyOrder(EventDispatcherMeter.values());
    }

    @Test
    void withoutObservationsMessagesBeingHandedOverAreNotSeen(@TempDir Path directory) {
        assertThat(registered(observed().withPropertyValues("eventdispatcher.observation.enabled=false"), directory))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(EventDispatcherMeter.MESSAGE_PUBLISH_ACTIVE)));
    }

    private static Set<EventDispatcherMeter> registered(ApplicationContextRunner runner, Path directory) {
        Set<EventDispatcherMeter> seen = EnumSet.noneOf(EventDispatcherMeter.class);
        Map<String, EventDispatcherMeter> documented = Arrays.stream(EventDispatcherMeter.values())
                .collect(Collectors.toMap(EventDispatcherMeter::getName, meter -> meter));
        TestAuthority authority = TestAuthority.in(directory, "authority");
        TestAuthority.Pair server = authority.issue("server");
        ApplicationContextRunner all = runner.withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class, EventDispatcherLoggingAutoConfiguration.class))
                .withPropertyValues(
                        "spring.ssl.bundle.pem.edge.keystore.certificate=" + server.certificate(),
                        "spring.ssl.bundle.pem.edge.keystore.private-key=" + server.key(),
                        "eventdispatcher.listeners.edge.uri=tls://127.0.0.1:0",
                        "eventdispatcher.listeners.edge.ssl.bundle=edge",
                        "eventdispatcher.listeners.beacon.uri=udp://127.0.0.1:0",
                        "eventdispatcher.signals=CONT",
                        "eventdispatcher.watch.rules.path=" + directory,
                        "eventdispatcher.log.forward.client=hub",
                        "eventdispatcher.log.receive.enabled=true");
        all.run(context -> {
            TestPeers.tls(
                            port(context.getEnvironment().getProperty("local.eventdispatcher.port.edge")),
                            authority.contextOf(null))
                    .close();
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            try (TestPeer peer =
                    TestPeer.connect(port(context.getEnvironment().getProperty("local.eventdispatcher.port")))) {
                peer.send("ADD a=1;b=2").line();
                peer.send("NOPE").line();
            }
            await().until(() ->
                    meters.find("eventdispatcher.connection.duration").timer() != null);
            await().until(() -> meters.find("eventdispatcher.tls.handshake").timer() != null);
            await().until(() -> meters.find("eventdispatcher.message.process").timer() != null);
            var self = context.getBean(ClientRegistry.class).get("self");
            self.send(Message.of("NEWS"));
            assertThat(self.request(Message.of("ADD"))).failsWithin(Duration.ofSeconds(10));
            await().until(() -> meters.find("eventdispatcher.message.exchange").timer() != null);
            for (Meter meter : meters.getMeters()) {
                if (meter.getId().getName().startsWith("eventdispatcher.")) {
                    EventDispatcherMeter known = documented.get(meter.getId().getName());
                    assertThat(known).as(meter.getId().getName()).isNotNull();
                    assertThat(meter.getId().getTags().stream().map(Tag::getKey))
                            .as(known.getName())
                            .containsExactlyInAnyOrderElementsOf(known.tags().stream()
                                    .map(MeterTag::asString)
                                    .toList());
                    assertThat(meter.getId().getBaseUnit()).as(known.getName()).isEqualTo(known.getBaseUnit());
                    assertThat(meter.getId().getType()).as(known.getName()).isEqualTo(known.getType());
                    seen.add(known);
                }
            }
        });
        return seen;
    }

    @Test
    void countersGoOnAfterARestartOfTheListener() {
        runner.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            var listener = context.getBean(ListenerRegistry.class).get("main");
            try (TestPeer peer =
                    TestPeer.connect(port(context.getEnvironment().getProperty("local.eventdispatcher.port")))) {
                peer.send("ADD a=1;b=2").line();
            }
            listener.stop(Duration.ZERO).join();
            listener.start();
            try (TestPeer peer =
                    TestPeer.connect(port(context.getEnvironment().getProperty("local.eventdispatcher.port")))) {
                peer.send("ADD a=1;b=2").line();
            }
            await().untilAsserted(() -> {
                assertThat(counter(meters, "eventdispatcher.connections.opened", "network.transport", "tcp", "main"))
                        .isEqualTo(2);
                assertThat(gauge(meters, "eventdispatcher.connections.active")).isZero();
            });
        });
    }

    @Test
    void showsTheClientThatIsNotConnected() {
        runner.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("eventdispatcher.client.connected").gauge().value())
                    .isZero();
            await().untilAsserted(() -> assertThat(meters.get("eventdispatcher.client.reconnects")
                            .tag("outcome", "failure")
                            .functionCounter()
                            .count())
                    .isPositive());
        });
    }

    private static int port(String text) {
        return Integer.parseInt(text);
    }

    private static Timer timer(MeterRegistry meters, String operation, String outcome, String error) {
        return meters.get("eventdispatcher.message.process")
                .tag("messaging.operation.name", operation)
                .tag("eventdispatcher.endpoint", "main")
                .tag("network.transport", "tcp")
                .tag("outcome", outcome)
                .tag("error", error)
                .timer();
    }

    private static double counter(MeterRegistry meters, String name, String tag, String value) {
        return counter(meters, name, tag, value, "main");
    }

    private static double counter(MeterRegistry meters, String name, String tag, String value, String endpoint) {
        FunctionCounter counter = meters.get(name)
                .tag(tag, value)
                .tag("eventdispatcher.endpoint", endpoint)
                .functionCounter();
        return counter.count();
    }

    private static double gauge(MeterRegistry meters, String name) {
        Gauge gauge = meters.get(name).tag("eventdispatcher.endpoint", "main").gauge();
        return gauge.value();
    }

    static class Sum {

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            return Map.of("sum", a + b);
        }

        @MessageHandler("EVENT{number}")
        void event(int number) {
            throw new IllegalStateException("number " + number);
        }
    }
}
