package io.eventdispatcher.spring.lifecycle;

import static io.eventdispatcher.spring.autoconfigure.TestPorts.freePort;
import static io.eventdispatcher.spring.lifecycle.RunningApplications.TCP;
import static io.eventdispatcher.spring.lifecycle.RunningApplications.listener;
import static io.eventdispatcher.spring.lifecycle.RunningApplications.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Listeners, clients and connections that are not read for a while, and listeners bound anew. */
@ExtendWith(OutputCaptureExtension.class)
class PauseIT {

    private static final String FOLLOW = "--eventdispatcher.lifecycle.follow-readiness=true";

    @RegisterExtension
    final RunningApplications applications = new RunningApplications();

    @Test
    void aPausedListenerKeepsItsSocketsAndReadsNothing() {
        ConfigurableApplicationContext context = applications.run(App.class, TCP);
        App app = context.getBean(App.class);
        try (TestPeer peer = peer(context)) {
            listener(context).pause();
            await().until(() -> listener(context).state() == ListenerState.PAUSED);
            peer.send("COUNT");
            try (TestPeer late = TestPeer.connect(port(context)).send("COUNT")) {
                assertNothingArrives(context, app);
                listener(context).resume();
                assertThat(peer.line()).startsWith("COUNT_REPLY n=");
                assertThat(late.line()).startsWith("COUNT_REPLY n=");
            }
        }
    }

    @Test
    void aSingleConnectionCanBePaused() {
        ConfigurableApplicationContext context = applications.run(App.class, TCP);
        try (TestPeer one = peer(context);
                TestPeer two = peer(context)) {
            Connection first = context.getBean(Connections.class).find("main-1");
            first.suspend();
            one.send("PING");
            assertThat(two.send("PING").line()).isEqualTo("PONG");
            assertThat(first.snapshot().framesReceived()).isEqualTo(1);
            first.resume();
            assertThat(one.line()).isEqualTo("PONG");
        }
    }

