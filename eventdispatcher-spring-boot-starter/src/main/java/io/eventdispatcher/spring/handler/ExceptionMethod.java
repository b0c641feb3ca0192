package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A method that takes care of failures: reads the arguments, puts the failure among them, sends what the method returned.
 *
 * <p>Threading: any thread.
 */
final class ExceptionMethod {

    private final BeanMethod method;
    private final List<ArgumentBinder> arguments;
    private final BeanInvoker invoker;
    private final ReplyWriter replies;
    private final ResultAdapter results;

    ExceptionMethod(
            BeanMethod method,
            List<ArgumentBinder> arguments,
            BeanInvoker invoker,
            ReplyWriter replies,
            ResultAdapter results) {
        this.method = method;
        this.arguments = List.copyOf(arguments);
        this.invoker = invoker;
        this.replies = replies;
        this.results = results;
    }

    /** Stands for the argument that is the failure. */
    static final ArgumentBinder FAILURE = (exchange, problems) -> null;

    BeanMethod method() {
        return method;
    }

    /** Calls the method; returns null when it is done, or the stage that tells when. */
    @Nullable
    CompletionStage<?> call(Exchange exchange, Throwable failure) throws Exception {
        BindingProblems problems = new BindingProblems();
        @Nullable Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            ArgumentBinder argument = arguments.get(i);
            values[i] = argument == FAILURE ? failure : argument.bind(exchange, problems);
        }
        problems.check();
        Object returned = results.adapt(exchange, invoker.invoke(values));
        if (returned instanceof CompletionStage<?> stage) {
            return stage.thenAccept(value -> reply(exchange, value));
        }
        reply(exchange, returned);
        return null;
    }

    private void reply(Exchange exchange, @Nullable Object value) {
        if (value != null) {
            replies.write(exchange, value);
        }
    }
}
