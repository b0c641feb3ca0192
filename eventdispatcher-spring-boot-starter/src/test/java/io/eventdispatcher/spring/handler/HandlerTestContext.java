package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.dispatch.Dispatch;
import io.eventdispatcher.dispatch.DispatchOutcome;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A plain Spring context with the handler model, and messages dispatched on the calling thread. */
final class HandlerTestContext implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final StepClock clock = new StepClock();
    private ExecutionDefaults defaults = new ExecutionDefaults(Execution.LOOP, "", false);
    private volatile OriginResolver origins = exchange -> null;

    static HandlerTestContext of(Class<?>... beans) {
        return with(beans).start();
    }

    /** A context that is not started yet. */
    static HandlerTestContext with(Class<?>... beans) {
        HandlerTestContext test = new HandlerTestContext();
        test.context.registerBean(Dispatcher.class);
        test.context.registerBean(
                HandlerExecutors.class, () -> new HandlerExecutors(test.context.getBeanFactory(), test.defaults));
        test.context.registerBean(OriginResolver.class, () -> exchange -> test.origins.origin(exchange));
        test.context.registerBean(
                HandlerPipelines.class,
                () -> new HandlerPipelines(
                        test.context.getBeanProvider(HandlerObserver.class), test.clock, Duration.ZERO));
        test.context.registerBean(
                HandlerRegistry.class,
                () -> new HandlerRegistry(
                        test.context.getBean(Dispatcher.class),
                        test.context.getBean(HandlerExecutors.class),
                        test.context.getBean(OriginResolver.class),
                        test.context.getBean(HandlerPipelines.class)));
        test.context.registerBean(
                HandlerDiscovery.class,
                () -> new HandlerDiscovery(
                        test.context.getBeanFactory(),
                        test.context.getEnvironment(),
                        test.context.getBean(HandlerRegistry.class),
                        test.context.getBean(HandlerExecutors.class),
                        test.context.getBean(OriginResolver.class),
                        test.context.getBean(HandlerPipelines.class)));
        Arrays.stream(beans).forEach(test.context::register);
        return test;
    }

    HandlerTestContext property(String name, String value) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(name, Map.of(name, value)));
        return this;
    }

    HandlerTestContext defaults(ExecutionDefaults value) {
        defaults = value;
        return this;
    }

    HandlerTestContext start() {
        context.refresh();
        return this;
    }

    AnnotationConfigApplicationContext spring() {
        return context;
    }

    HandlerRegistry registry() {
        return context.getBean(HandlerRegistry.class);
    }

    /** Where the next messages come in. */
    void from(@Nullable Origin value) {
        origins = exchange -> value;
    }

    void origins(OriginResolver value) {
        origins = value;
    }

    /** Dispatches a message that no handler may fail for, and returns the replies. */
    List<String> send(String line) {
        List<String> replies = new ArrayList<>();
        DispatchOutcome outcome = dispatch(line, replies);
        assertThat(outcome.failures()).isEmpty();
        return replies;
    }

    /** Dispatches a message that may still be worked on afterwards; replies are added as they come. */
    List<String> sendAsync(String line) {
        List<String> replies = new ArrayList<>();
        dispatch(line, replies);
        return replies;
    }

    /** Dispatches a message whose handler fails, and returns the failure. */
    Throwable failure(String line) {
        List<String> replies = new ArrayList<>();
        DispatchOutcome outcome = dispatch(line, replies);
        assertThat(replies).isEmpty();
        assertThat(outcome.failures()).hasSize(1);
        return outcome.failures().get(0).cause();
    }

    private DispatchOutcome dispatch(String line, List<String> replies) {
        return Dispatch.run(
                context.getBean(Dispatcher.class), Message.parse(line), reply -> replies.add(reply.toText()));
    }

    @Override
    public void close() {
        context.close();
    }

    /** Goes on by 5 ns with each look. */
    private static final class StepClock implements NanoClock {

        private long nanos;

        @Override
        public long nanoTime() {
            nanos += 5;
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }
}
