package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.Execution;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is known about one handler: value of the registry, of meters and of the actuator endpoint.
 *
 * <p>Threading: immutable.
 *
 * @param id unique name
 * @param patterns the patterns of the commands handled, placeholders resolved; never empty
 * @param bean the name of the bean; empty for a handler registered in code
 * @param method the method as {@code Type.method(Type,Type)}; empty for a handler registered in code
 * @param reply the command of replies made from values; empty = the command received and {@code _REPLY}
 * @param origins from which listeners and clients messages are taken
 * @param execution where it runs; never {@link Execution#DEFAULT}
 * @param executor the name of the executor bean; empty for {@link Execution#LOOP} and {@link Execution#VIRTUAL}
 * @param concurrent whether messages of one connection may overtake each other
 * @param timeout how long one call may take; zero = any time
 * @param autoStartup whether it takes messages from the start on
 * @since 0.1
 */
public record HandlerDescriptor(
        String id,
        List<String> patterns,
        String bean,
        String method,
        String reply,
        OriginFilter origins,
        Execution execution,
        String executor,
        boolean concurrent,
        Duration timeout,
        boolean autoStartup) {

    /**
     * Copies the list.
     *
     * @param id unique name
     * @param patterns the patterns of the commands handled, placeholders resolved; never empty
     * @param bean the name of the bean; empty for a handler registered in code
     * @param method the method as {@code Type.method(Type,Type)}; empty for a handler registered in code
     * @param reply the command of replies made from values; empty = the command received and {@code _REPLY}
     * @param origins from which listeners and clients messages are taken
     * @param execution where it runs; never {@link Execution#DEFAULT}
     * @param executor the name of the executor bean; empty for {@link Execution#LOOP} and {@link Execution#VIRTUAL}
     * @param concurrent whether messages of one connection may overtake each other
     * @param timeout how long one call may take; zero = any time
     * @param autoStartup whether it takes messages from the start on
     * @since 0.1
     */
    public HandlerDescriptor {
        patterns = List.copyOf(patterns);
    }

    /**
     * Where to find the handler in the application, for messages to people.
     *
     * @return for example {@code Billing.add(AddItem,Connection) of bean 'billing'}
     * @since 0.1
     */
    public String location() {
        return method.isEmpty() ? "'" + id + "' registered in code" : method + " of bean '" + bean + "'";
    }

    /**
     * A line for the log of the start.
     *
     * @return for example {@code ADD -> Sum.add(int,int) [executor]}
     */
    String summary() {
        String what = method.isEmpty() ? "'" + id + "'" : method;
        return String.join(",", patterns) + " -> " + what + " ["
                + execution.name().toLowerCase(Locale.ROOT) + "]";
    }
}
