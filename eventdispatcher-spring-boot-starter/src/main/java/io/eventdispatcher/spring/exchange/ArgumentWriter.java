package io.eventdispatcher.spring.exchange;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.spring.annotation.Param;
import io.eventdispatcher.spring.handler.MessageValues;
import java.lang.reflect.Parameter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one argument of a call into the message. Planned at start, one function per kind.
 *
 * <p>Threading: immutable.
 */
@FunctionalInterface
interface ArgumentWriter {

    void write(MessageBuilder message, @Nullable Object argument);

    /**
     * Plans one argument.
     *
     * @throws InvalidMessageExchangeException if no message can carry it
     */
    static ArgumentWriter plan(ExchangePlace place, Parameter parameter, MessageValues values) {
        Param param = parameter.getAnnotation(Param.class);
        Class<?> type = parameter.getType();
        if (param == null) {
            ArgumentWriter whole = ofWhole(type, values);
            if (whole != null) {
                return whole;
            }
        }
        String name = name(place, parameter, param);
        return (message, argument) -> values.write(message, name, argument);
    }

    private static @Nullable ArgumentWriter ofWhole(Class<?> type, MessageValues values) {
        if (type.equals(Message.class)) {
            return (message, argument) -> {
                if (argument instanceof Message other) {
                    message.params(other.parameters());
                }
            };
        }
        if (type.equals(MessageAddress.class)) {
            return (message, argument) -> {
                if (argument instanceof MessageAddress to) {
                    message.to(to);
                }
            };
        }
        if (Map.class.isAssignableFrom(type)) {
            return (message, argument) -> {
                if (argument instanceof Map<?, ?> map) {
                    map.forEach((key, value) -> values.write(message, String.valueOf(key), value));
                }
            };
        }
        if (type.isRecord()) {
            return (message, argument) -> {
                if (argument instanceof Record components) {
                    values.write(message, components);
                }
            };
        }
        return null;
    }

    private static String name(ExchangePlace place, Parameter parameter, @Nullable Param param) {
        String given = param == null ? "" : place.resolve(param.value());
        if (given.isEmpty() && !parameter.isNamePresent()) {
            throw place.invalid(
                    "the class file does not hold the names of the parameters",
                    "compile with -parameters (Maven: <parameters>true</parameters> of maven-compiler-plugin; Spring"
                            + " Boot's parent and Gradle plugin set it), or give the name with @Param(\"...\")");
        }
        String name = given.isEmpty() ? parameter.getName() : given;
        if (!MessageValues.isName(name)) {
            throw place.invalid(
                    "no message can carry a parameter named '" + name + "'",
                    "name it with @Param, with letters, digits and underscores, not starting with a digit");
        }
        return name;
    }
}
