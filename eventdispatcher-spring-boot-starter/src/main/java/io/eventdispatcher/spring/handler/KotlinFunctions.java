package io.eventdispatcher.spring.handler;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.CoroutinesUtils;

/**
 * Calls suspending functions, in applications written in Kotlin with its coroutines for Reactor.
 *
 * <p>Threading: any thread.
 */
final class KotlinFunctions {

    private KotlinFunctions() {}

    /** Begins a call; what it suspends in goes on where it likes. */
    static Object call(Method method, Object bean, @Nullable Object[] arguments) {
        return CoroutinesUtils.invokeSuspendingFunction(method, bean, arguments);
    }

    /** Gets at the result of {@link #call}. */
    static ResultAdapter results() {
        return (exchange, returned) -> {
            if (!(returned instanceof Publisher<?> publisher)) {
                return returned;
            }
            OneResult result = new OneResult();
            publisher.subscribe(result);
            CompletionStage<?> stage = result;
            return stage;
        };
    }
}
