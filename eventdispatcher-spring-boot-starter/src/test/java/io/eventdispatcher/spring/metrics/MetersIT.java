package io.eventdispatcher.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherLoggingAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.tls.TestAuthority;
import io.eventdispatcher.spring.tls.TestPeers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
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
    void commandsOfPeersNeverBecomeTags() {
        runner.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            try (TestPeer peer =
                    TestPeer.connect(port(context.getEnvironment().getProperty("local.eventdispatcher.port")))) {
                for (int i = 0; i < 500; i++) {
                    peer.send("NOPE" + i).line();
                    peer.send("EVENT" + i).line();
                }
            }
            Set<String> values = meters.getMeters().stream()
                    .flatMap(meter -> meter.getId().getTags().stream())
                    .map(Tag::getValue)
                    .collect(Collectors.toSet());
            assertThat(values)
                    .noneMatch(value -> value.matches("(NOPE|EVENT)[0-9]+"))
                    .hasSizeLessThan(50);
        });
    }

    @Test
    void registersOnlyWhatIsDocumented(@TempDir Path directory) {
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
            await().until(() -> meters.find("eventdispatcher.message.process").timer() != null);
            Set<String> seen = new HashSet<>();
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
                    seen.add(known.getName());
                }
            }
            assertThat(seen).isEqualTo(documented.keySet());
        });
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
