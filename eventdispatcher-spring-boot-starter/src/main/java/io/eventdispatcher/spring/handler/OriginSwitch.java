package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.Route;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one pattern that take messages of certain listeners or clients only. A message from elsewhere goes on
 * to the next entry that matches, observers excepted, and is answered with {@code UNKNOWN} when there is none.
 *
 * <p>The dispatcher knows no origins, so this entry runs on the loop thread, looks where the message came in, and hands
 * it to the executor of the handler that wants it; the stage it returns keeps the order of the connection.
 *
 * <p>Threading: any thread.
 */
final class OriginSwitch implements DispatchHandler {

    private static final Set<String> NEVER_ANSWERED = Set.of(Commands.INVALID, Commands.UNKNOWN, Commands.ERROR);

    private final List<RegisteredHandler> handlers;
    private final OriginResolver origins;
    private final Dispatcher dispatcher;

    /** Takes a list that may change, safe for any thread. */
    OriginSwitch(List<RegisteredHandler> handlers, OriginResolver origins, Dispatcher dispatcher) {
        this.handlers = handlers;
        this.origins = origins;
        this.dispatcher = dispatcher;
    }

    @Override
    public @Nullable CompletionStage<?> handle(Exchange exchange) throws Exception {
        Origin origin = origins.origin(RoutedExchange.original(exchange));
        for (RegisteredHandler handler : handlers) {
            if (handler.descriptor().origins().accepts(origin)) {
                return run(handler.handler(), exchange, handler.executor());
            }
        }
        return pass(exchange);
    }

    private static @Nullable CompletionStage<?> run(
            DispatchHandler handler, Exchange exchange, @Nullable Executor executor) throws Exception {
        if (executor == null) {
            return handler.handle(exchange);
        }
        return CompletableFuture.supplyAsync(() -> start(handler, exchange), executor)
                .thenCompose(Function.identity());
    }

    private static CompletionStage<@Nullable Void> start(DispatchHandler handler, Exchange exchange) {
        try {
            CompletionStage<?> stage = handler.handle(exchange);
            return stage == null ? CompletableFuture.completedFuture(null) : stage.thenAccept(value -> {});
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** Goes on behind the entry of the exchange. */
    private @Nullable CompletionStage<?> pass(Exchange exchange) throws Exception {
        Message message = exchange.message();
        Route route = dispatcher.route(message);
        boolean behind = false;
        for (int i = 0; i < route.size(); i++) {
            DispatchEntry entry = route.entry(i);
            Map<String, String> variables = behind && !entry.isObserver() ? route.matches(i, message) : null;
            if (variables != null) {
                // the built-in handlers want the messenger's own exchange, and their names have no variables
                Exchange original = RoutedExchange.original(exchange);
                boolean builtIn = variables.isEmpty() && !(entry.handler() instanceof OriginSwitch);
                Exchange next = builtIn ? original : new RoutedExchange(original, entry, variables);
                return run(entry.handler(), next, entry.executor());
            }
            behind |= entry.equals(exchange.entry());
        }
        unknown(exchange);
        return null;
    }

    private static void unknown(Exchange exchange) {
        String command = LogText.clip(exchange.message().command());
        if (!NEVER_ANSWERED.contains(command)) {
            exchange.reply(exchange.message()
                    .reply(Commands.UNKNOWN)
                    .param("command", command)
                    .build());
        }
    }
}
