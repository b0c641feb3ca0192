package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.MessageValidationAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

/** Every way to run × every way to reply × every way to fail: reply, log, meter and order. */
class HandlerMatrixIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> KINDS = List.of("VOID", "MESSAGE", "RECORD", "STAGE", "MONO", "SUSPEND");
    private static final List<String> ASYNCHRONOUS = List.of("STAGE", "MONO", "SUSPEND");

    private final Warnings log = new Warnings();

    @ParameterizedTest
    @EnumSource(
            value = Execution.class,
            names = {"LOOP", "EXECUTOR", "VIRTUAL"})
    void everyKindOfHandlerDoesWhatIsDocumented(Execution execution) {
        if (execution == Execution.VIRTUAL) {
            assumeThat(Runtime.version().feature())
                    .as("virtual threads need Java 21")
                    .isGreaterThanOrEqualTo(21);
        }
        // a time-out that no handler reaches which is only slow, on a machine that is
        run(execution, "1m", Cell::check);
        run(execution, "200ms", Cell::checkTimeOut);
    }

    private void run(Execution execution, String timeout, Consumer<Cell> check) {
        Starter.full()
                .withConfiguration(AutoConfigurations.of(
                        ValidationAutoConfiguration.class, MessageValidationAutoConfiguration.class))
                .withBean("kinds", Kinds.class, () -> new Kinds(log.warned))
                .withBean("suspending", SuspendingHandlers.class)
                .withPropertyValues(
                        "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "eventdispatcher.dispatch.execution=" + execution.name().toLowerCase(Locale.ROOT),
                        "eventdispatcher.dispatch.handler-timeout=" + timeout,
                        "eventdispatcher.loop.busy-warning-threshold=100ms")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    log.start();
                    Logger root = (Logger) LoggerFactory.getLogger("io.eventdispatcher");
                    root.addAppender(log);
                    try (TestPeer peer = TestPeer.connect(port(context))) {
                        for (String kind : KINDS) {
                            Cell cell = new Cell(context, peer, execution, kind);
                            check.accept(cell);
                            log.list.removeIf(HandlerMatrixIT::isAboutTheLoop);
                            assertThat(log.list).isEmpty();
                        }
                    } finally {
                        root.detachAppender(log);
                    }
                });
    }

    private static int port(ApplicationContext context) {
        return Integer.parseInt(context.getEnvironment().getProperty("local.eventdispatcher.port.main", "0"));
    }

    /** One kind of handler in one mode, in all its ways to end. */
    private final class Cell {

        private final MeterRegistry meters;
        private final TestPeer peer;
        private final Execution execution;
        private final String kind;

        Cell(ApplicationContext context, TestPeer peer, Execution execution, String kind) {
            this.meters = context.getBean(MeterRegistry.class);
            this.peer = peer;
            this.execution = execution;
            this.kind = kind;
        }

        void check() {
            List<String> ok = kind.equals("VOID") ? List.of() : List.of(kind + "_REPLY number=1");
            expect("number=1;what=ok", ok, "success", null);
            expect("number=x;what=ok", invalid("number: 'x' is not an int"), "invalid", null);
            expect("what=ok", invalid("number: missing"), "invalid", null);
            expect("number=-1;what=ok", invalid("number: must be greater than or equal to 0"), "invalid", null);
            expect("number=1;what=fail", null, "error", "disk");
            if (isSynchronousOnTheLoop()) {
                blocksTheLoop(ok);
            }
        }

        void checkTimeOut() {
            if (!isSynchronousOnTheLoop()) {
                expect("number=1;what=hang", null, "timeout", "handler not done in time");
            }
        }

        private boolean isSynchronousOnTheLoop() {
            return execution == Execution.LOOP && !ASYNCHRONOUS.contains(kind);
        }

        private List<String> invalid(String problem) {
            return List.of("INVALID command=" + kind + ";message=\"" + problem + "\"");
        }

        /** Sends a message and one behind it. A null reply stands for ERROR with the id of the one line of the log. */
        private void expect(
                String parameters, @Nullable List<String> replies, String outcome, @Nullable String logged) {
            String cell = execution + " " + kind + " " + parameters;
            long before = count(outcome);
            peer.send(kind + " " + parameters + "\nPING");
            List<String> seen = new ArrayList<>();
            String line = peer.line();
            while (line != null && !line.startsWith("PONG")) {
                seen.add(line);
                line = peer.line();
            }
            await(cell)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(count(outcome)).isEqualTo(before + 1));
            List<ILoggingEvent> errors =
                    log.list.stream().filter(event -> !isAboutTheLoop(event)).toList();
            log.list.removeAll(errors);
            if (replies != null) {
                assertThat(seen).as(cell).map(HandlerMatrixIT::unquoted).isEqualTo(unquoted(replies));
                assertThat(errors).as(cell).isEmpty();
                return;
            }
            assertThat(errors).as(cell).hasSize(1);
            ILoggingEvent error = errors.get(0);
            assertThat(error.getLevel()).isEqualTo(Level.ERROR);
            assertThat(error.getThrowableProxy().getMessage()).startsWith(logged);
            String id = error.getFormattedMessage().replaceAll("(?s).*id=([0-9a-f]{8}).*", "$1");
            assertThat(error.getFormattedMessage()).contains("handler '" + "kinds#" + kind.toLowerCase(Locale.ROOT));
            assertThat(seen).as(cell).containsExactly("ERROR command=" + kind + ";id=" + id);
        }

        /** A synchronous handler on the loop is not interrupted: it is named in a warning. */
        private void blocksTheLoop(List<String> replies) {
            long before = count("success");
            log.warned.drainPermits();
            peer.send(kind + " number=1;what=block\nPING");
            for (String reply : replies) {
                assertThat(peer.line()).isEqualTo(reply);
            }
            assertThat(peer.line()).startsWith("PONG");
            assertThat(count("success")).isEqualTo(before + 1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(log.list)
                            .filteredOn(HandlerMatrixIT::isAboutTheLoop)
                            .anySatisfy(event -> {
                                assertThat(event.getFormattedMessage())
                                        .contains("kinds#" + kind.toLowerCase(Locale.ROOT));
                                assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
                                        .anyMatch(element -> element.getStackTraceElement()
                                                .getMethodName()
                                                .equals("act"));
                            }));
        }

        private long count(String outcome) {
            return meters
                    .find("eventdispatcher.message.process")
                    .tag("messaging.operation.name", kind)
                    .tag("outcome", outcome)
                    .timers()
                    .stream()
                    .mapToLong(Timer::count)
                    .sum();
        }
    }

    /** A slow machine may take longer than the limit for a first call: that is reported as well, and not wrong. */
    private static boolean isAboutTheLoop(ILoggingEvent event) {
        return event.getLevel() == Level.WARN && event.getFormattedMessage().contains("is blocked");
    }

    private static List<String> unquoted(List<String> lines) {
        return lines.stream().map(HandlerMatrixIT::unquoted).toList();
    }

    private static String unquoted(String line) {
        return line.replace("\"", "");
    }

    /** What is logged at WARN and above, by any thread. */
    private static final class Warnings extends AppenderBase<ILoggingEvent> {

        private final List<ILoggingEvent> list = new CopyOnWriteArrayList<>();

        /** One for each warning about a loop that is blocked. */
        private final Semaphore warned = new Semaphore(0);

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                list.add(event);
                if (isAboutTheLoop(event)) {
                    warned.release();
                }
            }
        }
    }

    /** Handlers of every kind; what they have to wait for never comes. */
    static class Kinds {

        private final CountDownLatch never = new CountDownLatch(1);
        private final Semaphore warned;

        Kinds(Semaphore warned) {
            this.warned = warned;
        }

        record Answer(int number) {}

        @MessageHandler("VOID")
        void void_(@Min(0) int number, String what) throws Exception {
            act(what);
        }

        @MessageHandler("MESSAGE")
        Message message(@Min(0) int number, String what, Message message) throws Exception {
            act(what);
            return message.reply("MESSAGE_REPLY").param("number", number).build();
        }

        @MessageHandler("RECORD")
        Answer record(@Min(0) int number, String what) throws Exception {
            act(what);
            return new Answer(number);
        }

        @MessageHandler("STAGE")
        CompletionStage<Answer> stage(@Min(0) int number, String what) {
            return switch (what) {
                case "fail" ->
                    CompletableFuture.supplyAsync(() -> {
                        throw new IllegalStateException("disk");
                    });
                case "hang" -> new CompletableFuture<>();
                default -> CompletableFuture.supplyAsync(() -> new Answer(number));
            };
        }

        @MessageHandler("MONO")
        Mono<Answer> mono(@Min(0) int number, String what) {
            return switch (what) {
                case "fail" -> Mono.error(new IllegalStateException("disk"));
                case "hang" -> Mono.never();
                default -> Mono.just(new Answer(number));
            };
        }

        @MessageHandler(value = "PING", id = "ping", timeout = "1m")
        void ping(Exchange exchange) {
            exchange.reply("PONG");
        }

        private void act(String what) throws Exception {
            switch (what) {
                case "fail" -> throw new IOException("disk");
                case "hang" -> never.await();
                case "block" ->
                    assertThat(warned.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                default -> {}
            }
        }
    }
}
