package io.eventdispatcher.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.autoconfigure.observation.EventDispatcherObservationAutoConfiguration;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.MessageErrorHandler;
import io.eventdispatcher.spring.handler.MessageInterceptor;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.metrics.HandlerMeters;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class ObservationIT {

    private static final String PROCESS = "eventdispatcher.message.process";

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner runner = Starter.full()
            .withConfiguration(AutoConfigurations.of(EventDispatcherObservationAutoConfiguration.class))
            .withBean(ObservationRegistry.class, () -> registry)
            .withBean("seen", List.class, () -> seen)
            .withBean(Work.class)
            .withBean(Interceptor.class)
            .withBean(Errors.class)
            .withPropertyValues(
                    "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.clients.self.uri=local:self",
                    "eventdispatcher.listeners.inner.uri=local:self",
                    "eventdispatcher.clients.nobody.uri=local:nobody",
                    "eventdispatcher.clients.nobody.offline-queue.capacity=1",
                    "eventdispatcher.clients.nobody.offline-queue.overflow=reject");

    static Stream<String> modes() {
        boolean virtual = Runtime.version().feature() >= 21;
        return virtual ? Stream.of("loop", "executor", "virtual") : Stream.of("loop", "executor");
    }

    @ParameterizedTest
    @MethodSource("modes")
    void theScopeSpansInterceptorsHandlerErrorHandlersAndReply(String mode) {
        runner.withPropertyValues("eventdispatcher.dispatch.execution=" + mode).run(context -> {
            try (TestPeer peer = connect(context)) {
                assertThat(peer.send("ADD a=1;b=2").line()).isEqualTo("ADD_REPLY sum=3");
                assertThat(peer.send("FAIL").line()).isEqualTo("SORRY");
                assertThat(peer.send("LATER").line()).isEqualTo("LATER_REPLY");
                assertThat(peer.send("LATER_FAIL").line()).isEqualTo("SORRY");
                assertThat(peer.send("ADD a=x;b=2").line()).startsWith("INVALID");
            }
            await().untilAsserted(() -> observations()
                    .hasNumberOfObservationsWithNameEqualTo(PROCESS, 5)
                    .forAllObservationsWithNameEqualTo(
                            PROCESS,
                            observation -> observation
                                    .hasLowCardinalityKeyValue("eventdispatcher.endpoint", "main")
                                    .hasLowCardinalityKeyValue("network.transport", "tcp")
                                    .hasLowCardinalityKeyValueWithKey("outcome")
                                    .hasHighCardinalityKeyValueWithKey("network.peer.address")
                                    .hasHighCardinalityKeyValueWithKey("eventdispatcher.connection.id")));
            observations()
                    .hasAnObservation(each -> each.hasContextualNameEqualTo("ADD process")
                            .hasLowCardinalityKeyValue("outcome", "success")
                            .doesNotHaveError());
            observations()
                    .hasAnObservation(each -> each.hasContextualNameEqualTo("ADD process")
                            .hasLowCardinalityKeyValue("outcome", "invalid")
                            .hasError());
            observations()
                    .hasAnObservation(each -> each.hasContextualNameEqualTo("LATER_FAIL process")
                            .hasLowCardinalityKeyValue("outcome", "error")
                            .hasError());
            assertThat(seen)
                    .containsExactly(
                            "before ADD process",
                            "ADD process",
                            "after ADD process",
                            "before FAIL process",
                            "FAIL process",
                            "onError FAIL process",
                            "error FAIL process",
                            "before LATER process",
                            "LATER process",
                            "after LATER process",
                            "before LATER_FAIL process",
                            "LATER_FAIL process",
                            "onError LATER_FAIL process",
                            "error LATER_FAIL process",
                            "before ADD process",
                            "onError ADD process",
                            "error ADD process");
            observations().doesNotHaveAnyRemainingCurrentObservation();
        });
    }

    @ParameterizedTest
    @MethodSource("modes")
    void nothingStaysOnTheThreadEvenIfAHandlerLeavesAScopeOpen(String mode) {
        runner.withPropertyValues("eventdispatcher.dispatch.execution=" + mode).run(context -> {
            try (TestPeer peer = connect(context)) {
                assertThat(peer.send("LEAK").line()).isEqualTo("LEAKED");
                assertThat(peer.send("ADD a=1;b=2").line()).isEqualTo("ADD_REPLY sum=3");
            }
            await().untilAsserted(() -> observations().hasNumberOfObservationsWithNameEqualTo(PROCESS, 2));
            observations()
                    .hasAnObservation(
                            each -> each.hasContextualNameEqualTo("ADD process").doesNotHaveParentObservation());
        });
    }

    @Test
    void aMeterIsMadeOfEachCallOnceWhateverTheRegistryIsMadeOf() {
        runner.run(context -> assertThat(countOfAdds(context)).isEqualTo(3));
        runner.withBean(TimedRegistry.class)
                .run(context -> assertThat(countOfAdds(context)).isEqualTo(3));
        registry.clear();
        runner.withBean(Nothing.class).run(context -> {
            assertThat(countOfAdds(context)).isEqualTo(3);
            observations().doesNotHaveAnyObservation();
        });
        runner.withPropertyValues("eventdispatcher.observation.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(ProcessObservations.class).hasSingleBean(HandlerMeters.class);
            assertThat(countOfAdds(context)).isEqualTo(3);
        });
    }

    private long countOfAdds(ApplicationContext context) {
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        try (TestPeer peer = connect(context)) {
            for (int i = 0; i < 3; i++) {
                peer.send("ADD a=1;b=2").line();
            }
            peer.send("ADD a=x;b=2").line();
        }
        await().until(() -> meters.find(PROCESS).tag("outcome", "invalid").timer() != null);
        return meters.get(PROCESS).tag("outcome", "success").timer().count();
    }

    @Test
    void whatIsUnderWayIsSeen() {
        runner.withBean(TimedRegistry.class).run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            Work work = context.getBean(Work.class);
            try (TestPeer peer = connect(context)) {
                peer.send("WAIT");
                LongTaskTimer active = await().until(
                                () -> meters.find(PROCESS + ".active")
                                        .tag("messaging.operation.name", "WAIT")
                                        .longTaskTimer(),
                                timer -> timer != null && timer.activeTasks() == 1);
                work.release.countDown();
                peer.line();
                await().until(() -> active.activeTasks() == 0);
            }
        });
    }

    @Test
    void clientsObserveWhatTheySendAndAsk() {
        runner.run(context -> {
            ClientRegistry clients = context.getBean(ClientRegistry.class);
            assertThat(clients.get("self")
                            .request(Message.builder("ADD")
                                    .param("a", 1)
                                    .param("b", 2)
                                    .build()))
                    .succeedsWithin(Duration.ofSeconds(10));
            assertThat(clients.get("self").request(Message.of("NOPE"))).failsWithin(Duration.ofSeconds(10));
            clients.get("self").send(Message.of("NEWS"));
            clients.get("nobody").send(Message.of("NEWS"));
            clients.get("nobody").send(Message.of("NEWS"));
            // the observation of a request ends when its answer is there, as whoever waits for the answer goes on
            await().untilAsserted(() -> observations()
                    .hasNumberOfObservationsWithNameEqualTo("eventdispatcher.message.exchange", 2)
                    .hasNumberOfObservationsWithNameEqualTo("eventdispatcher.message.publish", 3)
                    .hasAnObservation(each -> each.hasContextualNameEqualTo("ADD exchange")
                            .hasLowCardinalityKeyValue("outcome", "success")
                            .hasLowCardinalityKeyValue("eventdispatcher.endpoint", "self")
                            .doesNotHaveError())
                    .hasAnObservation(each -> each.hasContextualNameEqualTo("NOPE exchange")
                            .hasLowCardinalityKeyValue("outcome", "error")
                            .hasError())
                    .hasAnObservation(each -> each.hasContextualNameEqualTo("NEWS publish")
                            .hasLowCardinalityKeyValue("eventdispatcher.endpoint", "nobody")
                            .hasLowCardinalityKeyValue("network.transport", "local")
                            .hasError()));
        });
    }

    @Test
    void aConventionOfTheApplicationReplacesTheOneHere() {
        runner.withBean(Own.class).run(context -> {
            try (TestPeer peer = connect(context)) {
                peer.send("ADD a=1;b=2").line();
            }
            await().untilAsserted(() -> observations()
                    .hasAnObservation(each ->
                            each.hasContextualNameEqualTo("mine ADD").hasLowCardinalityKeyValue("team", "billing")));
        });
    }

    @Test
    void isAbsentWithoutARegistryAndWithoutMicrometer() {
        Starter.full()
                .withConfiguration(AutoConfigurations.of(EventDispatcherObservationAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProcessObservations.class));
        Starter.plain()
                .withConfiguration(AutoConfigurations.of(EventDispatcherObservationAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean("eventDispatcherProcessObservations"));
    }

    @Test
    void worksWithoutMeters() {
        Starter.plain()
                .withConfiguration(AutoConfigurations.of(EventDispatcherObservationAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean("seen", List.class, () -> seen)
                .withBean(Work.class)
                .withPropertyValues("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0")
                .run(context -> {
                    try (TestPeer peer = connect(context)) {
                        assertThat(peer.send("ADD a=1;b=2").line()).isEqualTo("ADD_REPLY sum=3");
                    }
                    await().untilAsserted(() -> observations().hasNumberOfObservationsWithNameEqualTo(PROCESS, 1));
                });
    }

    private TestObservationRegistryAssert observations() {
        return TestObservationRegistryAssert.assertThat(registry);
    }

    private static TestPeer connect(ApplicationContext context) {
        return TestPeer.connect(
                context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main", Integer.class));
    }

    /** Makes meters of observations, as Spring Boot does. */
    static final class TimedRegistry {

        TimedRegistry(ObservationRegistry registry, MeterRegistry meters) {
            registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        }
    }

    /** Excludes all observations of handlers. */
    static final class Nothing {

        Nothing(ObservationRegistry registry) {
            registry.observationConfig().observationPredicate((name, context) -> !name.equals(PROCESS));
        }
    }

    static final class Own extends DefaultMessageProcessObservationConvention {

        @Override
        public String getContextualName(MessageProcessContext context) {
            return "mine " + context.operation();
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(MessageProcessContext context) {
            return super.getLowCardinalityKeyValues(context).and("team", "billing");
        }
    }

    static class Work {

        private final ObservationRegistry registry;
        private final List<String> seen;
        private final CountDownLatch release = new CountDownLatch(1);

        Work(ObservationRegistry registry, List<String> seen) {
            this.registry = registry;
            this.seen = seen;
        }

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            note("", registry, seen);
            return Map.of("sum", a + b);
        }

        @MessageHandler("FAIL")
        void fail() {
            note("", registry, seen);
            throw new IllegalStateException("as asked");
        }

        @MessageHandler("LATER")
        CompletableFuture<Map<String, ?>> later() {
            note("", registry, seen);
            CompletableFuture<Map<String, ?>> result = new CompletableFuture<>();
            elsewhere(() -> result.complete(Map.of()));
            return result;
        }

        @MessageHandler("LATER_FAIL")
        CompletableFuture<Map<String, ?>> laterFail() {
            note("", registry, seen);
            CompletableFuture<Map<String, ?>> result = new CompletableFuture<>();
            elsewhere(() -> result.completeExceptionally(new IllegalStateException("later")));
            return result;
        }

        @MessageHandler("LEAK")
        String leak() {
            var unused = registry.getCurrentObservation().openScope();
            return "LEAKED";
        }

        @MessageHandler(value = "WAIT", execution = io.eventdispatcher.spring.annotation.Execution.EXECUTOR)
        String waitForIt() throws InterruptedException {
            release.await();
            return "DONE";
        }

        private static void elsewhere(Runnable action) {
            Thread thread = new Thread(action, "elsewhere");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void note(String what, ObservationRegistry registry, List<String> seen) {
        var current = registry.getCurrentObservation();
        if (current == null) {
            seen.add(what + "nothing");
            return;
        }
        var context = (MessageProcessContext) current.getContext();
        seen.add(what + MessageObservation.PROCESS.spanName(context.operation()));
    }

    static final class Interceptor implements MessageInterceptor {

        private final ObservationRegistry registry;
        private final List<String> seen;

        Interceptor(ObservationRegistry registry, List<String> seen) {
            this.registry = registry;
            this.seen = seen;
        }

        @Override
        public boolean before(HandlerDescriptor handler, Exchange exchange) {
            note("before ", registry, seen);
            return true;
        }

        @Override
        public void after(HandlerDescriptor handler, Exchange exchange) {
            note("after ", registry, seen);
        }

        @Override
        public void onError(HandlerDescriptor handler, Exchange exchange, Throwable failure) {
            note("onError ", registry, seen);
        }
    }

    static final class Errors implements MessageErrorHandler {

        private final ObservationRegistry registry;
        private final List<String> seen;

        Errors(ObservationRegistry registry, List<String> seen) {
            this.registry = registry;
            this.seen = seen;
        }

        @Override
        public boolean handle(HandlerDescriptor handler, Exchange exchange, Throwable failure) {
            note("error ", registry, seen);
            if (failure instanceof IllegalStateException) {
                exchange.reply("SORRY");
                return true;
            }
            return false;
        }
    }
}
