package io.eventdispatcher.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import io.eventdispatcher.spring.handler.OriginFilter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;

class HandlerMetersTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HandlerMeters meters = new HandlerMeters(registry, exchange -> null);

    @Test
    void anExceptionWithoutASimpleNameHasItsWholeName() {
        finished(new IllegalStateException("named"));
        finished(new IllegalStateException("anonymous") {});

        assertThat(registry.getMeters())
                .map(Meter::getId)
                .map(id -> id.getTag("error"))
                .containsExactlyInAnyOrder("IllegalStateException", getClass().getName() + "$1");
    }

    @Test
    void successesAreTimedByPattern() {
        HandlerDescriptor handler = descriptor(Execution.LOOP);
        for (String pattern : List.of("X", "Y", "X", "X")) {
            DispatchEntry entry =
                    DispatchEntry.on(pattern).handler(exchange -> null).build();
            meters.started(handler, new OfEntry(entry)).finished(Outcome.SUCCESS, null, 1);
            meters.started(handler, new OfEntry(entry)).finished(Outcome.SUCCESS, null, 1);
        }
        assertThat(registry.get("eventdispatcher.message.process")
                        .tag(MeterTag.OPERATION.asString(), "X")
                        .timer()
                        .count())
                .isEqualTo(6);
        assertThat(registry.get("eventdispatcher.message.process")
                        .tag(MeterTag.OPERATION.asString(), "Y")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void callsOfOnePlaceShareWhatMeasuresThem() {
        HandlerDescriptor handler = descriptor(Execution.LOOP);
        Exchange exchange =
                new OfEntry(DispatchEntry.on("X").handler(unused -> null).build());

        assertThat(meters.started(handler, exchange)).isSameAs(meters.started(handler, exchange));
    }

    @Test
    void thousandsOfClassesOfFailuresMakeFewMeters() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            finished(new ByteBuddy()
                    .subclass(IllegalStateException.class)
                    .name("hostile.Failure" + i)
                    .make()
                    .load(getClass().getClassLoader())
                    .getLoaded()
                    .getConstructor()
                    .newInstance());
        }
        assertThat(registry.getMeters().stream().map(each -> each.getId().getTag("error")))
                .hasSizeLessThan(110)
                .contains("OtherFailure");
    }

    @Test
    void callsOffTheLoopAreSeenWhileTheyAreUnderWay() {
        HandlerDescriptor handler = descriptor(Execution.EXECUTOR);
        Exchange exchange =
                new OfEntry(DispatchEntry.on("X").handler(unused -> null).build());
        var first = meters.started(handler, exchange);
        var second = meters.started(handler, exchange);
        LongTaskTimer active =
                registry.get("eventdispatcher.message.process.active").longTaskTimer();
        assertThat(active.activeTasks()).isEqualTo(2);
        first.finished(Outcome.SUCCESS, null, 1);
        second.finished(Outcome.ERROR, new IllegalStateException(), 1);
        assertThat(active.activeTasks()).isZero();
    }

    private static HandlerDescriptor descriptor(Execution execution) {
        return new HandlerDescriptor(
                "x", List.of("X"), "", "", "", OriginFilter.everywhere(), execution, "", false, Duration.ZERO, true);
    }

    private void finished(Exception failure) {
        HandlerDescriptor handler = descriptor(Execution.LOOP);
        meters.started(
                        handler,
                        new OfEntry(
                                DispatchEntry.on("X").handler(exchange -> null).build()))
                .finished(Outcome.ERROR, failure, 1);
    }

    private record OfEntry(DispatchEntry entry) implements Exchange {

        @Override
        public Message message() {
            return Message.of("X");
        }

        @Override
        public Map<String, String> variables() {
            return Map.of();
        }

        @Override
        public boolean reply(Message reply) {
            return false;
        }
    }
}
