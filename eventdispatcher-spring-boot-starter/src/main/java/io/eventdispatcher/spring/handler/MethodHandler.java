package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Exchange;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method as a handler: reads the arguments, calls the method, sends what it returned.
 *
 * <p>Threading: any thread.
 */
final class MethodHandler implements DispatchHandler {

    private final List<ArgumentBinder> arguments;
    private final BeanInvoker invoker;
    private final ReplyWriter replies;

    MethodHandler(List<ArgumentBinder> arguments, BeanInvoker invoker, ReplyWriter replies) {
        this.arguments = List.copyOf(arguments);
        this.invoker = invoker;
        this.replies = replies;
    }

    /** @throws InvalidArgumentException if the message does not hold what the method needs; it is not called then */
    @Override
    public @Nullable CompletionStage<?> handle(Exchange exchange) throws Exception {
        Object returned = invoker.invoke(bind(exchange));
        if (returned instanceof CompletionStage<?> stage) {
            return stage.thenAccept(value -> reply(exchange, value));
        }
        reply(exchange, returned);
        return null;
    }

    private @Nullable Object[] bind(Exchange exchange) throws Exception {
        BindingProblems problems = new BindingProblems();
        @Nullable Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).bind(exchange, problems);
        }
        problems.check();
        return values;
    }

    private void reply(Exchange exchange, @Nullable Object value) {
        if (value != null) {
            replies.write(exchange, value);
        }
    }
}
