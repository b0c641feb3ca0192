package io.eventdispatcher.spring.handler;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.spring.annotation.ConnectionAttribute;
import io.eventdispatcher.spring.annotation.Param;
import io.eventdispatcher.spring.handler.ValueBinder.Absence;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

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
    private final UnaryOperator<String> placeholders;

    ArgumentPlanner(
            List<MessageArgumentResolver> resolvers,
            ValuePlanner values,
            OriginResolver origins,
            UnaryOperator<String> placeholders) {
        this.resolvers = List.copyOf(resolvers);
        this.values = values;
        this.origins = origins;
        this.placeholders = placeholders;
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
        ConnectionAttribute attribute = parameter.getParameterAnnotation(ConnectionAttribute.class);
        if (attribute != null) {
            return attribute(handler, parameter, attribute);
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
        if (type.equals(ReplySender.class)) {
            return (exchange, problems) -> absence.wrap(new ExchangeReplySender(exchange));
        }
        if (type.equals(MessageAddress.class)) {
            return (exchange, problems) -> absence.wrap(exchange.message().source());
        }
        return isMapOfTexts(parameter)
                ? (exchange, problems) -> exchange.message().parameters()
                : null;
    }

    private AttributeBinder attribute(String handler, MethodParameter parameter, ConnectionAttribute attribute) {
        String given = placeholders.apply(attribute.value());
        String name = given.isEmpty() ? parameter.getParameterName() : given;
        if (name == null) {
            throw ValuePlanner.nameless(handler, parameter, "@ConnectionAttribute");
        }
        Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
        Absence absence = ValuePlanner.absence(parameter);
        if (absence == Absence.MISSING && !attribute.required()) {
            absence = Absence.NULL;
        }
        if (absence == Absence.NULL && type.isPrimitive()) {
            throw new InvalidHandlerException(
                    handler,
                    "argument " + (parameter.getParameterIndex() + 1) + ": required = false, but " + type
                            + " cannot be null",
                    "use the wrapper type or Optional",
                    null);
        }
        Class<?> wrapper = ClassUtils.resolvePrimitiveIfNecessary(type);
        return new AttributeBinder(AttributeKey.shared(name), wrapper, origins, absence);
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
