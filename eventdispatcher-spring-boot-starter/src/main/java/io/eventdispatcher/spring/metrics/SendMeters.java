package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.messenger.SendInterceptor;
import io.eventdispatcher.spring.observation.ClientTransports;
import io.eventdispatcher.spring.observation.ExchangeOutcome;
import io.eventdispatcher.spring.observation.FailureNames;
import io.eventdispatcher.spring.observation.MessageNotTakenException;
import io.eventdispatcher.spring.observation.OperationNames;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Times what clients send and ask.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class SendMeters implements SendInterceptor {

    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final OperationNames operations;
    private final ClientTransports transports = new ClientTransports();
    private final FailureNames failures = new FailureNames();
    private final Map<Published, Timer> publishes = new ConcurrentHashMap<>();
    private final Map<Exchanged, Timer> exchanges = new ConcurrentHashMap<>();

    private record Published(String operation, String endpoint, String transport, String error) {}

    private record Exchanged(String operation, String endpoint, ExchangeOutcome outcome, String error) {}

    /**
     * Creates the interceptor.
     *
     * @param registry gets the timers
     * @param operations commands that may be tags
     */
    public SendMeters(MeterRegistry registry, OperationNames operations) {
        this.registry = registry;
        this.operations = operations;
    }

    @Override
    public Delivery send(MessageClient client, Message message, Function<Message, Delivery> next) {
        Timer.Sample sample = Timer.start(registry);
        String error = NONE;
        try {
            Delivery delivery = next.apply(message);
            if (!delivery.accepted()) {
                error = MessageNotTakenException.class.getSimpleName();
            }
            return delivery;
        } catch (RuntimeException e) {
            error = ErrorName.of(failures.bounded(e));
            throw e;
        } finally {
            Published key =
                    new Published(operations.of(message.command()), client.name(), transports.of(client), error);
            sample.stop(publishes.computeIfAbsent(key, this::timer));
        }
    }

    @Override
    public CompletableFuture<Message> request(
            MessageClient client, Message request, Function<Message, CompletableFuture<Message>> next) {
        String operation = operations.of(request.command());
        LongTaskTimer.Sample active = active(operation, client.name()).start();
        Timer.Sample sample = Timer.start(registry);
        CompletableFuture<Message> answer;
        try {
            answer = next.apply(request);
        } catch (RuntimeException e) {
            ended(operation, client.name(), sample, active, e);
            throw e;
        }
        var unused =
                answer.whenComplete((message, failure) -> ended(operation, client.name(), sample, active, failure));
        return answer;
    }

    private void ended(
            String operation,
            String endpoint,
            Timer.Sample sample,
            LongTaskTimer.Sample active,
            @Nullable Throwable failure) {
        String error = failure == null ? NONE : ErrorName.of(failures.bounded(ExchangeOutcome.unwrap(failure)));
        Exchanged key = new Exchanged(operation, endpoint, ExchangeOutcome.of(failure), error);
        sample.stop(exchanges.computeIfAbsent(key, this::timer));
        active.stop();
    }

    private LongTaskTimer active(String operation, String endpoint) {
        return LongTaskTimer.builder(EventDispatcherMeter.MESSAGE_EXCHANGE_ACTIVE.getName())
                .description(EventDispatcherMeter.MESSAGE_EXCHANGE_ACTIVE.description())
                .tags(tags(operation, endpoint))
                .register(registry);
    }

    private Timer timer(Published key) {
        return Timer.builder(EventDispatcherMeter.MESSAGE_PUBLISH.getName())
                .description(EventDispatcherMeter.MESSAGE_PUBLISH.description())
                .tags(tags(key.operation(), key.endpoint()))
                .tag(MeterTag.TRANSPORT.asString(), key.transport())
                .tag(MeterTag.ERROR.asString(), key.error())
                .register(registry);
    }

    private Timer timer(Exchanged key) {
        return Timer.builder(EventDispatcherMeter.MESSAGE_EXCHANGE.getName())
                .description(EventDispatcherMeter.MESSAGE_EXCHANGE.description())
                .tags(tags(key.operation(), key.endpoint()))
                .tag(MeterTag.OUTCOME.asString(), key.outcome().label())
                .tag(MeterTag.ERROR.asString(), key.error())
                .register(registry);
    }

    private static Tags tags(String operation, String endpoint) {
        return EventDispatcherMeters.endpoint(endpoint).and(MeterTag.OPERATION.asString(), operation);
    }
}
