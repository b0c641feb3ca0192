package io.eventdispatcher.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.EchoEncoder;
import ch.qos.logback.core.read.ListAppender;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherLoggingAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.LogRotateAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import io.eventdispatcher.spring.lifecycle.LogRotateRequestedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/** Log events between services, and log files on LOG_ROTATE. */
class LoggingIT {

    private static final String REMOTE = "test.remote";

    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final ApplicationContextRunner runner = Starter.full()
            .withConfiguration(AutoConfigurations.of(EventDispatcherLoggingAutoConfiguration.class))
            .withPropertyValues("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0");

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        written.list = new CopyOnWriteArrayList<>(); // other threads write
        written.start();
        logback.getLogger(REMOTE).addAppender(written);
    }

    @AfterEach
    void detach() {
        logback.getLogger(REMOTE).detachAppender(written);
    }

    @Test
    void aClientThatIsNotConfiguredStopsTheStart() {
        runner.withPropertyValues("eventdispatcher.log.forward.client=hub")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnusablePropertyException.class)
                        .hasMessageContaining("eventdispatcher.log.forward.client=hub")
                        .hasMessageContaining("no client is configured"));
    }

    @Test
    void withoutLogbackThereIsNothing() {
        runner.withClassLoader(new FilteredClassLoader("ch.qos.logback"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(LogRotation.class));
    }

    @Test
    void logEventsAreSentOverAClient() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            runner.withPropertyValues(
                            "eventdispatcher.clients.hub.uri=tcp://127.0.0.1:" + server.getLocalPort(),
                            "eventdispatcher.log.forward.client=hub")
                    .run(context -> {
                        try (TestPeer hub = TestPeer.of(server.accept())) {
                            LoggerFactory.getLogger("shop.Order").info("paid {}", 42);
                            LoggerFactory.getLogger("shop.Order").debug("not sent");
                            LoggerFactory.getLogger("io.eventdispatcher.client.Anything")
                                    .error("would go round for ever");
                            LoggerFactory.getLogger("shop.Order").warn("last");
                            List<String> lines = List.of(lineAbout("shop.Order", hub), lineAbout("shop.Order", hub));
                            assertThat(lines.get(0))
                                    .startsWith("LOG ")
                                    .contains("message=paid 42", "severity=information");
                            assertThat(lines.get(1)).contains("message=last", "severity=warning");
                            assertThat(context.getBean(LogForwarding.class).sent())
                                    .isGreaterThanOrEqualTo(2);
                        }
                    });
        }
    }

    @Test
    void whatNobodyTakesIsDroppedAndCounted() {
        runner.withPropertyValues(
                        "eventdispatcher.clients.hub.uri=tcp://127.0.0.1:1",
                        "eventdispatcher.clients.hub.offline-queue.capacity=10",
                        "eventdispatcher.log.forward.client=hub")
                .run(context -> {
                    for (int i = 0; i < 1000; i++) {
                        LoggerFactory.getLogger("shop.Order").info("event {}", i);
                    }
                    LogForwarding forwarding = context.getBean(LogForwarding.class);
                    assertThat(forwarding.sent()).isLessThanOrEqualTo(20);
                    assertThat(forwarding.dropped()).isGreaterThanOrEqualTo(980);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("eventdispatcher.log.dropped")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(forwarding.dropped());
                });
    }

    @Test
    void logMessagesOfOthersAreWrittenWithTheirSeverityAndTime() {
        runner.withPropertyValues(
                        "eventdispatcher.log.receive.enabled=true", "eventdispatcher.log.receive.logger=" + REMOTE)
                .run(context -> {
                    int port =
                            context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main", int.class);
                    try (TestPeer peer = TestPeer.connect(port)) {
                        peer.send("<srv:shop LOG message=a\\nb;severity=error;timestamp=1795317525.5");
                        peer.send("LOGGER message=old;severity=info;timestamp=12");
                        peer.send("LOG message=forged\u001b[31m;severity=strange;timestamp=never");
                        await().until(() -> written.list.size() == 3);
                    }
                    assertThat(written.list)
                            .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                            .containsExactly(
                                    "ERROR [srv:shop] 2026-11-22T03:18:45.500Z a\\u000ab",
                                    "INFO [-] 1970-01-01T00:00:12Z old",
                                    "INFO [-] never forged\\u001b[31m");
                    assertThat(context.getBean(RemoteLog.class).received()).isEqualTo(3);
                });
    }

    @Test
    void whatCameFromElsewhereIsNotSentOn() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            runner.withPropertyValues(
                            "eventdispatcher.clients.hub.uri=tcp://127.0.0.1:" + server.getLocalPort(),
                            "eventdispatcher.log.forward.client=hub",
                            "eventdispatcher.log.receive.enabled=true",
                            "eventdispatcher.log.receive.logger=" + REMOTE)
                    .run(context -> {
                        try (TestPeer hub = TestPeer.of(server.accept())) {
                            hub.send("LOG message=echo;severity=error;timestamp=1");
                            await().until(() -> written.list.size() == 1);
                            LoggerFactory.getLogger("shop.Order").warn("own");
                            String line = hub.line();
                            while (line != null && !line.contains("message=own")) {
                                assertThat(line).doesNotContain("echo");
                                line = hub.line();
                            }
                            assertThat(line).isNotNull();
                        }
                    });
        }
    }

    @Test
    void thatAPeerDoesNotTakeLogEventsIsNotToldToThatPeer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            runner.withPropertyValues(
                            "eventdispatcher.clients.hub.uri=tcp://127.0.0.1:" + server.getLocalPort(),
                            "eventdispatcher.log.forward.client=hub")
                    .run(context -> {
                        Logger peers = logback.getLogger("io.eventdispatcher.messenger.SystemCommands");
                        peers.addAppender(written);
                        try (TestPeer hub = TestPeer.of(server.accept())) {
                            hub.send("UNKNOWN command=OTHER");
                            hub.send("UNKNOWN command=LOG");
                            hub.send("INVALID command=LOG;message=no");
                            await().until(() -> written.list.size() == 3);
                            LoggerFactory.getLogger("shop.Order").warn("own");
                            assertThat(lineAbout(peers.getName(), hub)).contains("our command OTHER");
                            assertThat(hub.line()).contains("message=own");
                        } finally {
                            peers.detachAppender(written);
                        }
                    });
        }
    }

    @Test
    void theFilesAreReopenedWhenLogRotateIsRequested() {
        Path file = directory.resolve("app.log");
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(logback);
        appender.setFile(file.toString());
        appender.setEncoder(new EchoEncoder<>());
        appender.start();
        Logger logger = logback.getLogger("test.rotate");
        logger.addAppender(appender);
        try {
            runner.run(context -> {
                logger.info("before");
                Files.move(file, directory.resolve("app.log.1"));
                context.publishEvent(new LogRotateRequestedEvent());
                await().until(() -> Files.exists(file));
            });
            runner.withPropertyValues("eventdispatcher.logrotate.reopen-files=false")
                    .run(context -> assertThat(context).doesNotHaveBean(LogRotation.class));
        } finally {
            logger.detachAppender(appender);
            appender.stop();
        }
    }

    @Test
    void logRotateIsTakenAsDatagramOnItsOwnListenerAndNothingElseIs() {
        runner.withConfiguration(AutoConfigurations.of(LogRotateAutoConfiguration.class))
                .withBean(Rotations.class)
                .withPropertyValues(
                        "eventdispatcher.logrotate.listen=udp://127.0.0.1:0",
                        "eventdispatcher.logrotate.secret-code=s3cret")
                .run(context -> {
                    int port = context.getEnvironment()
                            .getRequiredProperty("local.eventdispatcher.port.logrotate", int.class);
                    send(port, "STOP secret_code=s3cret");
                    send(port, "LOG_ROTATE");
                    send(port, "LOG_ROTATE secret_code=wrong");
                    send(port, "/");
                    send(port, "<vm:ed_signal LOG_ROTATE secret_code=s3cret");
                    Rotations rotations = context.getBean(Rotations.class);
                    await().until(() -> rotations.count.get() == 1);
                    send(port, "LOG_ROTATE secret_code=s3cret");
                    await().until(() -> rotations.count.get() == 2);
                    assertThat(context.getSourceApplicationContext().isActive()).isTrue();
                });
    }

    @Test
    void theLogRotateListenerStaysOnThisMachine() {
        runner.withConfiguration(AutoConfigurations.of(LogRotateAutoConfiguration.class))
                .withPropertyValues("eventdispatcher.logrotate.listen=udp://0.0.0.0:0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("eventdispatcher.logrotate.listen=udp://0.0.0.0:0")
                        .hasMessageContaining("other machines"));
    }

    @Test
    void theLogRotateListenerHasNoCertificate() {
        runner.withConfiguration(AutoConfigurations.of(LogRotateAutoConfiguration.class))
                .withPropertyValues("eventdispatcher.logrotate.listen=tls://127.0.0.1:0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnusablePropertyException.class)
                        .hasMessageContaining("eventdispatcher.logrotate.listen=tls://127.0.0.1:0"));
    }

    private static void send(int port, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    static final class Rotations {

        private final AtomicInteger count = new AtomicInteger();

        @EventListener
        void onRequest(LogRotateRequestedEvent event) {
            count.incrementAndGet();
        }
    }

    private static String lineAbout(String logger, TestPeer hub) {
        String line = hub.line();
        while (line != null && !line.contains("logger:" + logger)) {
            line = hub.line();
        }
        return String.valueOf(line);
    }
}
