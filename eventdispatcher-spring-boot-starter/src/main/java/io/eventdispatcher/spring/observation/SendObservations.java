package io.eventdispatcher.spring.observation;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.messenger.SendInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Observes what clients send, and puts the trace into it when traces are propagated.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class SendObservations implements SendInterceptor {

    private static final DefaultMessagePublishObservationConvention PUBLISH =
            new DefaultMessagePublishObservationConvention();
    private static final DefaultMessageExchangeObservationConvention EXCHANGE =
            new DefaultMessageExchangeObservationConvention();

    private final ObservationRegistry registry;
    private final Conventions conventions;
    private final boolean propagating;
    private final OperationNames operations;
    private final ClientTransports transports = new ClientTransports();
    private final FailureNames failures = new FailureNames();
    private final @Nullable MeterFallback meters;

    /**
     * How observations are named and tagged.
     *
     * <p>Threading: immutable.
     *
     * @param publish of messages, null for the default
     * @param exchange of requests, null for the default
     * @since 0.1
     */
    public record Conventions(
            @Nullable MessagePublishObservationConvention publish,
            @Nullable MessageExchangeObservationConvention exchange) {}

    /**
     * Creates the interceptor.
     *
     * @param registry gets the observations
     * @param conventions names and tags
     * @param propagating whether traces are put into messages
     * @param operations commands that may be tags
     * @param meters time what is not observed, null without meters
     */
    public SendObservations(
            ObservationRegistry registry,
            Conventions conventions,
            boolean propagating,
            OperationNames operations,
            @Nullable MeterFallback meters) {
        this.registry = registry;
        this.conventions = conventions;
        this.propagating = propagating;
        this.operations = operations;
        this.meters = meters;
    }

    @Override
    public Delivery send(MessageClient client, Message message, Function<Message, Delivery> next) {
        if (registry.isNoop()) {
            return meters == null ? next.apply(message) : meters.sends().send(client, message, next);
        }
        MessagePublishContext context = new MessagePublishContext(
                new OutgoingMessage(message, propagating),
                operations.of(message.command()),
                client.name(),
                transports.of(client));
        Observation observation =
                MessageObservation.PUBLISH.observation(conventions.publish(), PUBLISH, () -> context, registry);
        observation.start();
        MeterFallback untimed = untimed(context);
        Observation.Scope scope = observation.openScope();
        try {
            Message outgoing = context.outgoing().toSend();
            Delivery delivery =
                    untimed == null ? next.apply(outgoing) : untimed.sends().send(client, outgoing, next);
            if (!delivery.accepted()) {
                observation.error(new MessageNotTakenException(client.name(), delivery.reason()));
            }
            return delivery;
        } catch (RuntimeException e) {
            observation.error(failures.bounded(e));
            throw e;
        } finally {
            scope.close();
            observation.stop();
        }
    }

    @Override
    public CompletableFuture<Message> request(
            MessageClient client, Message request, Function<Message, CompletableFuture<Message>> next) {
        if (registry.isNoop()) {
            return meters == null ? next.apply(request) : meters.sends().request(client, request, next);
        }
        MessageExchangeContext context = new MessageExchangeContext(
                new OutgoingMessage(request, propagating), operations.of(request.command()), client.name());
        Observation observation =
                MessageObservation.EXCHANGE.observation(conventions.exchange(), EXCHANGE, () -> context, registry);
        observation.start();
        MeterFallback untimed = untimed(context);
        CompletableFuture<Message> answer;
        try {
            answer = observation.scoped(() -> {
                Message outgoing = context.outgoing().toSend();
                return untimed == null ? next.apply(outgoing) : untimed.sends().request(client, outgoing, next);
            });
        } catch (RuntimeException e) {
            end(observation, context, null, e);
            throw e;
        }
        var unused = answer.whenComplete((message, failure) -> end(observation, context, message, failure));
        return answer;
    }

    /** Returns the meters if they have to do it, because no meter comes out of the observation. */
    private @Nullable MeterFallback untimed(Observation.Context context) {
        return meters == null || meters.isTimed(context) ? null : meters;
    }

    private void end(
            Observation observation,
            MessageExchangeContext context,
            @Nullable Message answer,
            @Nullable Throwable failure) {
        context.outcome(ExchangeOutcome.of(failure));
        if (answer != null) {
            context.setResponse(answer);
        }
        if (failure != null) {
            observation.error(failures.bounded(ExchangeOutcome.unwrap(failure)));
        }
        observation.stop();
    }
}
