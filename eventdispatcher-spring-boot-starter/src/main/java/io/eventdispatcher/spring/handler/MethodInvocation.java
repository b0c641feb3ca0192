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

    private final ArgumentBinder[] arguments;
    private final MethodValidation.@Nullable Check check;
    private final BeanInvoker invoker;
    private final ResultAdapter results;
    private final ReplyWriter replies;

    MethodInvocation(
            List<ArgumentBinder> arguments,
            MethodValidation.@Nullable Check check,
            BeanInvoker invoker,
            ResultAdapter results,
            ReplyWriter replies) {
        this.arguments = arguments.toArray(ArgumentBinder[]::new);
        this.check = check;
        this.invoker = invoker;
        this.results = results;
        this.replies = replies;
    }

    /** @throws InvalidArgumentException if the message does not hold what the method needs; it is not called then */
    @Override
    public @Nullable Object invoke(Exchange exchange) throws Exception {
        Object returned = invoker.invoke(bind(exchange));
        return results == ResultAdapter.NONE ? returned : results.adapt(exchange, returned);
    }

    private @Nullable Object[] bind(Exchange exchange) throws Exception {
        BindingProblems problems = new BindingProblems();
        @Nullable Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].bind(exchange, problems);
        }
        problems.check();
        if (check != null) {
            check.check(
                    invoker.target(),
                    values,
                    (argument, path, problem) -> problems.refused(arguments[argument].nameOf(path), problem));
            problems.check();
        }
        return values;
    }

    @Override
    public void reply(Exchange exchange, @Nullable Object value) {
        if (value != null) {
            replies.write(exchange, value);
        }
    }
}
