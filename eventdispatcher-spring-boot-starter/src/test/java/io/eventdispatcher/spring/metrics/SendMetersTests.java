package io.eventdispatcher.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.spring.observation.OperationNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendMetersTests {

    private static final Message ASK = Message.of("ASK");

    private final EventLoop loop = EventLoop.open("test");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SendMeters meters = new SendMeters(registry, new OperationNames(10));
    private final MessageClient hub = MessageClient.of(
                    "hub",
                    PermanentClient.to(Endpoint.parse("local:nobody"), loop),
                    loop,
                    Messenger.builder(new Dispatcher()).build())
            .build();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void thousandsOfClassesOfFailuresMakeFewMeters() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            RuntimeException failure = failure(i);
            assertThat(meters.request(hub, ASK, message -> CompletableFuture.failedFuture(failure)))
                    .isCompletedExceptionally();
            assertThatThrownBy(() -> meters.send(hub, ASK, message -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
        assertThat(registry.find("eventdispatcher.message.exchange").timers()).hasSizeLessThan(110);
        assertThat(registry.find("eventdispatcher.message.publish").timers()).hasSizeLessThan(110);
        assertThat(registry.get("eventdispatcher.message.exchange")
                        .tag("error", "OtherFailure")
                        .timer()
                        .count())
                .isPositive();
    }

    private RuntimeException failure(int number) throws ReflectiveOperationException {
        return new ByteBuddy()
                .subclass(IllegalStateException.class)
                .name("hostile.Sent" + number)
                .make()
                .load(getClass().getClassLoader())
                .getLoaded()
                .getConstructor()
                .newInstance();
    }
}
