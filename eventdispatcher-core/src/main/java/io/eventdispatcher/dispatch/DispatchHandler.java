package io.eventdispatcher.dispatch;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Acts on a message.
 *
 * <p>Threading: called on the executor of its entry, else on the thread that dispatches (in a messenger the loop
 * thread, where it must not block). One handler may be called for several connections at the same time.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DispatchHandler {
    /**
     * Handles one message.
     *
     * @param exchange the message and the way back; may be kept
     * @return {@code null} when done, or a stage that completes when the work is done. Until then the messenger hands
     *     over no further message of the same connection, unless the entry is {@linkplain
     *     DispatchEntry.Builder#concurrent(boolean) concurrent}. A stage completed exceptionally counts as thrown
     * @throws Exception any; caught for this message alone, reported, and the message counts as handled
     * @since 0.1
     */
    @Nullable
    CompletionStage<?> handle(Exchange exchange) throws Exception;

    /**
     * Makes a handler of an action that is done when it returns.
     *
     * @param action called with each exchange
     * @return the handler
     * @since 0.1
     */
    static DispatchHandler of(Consumer<Exchange> action) {
        Objects.requireNonNull(action, "action");
        return exchange -> {
            action.accept(exchange);
            return null;
        };
    }
}
