package io.eventdispatcher.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.actuate.DispatcherReport.ClientReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ConnectionReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Count;
import io.eventdispatcher.spring.actuate.DispatcherReport.HandlerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ListenerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Listing;
import io.eventdispatcher.spring.actuate.DispatcherReport.LoopReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.TimerReport;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.trace.MessageTrace;
import io.eventdispatcher.timer.Schedule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class EndpointIT {

    private final ApplicationContextRunner runner = Starter.full()
            .withBean("sum", Sum.class)
            .withPropertyValues(
                    "spring.application.name=billing",
                    "eventdispatcher.server-name=host-7",
                    "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.clients.hub.uri=local:nobody,local:nobody2");

    @Test
    void isAbsentUnlessExposed() {
        Starter.full()
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=health",
                        "management.endpoints.jmx.exposure.include=health")
                .run(context -> assertThat(context).doesNotHaveBean(EventDispatcherEndpoint.class));
    }

    @Test
    void changesNothingUnlessAccessIsUnrestricted() {
        ApplicationContextRunner jmx = runner.withConfiguration(AutoConfigurations.of(
                JmxAutoConfiguration.class, EndpointAutoConfiguration.class, JmxEndpointAutoConfiguration.class));
        jmx.run(context -> assertThat(operations(context)).containsExactlyInAnyOrder("report", "section", "one"));
        jmx.withPropertyValues("management.endpoint.eventdispatcher.access=UNRESTRICTED")
                .run(context -> assertThat(operations(context))
                        .containsExactlyInAnyOrder("report", "section", "one", "change", "close"));
        jmx.withPropertyValues(
                        "management.endpoint.eventdispatcher.access=UNRESTRICTED",
                        "management.endpoints.access.max-permitted=READ_ONLY")
                .run(context -> assertThat(operations(context)).containsExactlyInAnyOrder("report", "section", "one"));
    }

    private static List<String> operations(ApplicationContext context) {
        return context.getBean(JmxEndpointsSupplier.class).getEndpoints().stream()
                .filter(endpoint -> endpoint.getEndpointId().toString().equals("eventdispatcher"))
                .flatMap(endpoint -> endpoint.getOperations().stream())
                .map(JmxOperation::getName)
                .toList();
    }

    @Test
    void showsEverythingAtOnce() {
        runner.run(context -> {
            DispatcherReport report =
                    context.getBean(EventDispatcherEndpoint.class).report();
            assertThat(report.serviceName()).isEqualTo("billing");
            assertThat(report.serverName()).isEqualTo("host-7");
            assertThat(report.uptime()).isPositive();
            assertThat(report.loop().thread()).isEqualTo("eventdispatcher");
            assertThat(report.loop().state()).isEqualTo("RUNNING");
            int port = port(context);
            assertThat(report.access()).isEqualTo("read-only");
            assertThat(report.trace()).isFalse();
            Count none = new Count(0, 0);
            assertThat(report.listeners())
                    .containsExactly(new ListenerReport(
                            "main",
                            "tcp",
                            "127.0.0.1:" + port,
                            "RUNNING",
                            0,
                            10000,
                            0,
                            0,
                            none,
                            none,
                            false,
                            null,
                            null));
            assertThat(report.clients()).singleElement().satisfies(client -> {
                assertThat(client.name()).isEqualTo("hub");
                assertThat(client.uris()).containsExactly("local:nobody", "local:nobody2");
                assertThat(client.state()).isNotEqualTo("CONNECTED");
            });
            assertThat(report.handlers()).singleElement().satisfies(handler -> {
                assertThat(handler.id()).isEqualTo("sum#add");
                assertThat(handler.commands()).containsExactly("ADD");
                assertThat(handler.method()).isEqualTo("Sum.add(int,int)");
                assertThat(handler.execution()).isEqualTo("EXECUTOR");
                assertThat(handler.listeners()).containsExactly("*");
            });
        });
    }

    @Test
    void showsALiveConnectionWithoutItsMessages() {
        runner.run(context -> {
            EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
            try (TestPeer peer = TestPeer.connect(port(context))) {
                peer.send("ADD a=1234567;b=0").line();
                Listing<?> listing = (Listing<?>) endpoint.section("connections");
                assertThat(listing.total()).isEqualTo(1);
                ConnectionReport connection = (ConnectionReport) endpoint.one("connections", "main-1");
                assertThat(connection.listener()).isEqualTo("main");
                assertThat(connection.role()).isEqualTo("server");
                assertThat(connection.transport()).isEqualTo("tcp");
                assertThat(connection.local()).isEqualTo("127.0.0.1:" + port(context));
                assertThat(connection.state()).isEqualTo("OPEN");
                await().untilAsserted(() -> {
                    ConnectionReport now = (ConnectionReport) endpoint.one("connections", "main-1");
                    assertThat(now.messages()).isEqualTo(new Count(1, 1));
                    assertThat(now.bytes().received()).isEqualTo(18);
                    assertThat(now.queued().inbound()).isZero();
                });
                assertThat(endpoint.report().toString() + listing).doesNotContain("1234567");
            }
        });
    }

    @Test
    void showsSectionsAndSingleThings() {
        runner.run(context -> {
            EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
            context.getBean(EventLoop.class).schedule("nightly", Schedule.every(Duration.ofHours(1)), () -> {});
            assertThat(endpoint.section("loop")).isInstanceOf(LoopReport.class);
            await().untilAsserted(() -> assertThat(((Listing<?>) endpoint.section("timers")).items())
                    .anySatisfy(
                            timer -> assertThat(((TimerReport) timer).name()).isEqualTo("nightly")));
            assertThat(endpoint.one("listeners", "main")).isInstanceOf(ListenerReport.class);
            assertThat(endpoint.one("clients", "hub")).isInstanceOf(ClientReport.class);
            assertThat(endpoint.one("handlers", "sum#add")).isInstanceOf(HandlerReport.class);
            assertThat(endpoint.section("trace")).isInstanceOf(TraceReport.class);
            assertThat(endpoint.section("nothing")).isNull();
            assertThat(endpoint.section("console")).isNull();
            assertThat(endpoint.one("listeners", "nothing")).isNull();
            assertThat(endpoint.one("connections", "main-7")).isNull();
        });
    }

    @Test
    void pausesStopsAndStartsListeners() {
        runner.run(context -> {
            EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
            var listener = context.getBean(ListenerRegistry.class).get("main");
            endpoint.change("listeners", "main", "paused", null);
            await().until(() -> listener.state() == ListenerState.PAUSED);
            endpoint.change("listeners", "main", "running", null);
            await().until(() -> listener.state() == ListenerState.RUNNING);
            endpoint.change("listeners", "main", "stopped", null);
            await().until(() -> listener.state() == ListenerState.STOPPED);
            endpoint.change("listeners", "main", "running", null);
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            assertThatThrownBy(() -> endpoint.change("listeners", "main", "asleep", null))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("running, paused or stopped");
            assertThatThrownBy(() -> endpoint.change("listeners", "nobody", "running", null))
                    .isInstanceOf(InvalidEndpointRequestException.class);
        });
    }

    @Test
    void pausesAndResumesClients() {
        runner.run(context -> {
            EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
            endpoint.change("clients", "hub", "paused", null);
            assertThat(((ClientReport) endpoint.one("clients", "hub")).paused()).isTrue();
            endpoint.change("clients", "hub", "running", null);
            assertThat(((ClientReport) endpoint.one("clients", "hub")).paused()).isFalse();
        });
    }

    @Test
    void saysWhyAListenerCannotBeStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            runner.withPropertyValues(
                            "eventdispatcher.listeners.taken.uri=tcp://127.0.0.1:" + taken.getLocalPort(),
                            "eventdispatcher.listeners.taken.auto-startup=false")
                    .run(context -> {
                        EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
                        assertThatThrownBy(() -> endpoint.change("listeners", "taken", "running", null))
                                .isInstanceOfSatisfying(
                                        ChangeRefusedException.class,
                                        refused -> assertThat(refused.status()).isEqualTo(409))
                                .hasMessageContaining("in use");
                    });
        }
    }

    @Test
    void changesNothingIfAPartOfTheChangeIsRefused() {
        runner.run(context -> {
            EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
            assertThatThrownBy(() -> endpoint.change("listeners", "main", "asleep", true))
                    .isInstanceOf(ChangeRefusedException.class);
            assertThatThrownBy(() -> endpoint.change("listeners", "main", null, null))
                    .isInstanceOf(ChangeRefusedException.class)
                    .hasMessageContaining("give 'state' or 'trace'");
            assertThat(context.getBean(MessageTrace.class).isOn("main")).isFalse();
        });
    }

    @Test
    void hidesWhatTheApplicationSanitizes() {
        runner.withBean(
                        SanitizingFunction.class,
                        () -> SanitizingFunction.sanitizeValue()
                                .ifKeyMatches("eventdispatcher\\.(connection\\.(remote|peer)|trace\\.text)"))
                .withPropertyValues("eventdispatcher.trace.enabled=true")
                .run(context -> {
                    EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
                    try (TestPeer peer = TestPeer.connect(port(context))) {
                        peer.send("<web:shop ADD a=1;b=0").line();
                        ConnectionReport connection = (ConnectionReport) endpoint.one("connections", "main-1");
                        assertThat(connection.remote()).isEqualTo("******");
                        assertThat(connection.peer()).isEqualTo("******");
                        assertThat(connection.local()).isEqualTo("127.0.0.1:" + port(context));
                        await().untilAsserted(() -> assertThat(((TraceReport) endpoint.section("trace")).items())
                                .hasSize(2)
                                .allSatisfy(
                                        message -> assertThat(message.text()).isEqualTo("******")));
                    }
                });
    }

    @Test
    void countsCallsThatTookTooLongAndThoseThatEndedAfterAll() {
        runner.withBean("late", Late.class)
                .withPropertyValues("eventdispatcher.dispatch.handler-timeout=200ms")
                .run(context -> {
                    try (TestPeer peer = TestPeer.connect(port(context))) {
                        assertThat(peer.send("LATE\nADD a=1;b=1").line()).startsWith("ERROR command=LATE;id=");
                        assertThat(peer.line()).isEqualTo("ADD_REPLY sum=2");
                    }
                    HandlerReport late = (HandlerReport)
                            context.getBean(EventDispatcherEndpoint.class).one("handlers", "late#wait_");
                    assertThat(late.calls().timedOut()).isEqualTo(1);
                    assertThat(late.calls().late()).isEqualTo(1);
                    assertThat(late.calls().succeeded()).isZero();
                });
    }

    @Test
    void knowsWhatAPeerCallsItself() {
        runner.run(context -> {
            EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
            try (TestPeer peer = TestPeer.connect(port(context))) {
                peer.send("ADD a=1;b=0").line();
                assertThat(((ConnectionReport) endpoint.one("connections", "main-1")).peer())
                        .isNull();
                peer.send("<web:shop ADD a=1;b=0").line();
                assertThat(((ConnectionReport) endpoint.one("connections", "main-1")).peer())
                        .isEqualTo("web:shop");
            }
        });
    }

    @Test
    void closesAConnection() {
        runner.run(context -> {
            try (TestPeer peer = TestPeer.connect(port(context))) {
                peer.send("ADD a=1;b=1").line();
                context.getBean(EventDispatcherEndpoint.class).close("connections", "main-1");
                assertThat(peer.line()).isNull();
            }
            await().until(() -> context.getBean(EventDispatcherEndpoint.class).one("connections", "main-1") == null);
            assertThatThrownBy(
                            () -> context.getBean(EventDispatcherEndpoint.class).close("connections", "main-1"))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessage("no connection 'main-1' in section 'connections'");
        });
    }

    @Test
    void listsEndAfterAThousand() {
        List<Integer> many = IntStream.range(0, 1500).boxed().toList();
        Listing<Integer> listing = Listing.of(many);
        assertThat(listing.total()).isEqualTo(1500);
        assertThat(listing.items()).hasSize(1000);
    }

    private static int port(ApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port", Integer.class);
    }

    static class Late {

        private final CountDownLatch never = new CountDownLatch(1);

        @MessageHandler("LATE")
        String wait_() {
            try {
                never.await();
            } catch (InterruptedException e) {
                return "NOBODY_SEES_THIS";
            }
            return "NEVER";
        }
    }

    static class Sum {

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            return Map.of("sum", a + b);
        }
    }
}
