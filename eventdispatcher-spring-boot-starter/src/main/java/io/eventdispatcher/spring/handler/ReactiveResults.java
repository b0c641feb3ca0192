package io.eventdispatcher.spring.handler;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Looks at return types with Spring's registry of reactive types. Not to be touched in applications without Reactive Streams:
 * linking this class loads their types.
 *
 * <p>Threading: any thread.
 */
final class ReactiveResults {

    private ReactiveResults() {}

    /** The adapter of a type, or null when it is not reactive. */
    static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return CompletionStage.class.isAssignableFrom(type)
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
    }

    /** Gets at the one element of a reactive type. */
    static ResultAdapter one(ReactiveAdapter adapter) {
        return (exchange, returned) -> {
            if (returned == null) {
                return null;
            }
            OneResult result = new OneResult();
            adapter.toPublisher(returned).subscribe(result);
            CompletionStage<?> stage = result;
            return stage;
        };
    }

    /** Sends the elements of a reactive type; its result is nothing. */
    static ResultAdapter several(ReactiveAdapter adapter, ReplyWriter replies) {
        return (exchange, returned) -> {
            if (returned == null) {
                return null;
            }
            SeveralReplies result = new SeveralReplies(exchange, replies);
            adapter.toPublisher(returned).subscribe(result);
            CompletionStage<?> stage = result;
            return stage;
        };
    }
}
