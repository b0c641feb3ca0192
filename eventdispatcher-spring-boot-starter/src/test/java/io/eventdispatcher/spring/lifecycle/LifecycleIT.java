package io.eventdispatcher.spring.lifecycle;

import static io.eventdispatcher.spring.autoconfigure.TestPorts.freePort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.actuate.DispatcherReport.LoopReport;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.actuate.EventDispatcherHealth;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

@ExtendWith(OutputCaptureExtension.class)
class LifecycleIT {

    private static final String TCP = "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0";

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    @AfterEach
    void closeContexts() {
        contexts.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void answersAndPublishesItsPort(CapturedOutput output) {
        ConfigurableApplicationContext context =
                run(App.class, TCP, "--eventdispatcher.listeners.inside.uri=local:port");
        int port = port(context);
        assertThat(port).isPositive();
        assertThat(context.getEnvironment().getProperty("local.eventdispatcher.port.main"))
                .isEqualTo("" + port);
        assertThat(context.getEnvironment().containsProperty("local.eventdispatcher.port.inside"))
                .isFalse();
        assertThat(output)
                .contains("Listener 'main' on tcp://127.0.0.1:" + port)
                .contains("Listener 'inside' on local:port");
        try (TestPeer peer = TestPeer.connect(port)) {
            peer.line();
            assertThat(peer.send("ADD a=2;b=3").line()).isEqualTo("ADD_REPLY sum=5");
        }
    }

    @Test
    void publishesEventsInOrderAndLetsGreet() {
        ConfigurableApplicationContext context = run(App.class, TCP);
        Recorder recorder = context.getBean(Recorder.class);
        assertThat(recorder.events).containsExactly("started main");
        try (TestPeer peer = TestPeer.connect(port(context))) {
            peer.send("ADD a=2;b=3");
            assertThat(peer.line()).isEqualTo("WELCOME id=main-1");
            assertThat(peer.line()).isEqualTo("ADD_REPLY sum=5");
        }
        await().until(() -> recorder.events.contains("closed main-1 PEER"));
        context.close();
        assertThat(recorder.events)
                .containsExactly("started main", "opened main-1", "closed main-1 PEER", "stopped main true");
    }

    @Test
    void theLoopKeepsTheProcessAliveOnlyWhenThereIsSomethingToServe() {
        run(App.class, TCP);
        assertThat(loopThreads())
                .singleElement()
                .satisfies(thread -> assertThat(thread.isDaemon()).isFalse());
        closeContexts();
        assertThat(loopThreads()).isEmpty();
        run(Nothing.class);
        assertThat(loopThreads())
                .singleElement()
                .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
    }

    @Test
    void drainsWhatIsBeingHandled(CapturedOutput output) throws InterruptedException {
        ConfigurableApplicationContext context = run(App.class, TCP);
        Slow slow = context.getBean(Slow.class);
        try (TestPeer peer = TestPeer.connect(port(context))) {
            peer.line();
            peer.send("WAIT\nWAIT\nWAIT");
            assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = new Thread(context::close);
            closing.start();
            await().untilAsserted(() -> assertThat(output).contains("Draining 1 connection (up to 30s) ..."));
            slow.go.countDown();
            assertThat(peer.line()).isEqualTo("DONE");
            assertThat(peer.line()).isEqualTo("DONE");
            assertThat(peer.line()).isEqualTo("DONE");
            assertThat(peer.line()).isNull();
            closing.join();
        }
        assertThat(output).containsPattern("\\.\\.\\. done in \\d+ ms");
    }

    @Test
    void whatIsNotDoneInTimeIsCutOff(CapturedOutput output) throws InterruptedException {
        ConfigurableApplicationContext context =
                run(App.class, TCP, "--spring.lifecycle.timeout-per-shutdown-phase=2s");
        Slow slow = context.getBean(Slow.class);
        try (TestPeer peer = TestPeer.connect(port(context))) {
            peer.line();
            peer.send("WAIT");
            assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
            context.close();
            assertThat(peer.line()).isNull();
        } finally {
            slow.go.countDown();
        }
        assertThat(output)
                .contains("Draining 1 connection (up to 2s) ...")
                .contains("some connections were cut off after");
        assertThat(output).doesNotContain("still running after timeout");
    }

    @Test
    void closingWaitsForAListenerThatWasStoppedByHandAndStillDrains(CapturedOutput output) throws InterruptedException {
        ConfigurableApplicationContext context = run(App.class, TCP);
        Slow slow = context.getBean(Slow.class);
        try (TestPeer peer = TestPeer.connect(port(context))) {
            peer.line();
            peer.send("WAIT");
            assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
            var unused = listener(context).stop(Duration.ofSeconds(20));
            Thread closing = new Thread(context::close);
            closing.start();
            await().untilAsserted(() -> assertThat(output).contains("Draining 1 connection"));
            closing.join(500);
            slow.go.countDown();
            assertThat(peer.line()).isEqualTo("DONE");
            assertThat(peer.line()).isNull();
            closing.join();
        } finally {
            slow.go.countDown();
        }
    }

    @Test
    void aListenerThatIsStartedWhileItStillDrainsKeepsItsPort() throws Exception {
        int port = freePort();
        ConfigurableApplicationContext context =
                run(App.class, "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:" + port);
        Slow slow = context.getBean(Slow.class);
        Recorder recorder = context.getBean(Recorder.class);
        try (TestPeer peer = TestPeer.connect(port)) {
            peer.line();
            peer.send("WAIT");
            assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
            var unused = listener(context).stop(Duration.ofSeconds(20));
            // the JDK frees the port in the next turn of the loop
            await().ignoreExceptions().until(() -> {
                listener(context).start();
                return true;
            });
            slow.go.countDown();
            assertThat(peer.line()).isEqualTo("DONE");
            assertThat(peer.line()).isNull();
        } finally {
            slow.go.countDown();
        }
        await().until(() -> recorder.events.contains("stopped main true"));
        assertThat(port(context)).isEqualTo(port);
        assertThat(context.getEnvironment().getProperty("local.eventdispatcher.port.main"))
                .isEqualTo("" + port);
    }

    @Test
    void connectionsOfAListenerStartedAgainTooEarlyAreClosedWithTheContext() throws InterruptedException {
        ConfigurableApplicationContext context = run(App.class, TCP);
        Slow slow = context.getBean(Slow.class);
        try (TestPeer peer = TestPeer.connect(port(context))) {
            peer.line();
            peer.send("WAIT");
            assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
            var unused = listener(context).stop(Duration.ofSeconds(20));
            listener(context).start();
            context.close();
            assertThat(peer.line()).isNull();
        } finally {
            slow.go.countDown();
        }
    }

    @Test
    void aContextThatFailsAfterItsListenersAreBoundLeavesNothing() throws IOException {
        int port = freePort();
        String uri = "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:" + port;
        for (Class<?> failure : List.of(FailingRefresh.class, FailingStart.class)) {
            assertThatThrownBy(() -> run(failure, uri)).hasStackTraceContaining("on purpose");
            assertThat(loopThreads()).isEmpty();
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }

    @Test
    void bindsAnewAfterAPause() {
        ConfigurableApplicationContext context = run(App.class, TCP);
        int before = port(context);
        context.pause();
        assertThat(context.getEnvironment().containsProperty("local.eventdispatcher.port"))
                .isFalse();
        assertThat(listener(context).state()).isEqualTo(ListenerState.STOPPED);
        assertThat(loopThreads()).hasSize(1);
        context.restart();
        assertThat(listener(context).state()).isEqualTo(ListenerState.RUNNING);
        assertThat(port(context)).isPositive();
        try (TestPeer peer = TestPeer.connect(port(context))) {
            assertThat(peer.line()).startsWith("WELCOME");
        }
        assertThat(before).isPositive();
    }

    @Test
    void startsAgainAfterAStop() {
        ConfigurableApplicationContext context = run(
                App.class,
                TCP,
                "--eventdispatcher.listeners.b.uri=local:restart",
                "--eventdispatcher.clients.c.uri=local:restart");
        context.getBean(ListenerRegistry.class).get("main").stop(Duration.ZERO).join();
        context.stop();
        assertThat(loopThreads()).isEmpty();
        context.start();
        assertThat(listener(context).state()).as("stopped on purpose").isEqualTo(ListenerState.STOPPED);
        NamedClient client = context.getBean(ClientRegistry.class).get("c");
        assertThat(client.request(Message.parse("ADD a=1;b=1")))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .satisfies(reply -> assertThat(reply.integer("sum")).isEqualTo(2));
    }

    @Test
    void stopCommandClosesTheApplicationWhenItIsPermitted(CapturedOutput output) {
        ConfigurableApplicationContext context = run(App.class, TCP, "--eventdispatcher.control=loopback");
        try (TestPeer peer = TestPeer.connect(port(context))) {
            peer.line();
            peer.send("STOP");
            assertThat(peer.line()).isNull();
        }
        await().until(() -> !context.isActive());
        await().untilAsserted(() -> assertThat(loopThreads()).isEmpty());
        assertThat(output).contains("STOP from").contains("the application stops");
    }

    @Test
    void anErrorThatEndsTheLoopClosesTheApplication(CapturedOutput output) throws IOException {
        ConfigurableApplicationContext context =
                run(Dying.class, TCP, "--management.endpoints.jmx.exposure.include=*", "--spring.jmx.enabled=true");
        int port = port(context);
        Dying dying = context.getBean(Dying.class);
        NamedListener listener = listener(context);
        LoopLifecycle lifecycle = context.getBean(LoopLifecycle.class);
        EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
        HealthIndicator health =
                (HealthIndicator) context.getBean(EventDispatcherHealth.class).getContributor("main");
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        try (TestPeer peer = TestPeer.connect(port);
                TestPeer idle = TestPeer.connect(port)) {
            assertThat(idle.send("PING").line()).isEqualTo("PONG");
            peer.send("DIE");
            assertThat(peer.line()).isNull();
            assertThat(idle.line()).isNull();
        }
        settled()
                .untilAsserted(
                        () -> assertThat(dying.states).containsExactly(LivenessState.CORRECT, LivenessState.BROKEN));
        settled().until(() -> dying.closed);
        settled().untilAsserted(() -> assertThat(loopThreads()).isEmpty());
        settled().until(() -> !context.isActive());
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
        assertThat(lifecycle.isRunning()).isFalse();
        assertThat(endpoint.section("loop"))
                .isInstanceOfSatisfying(
                        LoopReport.class, loop -> assertThat(loop.state()).isEqualTo("STOPPED"));
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(health.health().getStatus()).isNotEqualTo(Status.UP);
        // By the loop thread: a handler of an earlier test that ends late may log on its own thread.
        assertThat(output.getAll()
                        .lines()
                        .filter(line -> line.contains(" ERROR ") && line.contains("[eventdispatcher]")))
                .singleElement()
                .asString()
                .contains("The event loop ended by an error; the application is closed");
    }

    @Test
    void stopCommandOverTcpIsRefusedByDefault() {
        ConfigurableApplicationContext context = run(App.class, TCP);
        try (TestPeer peer = TestPeer.connect(port(context))) {
            peer.line();
            assertThat(peer.send("STOP").line()).startsWith("INVALID command=STOP");
            assertThat(peer.send("ADD a=1;b=1").line()).isEqualTo("ADD_REPLY sum=2");
        }
        assertThat(context.isActive()).isTrue();
    }

    @Test
    void restartAndLogRotateBecomeEvents() {
        ConfigurableApplicationContext context = run(App.class, TCP, "--eventdispatcher.control=loopback");
        Recorder recorder = context.getBean(Recorder.class);
        try (TestPeer peer = TestPeer.connect(port(context))) {
            peer.send("RESTART reason=upgrade\nLOG_ROTATE\nLEAK\nALIVE");
            await().until(() -> recorder.events.contains("rotate"));
        }
        assertThat(recorder.events).contains("restart upgrade", "rotate");
        assertThat(context.isActive()).isTrue();
    }

    @Test
    void startingTwiceOnOnePortExplainsItself(CapturedOutput output) {
        int port = port(run(App.class, TCP));
        String same = "--eventdispatcher.listeners.second.uri=tcp://127.0.0.1:" + port;
        assertThatThrownBy(() -> run(App.class, "--eventdispatcher.listeners.a.uri=local:a", same))
                .hasRootCauseInstanceOf(BindException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Listener 'second' could not bind tcp://127.0.0.1:" + port + ": the address is in use.")
                .contains(
                        "Stop the other process, or set eventdispatcher.listeners.second.uri (port 0 picks a free one).");
        assertThat(loopThreads())
                .as("threads of the application that did not start")
                .hasSize(1);
    }

    @Test
    void startsAndServesWhileItsPeerIsAwayAndReconnects() throws IOException {
        int port = freePort();
        ConfigurableApplicationContext context = run(
                App.class,
                "--eventdispatcher.clients.hub.uri=tcp://127.0.0.1:" + port,
                "--eventdispatcher.clients.hub.reconnect.pauses=0.05",
                "--eventdispatcher.clients.hub.on-connect=REGISTER service=billing;list=A,B");
        MessageClient hub = context.getBean(MessageClient.class);
        assertThat(hub.send(Message.of("QUEUED")).accepted()).isTrue();
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                TestPeer peer = TestPeer.of(server.accept())) {
            assertThat(peer.line()).isEqualTo("REGISTER list=A,B;service=billing");
            assertThat(peer.line()).isEqualTo("QUEUED");
            var answer = hub.request(Message.of("WHO"));
            assertThat(peer.line()).startsWith("WHO correlation_id=");
            peer.send("WHO_REPLY name=x");
            assertThat(answer).succeedsWithin(10, TimeUnit.SECONDS);
            peer.send("ADD a=1;b=2");
            assertThat(peer.line()).isEqualTo("ADD_REPLY sum=3");
        }
        Recorder recorder = context.getBean(Recorder.class);
        await().untilAsserted(() -> assertThat(recorder.events).contains("connected hub", "disconnected hub"));
    }

    @Test
    void broadcastsToChosenConnections() {
        ConfigurableApplicationContext context = run(App.class, TCP);
        try (TestPeer one = TestPeer.connect(port(context));
                TestPeer two = TestPeer.connect(port(context))) {
            one.line();
            two.line();
            Connections connections = context.getBean(Connections.class);
            assertThat(connections.size()).isEqualTo(2);
            Connections.Broadcast taken = connections.broadcast(
                    connection -> connection.id().equals("main-1"),
                    Message.builder("NEWS").param("n", 1).build());
            assertThat(taken).isEqualTo(new Connections.Broadcast(1, 0, 0, 0));
            assertThat(connections.send("main-2", Message.of("ONE"))).isEqualTo(SendResult.SENT);
            assertThat(two.line()).isEqualTo("ONE");
            assertThat(connections.send("main-9", Message.of("ONE"))).isEqualTo(SendResult.CLOSED);
            assertThat(one.line()).isEqualTo("NEWS n=1");
            connections.find("main-2").close(CloseReason.ADMIN);
            assertThat(two.line()).isNull();
            assertThat(connections.find("main-9")).isNull();
        }
    }

    /** Awaits without the errors of other threads, such as the one that ends the loop on purpose. */
    private static ConditionFactory settled() {
        return await().dontCatchUncaughtExceptions();
    }

    private ConfigurableApplicationContext run(Class<?> app, String... arguments) {
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(app).web(WebApplicationType.NONE).run(arguments);
        contexts.add(context);
        return context;
    }

    private static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port", Integer.class);
    }

    private static NamedListener listener(ConfigurableApplicationContext context) {
        return context.getBean(ListenerRegistry.class).get("main");
    }

    private static List<Thread> loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("eventdispatcher") && thread.isAlive())
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Nothing {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        Recorder recorder() {
            return new Recorder();
        }

        @Bean
        Slow slow() {
            return new Slow();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class FailingRefresh {

        @EventListener
        void refreshed(ContextRefreshedEvent event) {
            throw new IllegalStateException("on purpose");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class FailingStart {

        @Bean
        ApplicationListener<PayloadApplicationEvent<ListenerStartedEvent>> failing() {
            return new ApplicationListener<>() {
                @Override
                public void onApplicationEvent(PayloadApplicationEvent<ListenerStartedEvent> event) {
                    throw new AssertionError("on purpose");
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Dying {

        final List<LivenessState> states = Collections.synchronizedList(new ArrayList<>());
        volatile boolean closed;

        @MessageHandler(value = "DIE", execution = Execution.LOOP)
        void die() {
            throw new OutOfMemoryError("test");
        }

        @MessageHandler("PING")
        String ping() {
            return "PONG";
        }

        @EventListener
        void liveness(AvailabilityChangeEvent<LivenessState> event) {
            states.add(event.getState());
        }

        @EventListener
        void closed(ContextClosedEvent event) {
            closed = true;
        }
    }

    static class Slow {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            return Map.of("sum", a + b);
        }

        @MessageHandler("WAIT")
        String waitForIt() throws InterruptedException {
            begun.countDown();
            go.await(20, TimeUnit.SECONDS);
            return "DONE";
        }
    }

    static class Recorder {

        final List<String> events = Collections.synchronizedList(new ArrayList<>());

        @EventListener
        void started(ListenerStartedEvent event) {
            events.add("started " + event.listener());
            assertThat(event.endpoint() instanceof TcpEndpoint tcp && tcp.port() == 0)
                    .isFalse();
        }

        @EventListener
        void stopped(ListenerStoppedEvent event) {
            events.add("stopped " + event.listener() + " " + event.graceful());
        }

        @EventListener
        void opened(ConnectionOpenedEvent event) {
            events.add("opened " + event.connection().id());
            if (event.connection().owner().equals("main")) {
                event.connection()
                        .send(Message.builder("WELCOME")
                                .param("id", event.connection().id())
                                .build());
            }
        }

        @EventListener
        void closed(ConnectionClosedEvent event) {
            events.add("closed " + event.connection().id() + " " + event.reason());
        }

        @EventListener
        void connected(ClientConnectedEvent event) {
            events.add("connected " + event.client());
        }

        @EventListener
        void disconnected(ClientDisconnectedEvent event) {
            events.add("disconnected " + event.client());
        }

        @EventListener
        void restart(RestartRequestedEvent event) {
            events.add("restart " + event.reason());
        }

        @EventListener
        void rotate(LogRotateRequestedEvent event) {
            events.add("rotate");
        }
    }
}
