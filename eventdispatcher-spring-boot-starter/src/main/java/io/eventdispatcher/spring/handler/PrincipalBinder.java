package io.eventdispatcher.spring.handler;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.handler.ValueBinder.Absence;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a message, as its certificate says. A message whose sender showed none is refused, unless the argument may be
 * absent.
 *
 * <p>Threading: immutable.
 *
 * @param origins knows the connection
 * @param absence what it means that there is no certificate
 */
record PrincipalBinder(OriginResolver origins, Absence absence) implements ArgumentBinder {

    @Override
    public @Nullable Object bind(Exchange exchange, BindingProblems problems) {
        Origin origin = origins.origin(exchange);
        Connection connection = origin == null ? null : origin.connection();
        Principal principal = connection == null ? null : connection.principal();
        if (principal != null) {
            return absence.wrap(principal);
        }
        if (absence == Absence.MISSING) {
            problems.refused("certificate", "the sender must show one");
        }
        return absence.value();
    }
}
