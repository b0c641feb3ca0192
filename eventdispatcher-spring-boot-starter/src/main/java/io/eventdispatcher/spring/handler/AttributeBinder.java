package io.eventdispatcher.spring.handler;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.handler.ValueBinder.Absence;
import org.jspecify.annotations.Nullable;

/**
 * A value attached to the connection.
 *
 * <p>Threading: immutable.
 *
 * @param key where it is
 * @param type what it must be
 * @param origins knows the connection
 * @param absence what it means that there is none
 */
record AttributeBinder(AttributeKey<Object> key, Class<?> type, OriginResolver origins, Absence absence)
        implements ArgumentBinder {

    @Override
    public @Nullable Object bind(Exchange exchange, BindingProblems problems) {
        Origin origin = origins.origin(exchange);
        Connection connection = origin == null ? null : origin.connection();
        Object value = connection == null ? null : connection.attribute(key);
        if (value == null) {
            if (absence == Absence.MISSING) {
                problems.refused(key.name(), "not known for this connection");
            }
            return absence.value();
        }
        if (!type.isInstance(value)) {
            throw new IllegalStateException("connection attribute is of another type: name=" + key.name() + " wanted="
                    + type.getName() + " found=" + value.getClass().getName() + " handler=" + exchange.entry());
        }
        return absence.wrap(value);
    }

    @Override
    public String nameOf(String path) {
        return key.name();
    }
}
