package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method: reads the arguments, calls the method, sends what it returned.
 *
 * <p>Threading: any thread.
 */
final class MethodInvocation implements HandlerInvocation {

    private final List<ArgumentBinder> arguments;
    private final BeanInvoker invoker;
    private final ReplyWriter replies;

    MethodInvocation(List<ArgumentBinder> arguments, BeanInvoker invoker, ReplyWriter replies) {
        this.arguments = List.copyOf(arguments);
        this.invoker = invoker;
        this.replies = replies;
    }

    /** @throws InvalidArgumentException if the message does not hold what the method needs; it is not called then */
    @Override
    public @Nullable Object invoke(Exchange exchange) throws Exception {
        return invoker.invoke(bind(exchange));
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

    @Override
    public void reply(Exchange exchange, @Nullable Object value) {
        if (value != null) {
            replies.write(exchange, value);
        }
    }
}
