package io.eventdispatcher.spring.handler;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.spring.annotation.Param;
import io.eventdispatcher.spring.handler.ValueBinder.Absence;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Decides once, at start, how each argument of a handler method is produced.
 *
 * <p>In this order: an application's {@link MessageArgumentResolver}; an argument with {@code @Param}; what belongs to
 * the exchange; all parameters as a map; a record, or a value by its Java name.
 *
 * <p>Threading: any thread.
 */
final class ArgumentPlanner {

    private final List<MessageArgumentResolver> resolvers;
    private final ValuePlanner values;
    private final OriginResolver origins;

    ArgumentPlanner(List<MessageArgumentResolver> resolvers, ValuePlanner values, OriginResolver origins) {
        this.resolvers = List.copyOf(resolvers);
        this.values = values;
        this.origins = origins;
    }

    /**
     * Plans one argument.
     *
     * @throws InvalidHandlerException if nothing can produce it
     */
    ArgumentBinder plan(String handler, MethodParameter parameter) {
        for (MessageArgumentResolver resolver : resolvers) {
            if (resolver.supports(parameter)) {
                return (exchange, problems) -> resolver.resolve(parameter, exchange);
            }
        }
        if (!parameter.hasParameterAnnotation(Param.class)) {
            ArgumentBinder contextual = ofExchange(parameter);
            if (contextual != null) {
                return contextual;
            }
        }
        return values.plan(handler, parameter);
    }

    private @Nullable ArgumentBinder ofExchange(MethodParameter parameter) {
        Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
        Absence absence = ValuePlanner.absence(parameter);
        if (type.equals(Connection.class)) {
            return new ConnectionBinder(origins, absence);
        }
        if (type.equals(Principal.class)) {
            return new PrincipalBinder(origins, absence);
        }
        if (type.equals(Message.class)) {
            return (exchange, problems) -> absence.wrap(exchange.message());
        }
        if (type.equals(Exchange.class)) {
            return (exchange, problems) -> absence.wrap(exchange);
        }
        if (type.equals(MessageAddress.class)) {
            return (exchange, problems) -> absence.wrap(exchange.message().source());
        }
        return isMapOfTexts(parameter)
                ? (exchange, problems) -> exchange.message().parameters()
                : null;
    }

    private static boolean isMapOfTexts(MethodParameter parameter) {
        if (!parameter.getParameterType().equals(Map.class)) {
            return false;
        }
        ResolvableType map = ResolvableType.forMethodParameter(parameter);
        return map.getGeneric(0).resolve(Object.class).isAssignableFrom(String.class)
                && map.getGeneric(1).resolve(Object.class).isAssignableFrom(String.class);
    }
}
