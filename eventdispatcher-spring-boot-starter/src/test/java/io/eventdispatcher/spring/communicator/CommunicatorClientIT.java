package io.eventdispatcher.spring.communicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.client.DropReason;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.RequestException;
import io.eventdispatcher.spring.actuate.CommunicatorReport;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.communicator.CommunicatorRegistration.State;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** What becomes of messages that are sent before the daemon has taken the registration. */
@Timeout(60)
class CommunicatorClientIT {

    private static final String REGISTER = "REGISTER service=asking;version=1";
    private static final String READY = "<srv:communicatord READY my_address=127.0.0.1:4042";
    private static final String REFUSED =
            "<srv:communicatord INVALID command=REGISTER;message=\"the name is in use: service=asking\"";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Asking {}

    private ScriptedDaemon daemon;
    private ConfigurableApplicationContext context;

    @BeforeEach
    void listen() throws IOException {
        daemon = new ScriptedDaemon();
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
        if (context != null) {
            context.close();
        }
    }

    private CommunicatorClient start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.name=none",
                "--spring.application.name=asking",
                "--spring.jmx.enabled=true",
                "--management.endpoints.jmx.exposure.include=eventdispatcher",
                "--eventdispatcher.communicator.uri=" + daemon.uri(),
                "--eventdispatcher.clients.communicator.reconnect.pauses=100ms"));
        arguments.addAll(List.of(more));
        context = new SpringApplicationBuilder(Asking.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
        return context.getBean(CommunicatorClient.class);
    }

    private static Message news(String text) {
        return Message.builder("NEWS").to("", "billing").param("text", text).build();
    }

    private CommunicatorReport section() {
        return (CommunicatorReport)
                context.getBean(EventDispatcherEndpoint.class).section("communicator");
    }

    @Test
    void whatIsSentBeforeReadyGoesOutBehindItInOrder() throws Exception {
        CommunicatorClient client = start();
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER);
            assertThat(client.send(news("a"))).isEqualTo(Delivery.QUEUED);
            assertThat(client.send(news("b"))).isEqualTo(Delivery.QUEUED);
            line.hearsNothingElse();
            assertThat(client.isReady()).isFalse();
            assertThat(section().state()).isEqualTo("REGISTERING");
            line.says(READY).hears("billing/NEWS text=a", "billing/NEWS text=b");
            assertThat(client.send(news("c"))).isEqualTo(Delivery.SENT);
            line.hears("billing/NEWS text=c");
            assertThat(client.isReady()).isTrue();
            assertThat(client.registration().state()).isEqualTo(State.READY);
        }
        Awaitility.await().until(() -> !client.isReady());
    }

    @Test
    void aRefusedRegistrationTakesNothingWithIt() throws Exception {
        CommunicatorClient client = start();
        assertThat(client.send(news("a")).accepted()).isTrue();
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER).says(REFUSED);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(section().refusal()).contains("in use"));
        }
        assertThat(client.send(news("b"))).isEqualTo(Delivery.QUEUED);
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER).says(READY).hears("billing/NEWS text=a", "billing/NEWS text=b");
            assertThat(section().refusal()).isNull();
            assertThat(section().state()).isEqualTo("READY");
        }
        Awaitility.await().untilAsserted(() -> assertThat(section().state()).isNotEqualTo("READY"));
    }

    @Test
    void whatWaitsIsLimitedInNumber() throws Exception {
        CommunicatorClient client = start("--eventdispatcher.clients.communicator.offline-queue.capacity=2");
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER);
            client.send(news("a"));
            client.send(news("b"));
            Delivery refused = client.send(news("c"));
            assertThat(refused.status()).isEqualTo(Delivery.Status.REJECTED);
            assertThat(refused.reason()).contains("queue is full").contains("maxFrames=2");
            line.says(READY).hears("billing/NEWS text=a", "billing/NEWS text=b").hearsNothingElse();
        }
    }

    @Test
    void whatWaitsIsLimitedInSizeAndTheOldestMayGiveWay() throws Exception {
        CommunicatorClient client = start(
                "--eventdispatcher.clients.communicator.offline-queue.max-size=50B",
                "--eventdispatcher.clients.communicator.offline-queue.overflow=drop-oldest");
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER);
            client.send(news("a"));
            client.send(news("b"));
            assertThat(client.send(news("c"))).isEqualTo(Delivery.QUEUED);
            line.says(READY).hears("billing/NEWS text=b", "billing/NEWS text=c").hearsNothingElse();
            assertThat(dropped(DropReason.OVERFLOW)).isEqualTo(1);
        }
    }

    @Test
    void whatWaitsTooLongIsGivenUpAndCounted() throws Exception {
        CommunicatorClient client = start("--eventdispatcher.clients.communicator.offline-queue.max-age=500ms");
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER);
            client.send(news("a"));
            Awaitility.await().until(() -> dropped(DropReason.EXPIRED) == 1);
            line.says(READY).hearsNothingElse();
        }
    }

    private long dropped(DropReason reason) {
        return context.getBean(ClientRegistry.class)
                .get(CommunicatorClient.NAME)
                .dropped(reason);
    }

    @Test
    void aRequestWaitsWithinItsTimeAndIsNotSentAfterwards() throws Exception {
        CommunicatorClient client = start();
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER);
            CompletableFuture<Message> late = client.request(news("late"), Duration.ofMillis(300));
            CompletableFuture<Message> patient = client.request(news("patient"), Duration.ofSeconds(30));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> late.get(10, TimeUnit.SECONDS))
                    .withCauseInstanceOf(RequestException.class)
                    .satisfies(failure -> assertThat(((RequestException) failure.getCause()).mayHaveReachedPeer())
                            .isFalse());
            String asked = line.says(READY).next();
            assertThat(asked).startsWith("billing/NEWS ").contains("text=patient");
            line.says("<srv:billing srv:asking/NEWS_REPLY n=1;" + correlation(asked));
            assertThat(patient.get(10, TimeUnit.SECONDS).integer("n")).isEqualTo(1);
        }
    }

    @Test
    void aRequestToItselfIsNotTakenForItsAnswer() throws Exception {
        CommunicatorClient client = start();
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER).says(READY);
            CompletableFuture<Message> own =
                    client.request(Message.builder("ALIVE").to("", "asking").build(), Duration.ofSeconds(30));
            String asked = line.next();
            line.says("<srv:asking " + asked);
            String answer = line.next();
            assertThat(answer).startsWith("srv:asking/ABSOLUTELY ").contains(correlation(asked));
            line.says("<srv:asking " + answer);
            assertThat(own.get(10, TimeUnit.SECONDS).command()).isEqualTo("ABSOLUTELY");
        }
    }

    private static String correlation(String line) {
        return line.substring(line.indexOf("correlation_id=")).split(";")[0];
    }

    @Test
    void aDaemonThatDoesNotAnswerInTimeIsHungUpOn() throws Exception {
        CommunicatorClient client = start("--eventdispatcher.communicator.ready-timeout=300ms");
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER);
            client.send(news("a"));
            line.hearsTheEnd();
        }
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER).says(READY).hears("billing/NEWS text=a");
        }
    }

    @Test
    void theEndDoesNotWaitForADaemonThatDoesNotAnswer() throws Exception {
        CommunicatorClient client = start();
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears(REGISTER);
            client.send(news("a"));
            long begin = System.nanoTime();
            context.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            line.hearsTheEnd();
        }
    }

    @Test
    void theServiceNameAndThePasswordStandInTheRegistration() throws Exception {
        CommunicatorClient client = start(
                "--eventdispatcher.communicator.service-name=accounts",
                "--eventdispatcher.communicator.password=four words");
        assertThat(client.serviceName()).isEqualTo("accounts");
        try (ScriptedDaemon.Line line = daemon.accept()) {
            line.hears("REGISTER password=four words;service=accounts;version=1");
        }
    }
}
