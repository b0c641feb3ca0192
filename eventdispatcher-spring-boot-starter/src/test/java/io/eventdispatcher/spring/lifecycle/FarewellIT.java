package io.eventdispatcher.spring.lifecycle;

import static io.eventdispatcher.spring.lifecycle.RunningApplications.TCP;
import static io.eventdispatcher.spring.lifecycle.RunningApplications.listener;
import static io.eventdispatcher.spring.lifecycle.RunningApplications.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** What peers read last when an application stops. */
@ExtendWith(OutputCaptureExtension.class)
class FarewellIT {

    @RegisterExtension
    final RunningApplications applications = new RunningApplications();

    @Test
    void nobodyIsToldQuittingByDefault() {
        ConfigurableApplicationContext context = applications.run(App.class, TCP);
        try (TestPeer service = service(context);
                TestPeer plain = plain(context)) {
            context.close();
            assertThat(service.line()).isNull();
            assertThat(plain.line()).isNull();
        }
    }

    @Test
    void servicesAreToldAndPlainPeersAreNot() {
        ConfigurableApplicationContext context =
                applications.run(App.class, TCP, "--eventdispatcher.lifecycle.quitting=services");
        try (TestPeer service = service(context);
                TestPeer plain = plain(context)) {
            context.close();
            assertThat(service.line()).isEqualTo("QUITTING");
            assertThat(service.line()).isNull();
            assertThat(plain.line()).isNull();
        }
    }

    @Test
    void everybodyIsToldAfterTheAnswersInFlight(CapturedOutput output) throws InterruptedException {
        ConfigurableApplicationContext context =
                applications.run(App.class, TCP, "--eventdispatcher.lifecycle.quitting=all");
        App app = context.getBean(App.class);
        try (TestPeer busy = plain(context);
                TestPeer idle = plain(context)) {
            busy.send("WAIT");
            assertThat(app.begun.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = new Thread(context::close);
            closing.start();
            assertThat(idle.line()).isEqualTo("QUITTING");
            assertThat(idle.line()).isNull();
            app.go.countDown();
            assertThat(busy.line()).isEqualTo("DONE");
            assertThat(busy.line()).isEqualTo("QUITTING");
            assertThat(busy.line()).isNull();
            closing.join();
        }
        assertThat(output).containsPattern("Draining 2 connections \\(up to 30s\\) \\.\\.\\. done in \\d+ ms");
    }

    @Test
    void aListenerStoppedByHandTellsItsPeersToo() {
        ConfigurableApplicationContext context =
                applications.run(App.class, TCP, "--eventdispatcher.lifecycle.quitting=all");
        try (TestPeer peer = plain(context)) {
            listener(context).stop(Duration.ofSeconds(10)).join();
            assertThat(peer.line()).isEqualTo("QUITTING");
            assertThat(peer.line()).isNull();
        }
        await().until(() -> listener(context).connections().isEmpty());
    }

    private static TestPeer service(ConfigurableApplicationContext context) {
        TestPeer peer = TestPeer.connect(port(context));
        assertThat(peer.send("<web:frontend PING").line()).isEqualTo("web:frontend/PONG");
        return peer;
    }

    private static TestPeer plain(ConfigurableApplicationContext context) {
        TestPeer peer = TestPeer.connect(port(context));
        assertThat(peer.send("PING").line()).isEqualTo("PONG");
        return peer;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        @MessageHandler("PING")
        String ping() {
            return "PONG";
        }

        @MessageHandler("WAIT")
        String waitForIt() throws InterruptedException {
            begun.countDown();
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            return "DONE";
        }
    }
}
