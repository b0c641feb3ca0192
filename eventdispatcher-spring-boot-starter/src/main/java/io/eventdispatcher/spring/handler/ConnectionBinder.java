package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.handler.ValueBinder.Absence;
import org.jspecify.annotations.Nullable;

/**
 * The connection a message came in on.
 *
 * <p>Threading: immutable.
 *
 * @param origins knows it
 * @param absence what it means that there is none
 */
record ConnectionBinder(OriginResolver origins, Absence absence) implements ArgumentBinder {

    @Override
    public @Nullable Object bind(Exchange exchange, BindingProblems problems) {
        Origin origin = origins.origin(exchange);
        if (origin != null && origin.connection() != null) {
            return absence.wrap(origin.connection());
        }
        if (absence == Absence.MISSING) {
            throw new IllegalStateException("the message came in without a connection: handler=" + exchange.entry()
                    + "; make the argument @Nullable or Optional");
        }
        return absence.value();
    }
}
