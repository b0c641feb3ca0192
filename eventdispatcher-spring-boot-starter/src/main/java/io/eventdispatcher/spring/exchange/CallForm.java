package io.eventdispatcher.spring.exchange;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

/**
 * How a method gives its result: at once, by waiting, or later.
 *
 * <p>Threading: immutable.
 */
@FunctionalInterface
interface CallForm {

    /**
     * Carries out a call.
     *
     * @param call where to send it
     * @param message what to send
     * @return what the method returns
     */
    @Nullable
    Object call(ExchangeCall call, Message message);

    /** Whether Reactor is there. */
    boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono", CallForm.class.getClassLoader());

    /** The form for methods that do not wait, or null for those that do. */
    static @Nullable CallForm ofSending(Class<?> returned) {
        if (returned.equals(void.class)) {
            return (call, message) -> {
                Delivery delivery = call.send(message);
                if (!delivery.accepted()) {
                    throw new MessageExchangeException(
                            call.describe() + ": the client did not take the message: " + delivery.reason(),
                            null,
                            null);
                }
                return null;
            };
        }
        return returned.equals(Delivery.class) ? ExchangeCall::send : null;
    }

    /** The form for a return type that is a request. */
    static CallForm ofRequest(Class<?> returned, AnswerReader reader) {
        if (isFuture(returned)) {
            return (call, message) -> {
                Object future = call.request(message, reader);
                return future;
            };
        }
        if (isMono(returned)) {
            return MonoForm.of(reader);
        }
        return (call, message) -> call.await(message, reader);
    }

    /** What is inside a future or Mono, or the type itself. */
    static ResolvableType answerType(ResolvableType returned) {
        Class<?> type = returned.toClass();
        return isFuture(type) || isMono(type) ? returned.getGeneric(0) : returned;
    }

    private static boolean isFuture(Class<?> type) {
        return type.equals(CompletableFuture.class) || type.equals(CompletionStage.class);
    }

    private static boolean isMono(Class<?> type) {
        return REACTOR && MonoForm.isMono(type);
    }

    /** Apart, because its class is loaded only if Reactor is there. */
    final class MonoForm {

        private MonoForm() {}

        static boolean isMono(Class<?> type) {
            return type.equals(Mono.class);
        }

        /** Each subscription is a request of its own. */
        static CallForm of(AnswerReader reader) {
            return (call, message) -> Mono.fromFuture(() -> call.request(message, reader));
        }
    }
}
