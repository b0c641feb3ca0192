package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageExceptionHandler;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Handlers that are not done in time, and answers of several messages, over real sockets. */
class HandlerTimeoutIT {

    private final Waiting waiting = new Waiting();
    private final ApplicationContextRunner runner = Starter.plain()
            .withBean("waiting", Waiting.class, () -> waiting)
            .withPropertyValues(
                    "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.dispatch.handler-timeout=200ms");

    @Test
    void theNextMessageWaitsUntilTheThreadIsFreeAndTheLateReplyIsDropped() {
        runner.run(context -> {
            try (TestPeer peer = TestPeer.connect(port(context))) {
                peer.send("STUBBORN\nPING");
                assertThat(peer.line()).isEqualTo("TOO_LATE");
                await().untilTrue(waiting.interrupted);
                assertThat(statistics(context, "ping").succeeded()).isZero();

                waiting.end.countDown();
                assertThat(peer.line()).isEqualTo("PONG");
                assertThat(statistics(context, "stubborn")).isEqualTo(new HandlerStatistics(0, 0, 0, 1, 1));
            }
        });
    }

    @Test
    void publishersAreCancelledAtTheTimeOut() {
        runner.run(context -> {
            try (TestPeer peer = TestPeer.connect(port(context))) {
                peer.send("NEVER\nPING");
                assertThat(peer.line()).isEqualTo("TOO_LATE");
                assertThat(peer.line()).isEqualTo("PONG");
                assertThat(waiting.cancelled).isTrue();
            }
        });
    }

    @Test
    void aHandlerMayHaveATimeOfItsOwn() {
        runner.withPropertyValues("eventdispatcher.dispatch.handler-timeout=1h").run(context -> {
            try (TestPeer peer = TestPeer.connect(port(context))) {
                peer.send("OWN");
                assertThat(peer.line()).isEqualTo("TOO_LATE");
            }
        });
    }

    @Test
    void aFluxIsAskedForNoMoreThanThePeerTakes() {
        runner.withPropertyValues("eventdispatcher.dispatch.handler-timeout=0").run(context -> {
            try (TestPeer peer = TestPeer.connect(port(context))) {
                peer.send("MANY");
                await().atMost(Duration.ofSeconds(20)).until(() -> waiting.produced.get() > 100);
                long before = stable();
                assertThat(before).isLessThan(Waiting.MANY);
                for (int i = 0; i < Waiting.MANY; i++) {
                    assertThat(peer.line()).startsWith("PART n=" + i + ";");
                }
                peer.send("PING");
                assertThat(peer.line()).isEqualTo("PONG");
            }
        });
    }

    /** What was produced when no more is asked for. */
    private long stable() {
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            long now = waiting.produced.get();
            return now == last.getAndSet(now);
        });
        return last.get();
    }

    @Test
    void aFluxIsCancelledWhenTheConnectionCloses() {
        runner.withPropertyValues("eventdispatcher.dispatch.handler-timeout=0").run(context -> {
            TestPeer peer = TestPeer.connect(port(context));
            peer.send("ENDLESS");
            await().until(() -> waiting.endless.currentSubscriberCount() == 1);
            context.getBean(ConnectionRegistry.class).groups().stream()
                    .flatMap(group -> group.connections().stream())
                    .forEach(connection -> connection.close(CloseReason.ADMIN));
            await().until(() -> waiting.endless.currentSubscriberCount() == 0);
            peer.close();
        });
    }

    private static HandlerStatistics statistics(ApplicationContext context, String id) {
        return context.getBean(HandlerRegistry.class).handlers().stream()
                .filter(snapshot -> snapshot.handler().id().equals(id))
                .map(HandlerSnapshot::statistics)
                .findFirst()
                .orElseThrow();
    }

    private static int port(ApplicationContext context) {
        return Integer.parseInt(context.getEnvironment().getProperty("local.eventdispatcher.port.main", "0"));
    }

    @SuppressWarnings("unused")
    static class Waiting {

        static final int MANY = 20_000;

        final CountDownLatch end = new CountDownLatch(1);
        final CountDownLatch never = new CountDownLatch(1);
        final AtomicBoolean interrupted = new AtomicBoolean();
        final AtomicBoolean cancelled = new AtomicBoolean();
        final AtomicLong produced = new AtomicLong();
        final Sinks.Many<String> endless = Sinks.many().multicast().onBackpressureBuffer();

        @MessageHandler(value = "STUBBORN", id = "stubborn")
        String stubborn() throws InterruptedException {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                end.await();
            }
            return "NOBODY_SEES_THIS";
        }

        @MessageHandler("NEVER")
        Mono<String> never() {
            return Mono.<String>never().doOnCancel(() -> cancelled.set(true));
        }

        @MessageHandler(value = "OWN", timeout = "200ms")
        void own() throws InterruptedException {
            never.await();
        }

        @MessageHandler("MANY")
        Flux<Part> many() {
            return Flux.range(0, MANY).map(n -> {
                produced.incrementAndGet();
                return new Part("PART", n, "x".repeat(1_000));
            });
        }

        @MessageHandler("ENDLESS")
        Flux<String> endless() {
            return endless.asFlux();
        }

        @MessageHandler(value = "PING", id = "ping", timeout = "1m")
        String ping() {
            return "PONG";
        }

        @MessageExceptionHandler
        Message late(HandlerTimeoutException failure, Message failed) {
            return failed.reply("TOO_LATE").build();
        }

        record Part(String command, int n, String text) {}
    }
}