    @Test
    void aPausedClientKeepsItsConnectionAndReadsItsAnswersLater() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ConfigurableApplicationContext context = applications.run(
                    App.class,
                    "--eventdispatcher.clients.hub.uri=tcp://127.0.0.1:" + server.getLocalPort(),
                    "--eventdispatcher.clients.hub.auto-startup=false");
            NamedClient hub = context.getBean(ClientRegistry.class).get("hub");
            hub.pause();
            assertThat(hub.isPaused()).isTrue();
            hub.start();
            try (TestPeer peer = TestPeer.of(server.accept())) {
                peer.send("PING");
                CompletableFuture<Message> answer = hub.request(Message.of("WHO"));
                assertThat(peer.line()).as("sends while it is paused").startsWith("WHO");
                peer.send("WHO_REPLY name=x");
                turns(context);
                assertThat(answer).isNotDone();
                hub.resume();
                assertThat(peer.line()).isEqualTo("PONG");
                assertThat(answer).succeedsWithin(10, TimeUnit.SECONDS);
                hub.pause();
                peer.send("PING");
                turns(context);
                hub.resume();
                assertThat(hub.isPaused()).isFalse();
                assertThat(peer.line()).isEqualTo("PONG");
            }
        }
    }

    @Test
    void aPauseByHandOutlivesThatOfTheContext() {
        ConfigurableApplicationContext context = applications.run(App.class, TCP);
        listener(context).pause();
        context.pause();
        assertThat(listener(context).state()).isEqualTo(ListenerState.STOPPED);
        context.restart();
        assertThat(listener(context).state()).isEqualTo(ListenerState.PAUSED);
        try (TestPeer peer = TestPeer.connect(port(context)).send("PING")) {
            listener(context).resume();
            assertThat(peer.line()).isEqualTo("PONG");
        }
        listener(context).pause();
        listener(context).stop(Duration.ZERO).join();
        listener(context).start();
        assertThat(listener(context).state()).as("stopped and started by hand").isEqualTo(ListenerState.RUNNING);
    }

    @Test
    void severalPortsArePublishedTakenBackAndPublishedAgain() {
        ConfigurableApplicationContext context = applications.run(
                App.class,
                TCP,
                "--eventdispatcher.listeners.second.uri=tcp://127.0.0.1:0",
                "--eventdispatcher.listeners.later.uri=tcp://127.0.0.1:0",
                "--eventdispatcher.listeners.later.auto-startup=false");
        List<String> published = List.of("", ".main", ".second");
        assertThat(published)
                .allSatisfy(name -> assertThat(context.getEnvironment()
                                .getProperty("local.eventdispatcher.port" + name, Integer.class))
                        .isPositive());
        assertThat(port(context, "second")).isNotEqualTo(port(context, "main"));
        assertThat(context.getEnvironment().containsProperty("local.eventdispatcher.port.later"))
                .isFalse();
        context.stop();
        assertThat(published)
                .noneMatch(name -> context.getEnvironment().containsProperty("local.eventdispatcher.port" + name));
        context.start();
        try (TestPeer one = TestPeer.connect(port(context, "main"));
                TestPeer two = TestPeer.connect(port(context, "second"))) {
            assertThat(one.send("PING").line()).isEqualTo("PONG");
            assertThat(two.send("PING").line()).isEqualTo("PONG");
        }
        context.getBean(ListenerRegistry.class).get("later").start();
        assertThat(port(context, "later")).isPositive();
        context.pause();
        context.restart();
        assertThat(port(context, "later")).as("started by hand before").isPositive();
    }

    @Test
    void isPausedUntilTheApplicationIsReady(CapturedOutput output) {
        int port = freePort();
        ConfigurableApplicationContext context =
                applications.run(Waiting.class, FOLLOW, "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:" + port);
        Waiting app = context.getBean(Waiting.class);
        assertThat(app.stateWhileRunning).isEqualTo(ListenerState.PAUSED);
        assertThat(app.peer.line()).isEqualTo("PONG");
        app.peer.close();
        assertThat(output)
                .contains("Listener 'main' on tcp://127.0.0.1:" + port + " (paused)")
                .contains("The application is ready: listeners accept and read");
    }

    @Test
    void isPausedWhileTheApplicationRefusesTraffic() {
        ConfigurableApplicationContext context = applications.run(App.class, TCP, FOLLOW);
        try (TestPeer peer = peer(context)) {
            AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
            peer.send("COUNT");
            await().until(() -> listener(context).state() == ListenerState.PAUSED);
            listener(context).resume();
            context.stop();
            context.start();
            assertThat(listener(context).state()).as("still refusing").isEqualTo(ListenerState.PAUSED);
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
            await().until(() -> listener(context).state() == ListenerState.RUNNING);
            listener(context).pause();
            AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
            turns(context);
            assertThat(listener(context).state()).as("paused by hand").isEqualTo(ListenerState.PAUSED);
        }
    }

    @Test
    void readinessChangesNothingByDefault() {
        ConfigurableApplicationContext context = applications.run(App.class, TCP);
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        try (TestPeer peer = peer(context)) {
            assertThat(listener(context).state()).isEqualTo(ListenerState.RUNNING);
            assertThat(peer.send("PING").line()).isEqualTo("PONG");
        }
    }

    /** Lets the loop have its turns. */
    private static void turns(ConfigurableApplicationContext context) {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Boolean> turn = new CompletableFuture<>();
            context.getBean(EventLoop.class).execute(() -> turn.complete(true));
            assertThat(turn).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    private static void assertNothingArrives(ConfigurableApplicationContext context, App app) {
        turns(context);
        assertThat(app.counted).hasValue(0);
        assertThat(listener(context).connections()).hasSize(1);
    }

    private static TestPeer peer(ConfigurableApplicationContext context) {
        TestPeer peer = TestPeer.connect(port(context));
        assertThat(peer.send("PING").line()).isEqualTo("PONG");
        return peer;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        final AtomicInteger counted = new AtomicInteger();

        @MessageHandler("PING")
        String ping() {
            return "PONG";
        }

        @MessageHandler("COUNT")
        Map<String, Integer> count() {
            return Map.of("n", counted.incrementAndGet());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Waiting {

        ListenerState stateWhileRunning;
        TestPeer peer;

        /** Runs before the application is ready. */
        @Bean
        ApplicationRunner talks(ListenerRegistry listeners, Environment environment) {
            return arguments -> {
                stateWhileRunning = listeners.get("main").state();
                peer = TestPeer.connect(environment.getRequiredProperty("local.eventdispatcher.port", Integer.class))
                        .send("PING");
            };
        }

        @MessageHandler("PING")
        String ping() {
            return "PONG";
        }
    }
}
