package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.Param;
import io.eventdispatcher.spring.handler.ValueBinder.Absence;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Plans arguments that are read from parameters: single values, and records made of them.
 *
 * <p>Records are taken apart here instead of by Spring's {@code DataBinder}: a component gets the same conversion, the
 * same rule for what is required and the same text for the peer as an argument of its own, and a call needs no
 * reflection.
 *
 * <p>Threading: any thread.
 */
final class ValuePlanner {

    private static final String COMPILE =
            "compile with -parameters (Maven: <parameters>true</parameters> of maven-compiler-plugin; Spring"
                    + " Boot's parent and Gradle plugin set it), or give the name with ";

    private final ValueConverters converters;
    private final UnaryOperator<String> placeholders;

    ValuePlanner(ValueConverters converters, UnaryOperator<String> placeholders) {
        this.converters = converters;
        this.placeholders = placeholders;
    }

    /**
     * Plans one argument.
     *
     * @throws InvalidHandlerException if it cannot be read from parameters
     */
    ArgumentBinder plan(String handler, MethodParameter parameter) {
        Param param = parameter.getParameterAnnotation(Param.class);
        boolean flat = param == null && typeOf(parameter).isRecord();
        Place place = new Place(handler, "argument " + (parameter.getParameterIndex() + 1), "", List.of());
        return plan(place, parameter, param, parameter.getParameterName(), flat);
    }

    /**
     * Plans a record whose components are parameters by their own names.
     *
     * @throws InvalidHandlerException if it cannot be read from parameters
     */
    RecordBinder record(String place, Class<?> type, Absence absence) {
        return records(new Place(place, "return type", "", List.of()), type, absence, type.getSimpleName());
    }

    /** What an absent value means, by the type alone. */
    static Absence absence(MethodParameter parameter) {
        if (parameter.getParameterType().equals(Optional.class)) {
            return Absence.EMPTY;
        }
        return parameter.isOptional() ? Absence.NULL : Absence.MISSING;
    }

    private ArgumentBinder plan(
            Place place, MethodParameter parameter, @Nullable Param param, @Nullable String javaName, boolean flat) {
        Class<?> type = typeOf(parameter);
        TypeDescriptor target = new TypeDescriptor(parameter.nestedIfOptional());
        ValueConverter converter = type.isRecord() && param == null ? null : converters.find(target);
        Absence absence = absence(place, parameter, param);
        if (converter == null && type.isRecord()) {
            return flat
                    ? records(place, type, absence, String.valueOf(javaName))
                    : nested(place, parameter, param, javaName, absence);
        }
        if (converter == null) {
            throw place.invalid(
                    "nothing makes a " + parameter.getGenericParameterType().getTypeName() + " from text",
                    "use Message, Exchange, MessageAddress, Connection, Principal, Map<String, String>, a record or a type that"
                            + " Spring converts text to, or add a Converter or a MessageArgumentResolver bean");
        }
        String defaultText = defaultText(place, param, converter);
        return new ValueBinder(name(place, param, javaName), converter, absence, defaultText);
    }

    private RecordBinder nested(
            Place place, MethodParameter parameter, @Nullable Param param, @Nullable String javaName, Absence absence) {
        String path = name(place, param, javaName).shown();
        return records(place.inside(path + "_"), typeOf(parameter), absence, path);
    }

    private RecordBinder records(Place place, Class<?> type, Absence absence, String name) {
        if (place.records().contains(type)) {
            throw place.invalid(
                    "the record " + type.getSimpleName() + " contains itself",
                    "use a record of fixed depth, or Message");
        }
        Place inner = place.of(type);
        RecordShape shape = RecordShape.of(type);
        List<ArgumentBinder> binders = new ArrayList<>();
        for (int i = 0; i < shape.components().size(); i++) {
            RecordComponent component = shape.components().get(i);
            Place at = inner.at("component '" + component.getName() + "' of record " + type.getSimpleName());
            Param param = component.getAnnotation(Param.class);
            binders.add(plan(at, shape.parameter(i), param, component.getName(), false));
        }
        return new RecordBinder(
                name,
                shape.components().stream().map(RecordComponent::getName).toList(),
                binders,
                shape.constructor(),
                absence);
    }

    /** The complaint about a class file without names of parameters. */
    static InvalidHandlerException nameless(String handler, MethodParameter parameter, String annotation) {
        return new InvalidHandlerException(
                handler,
                "argument " + (parameter.getParameterIndex() + 1)
                        + ": the class file does not hold the name of the parameter",
                COMPILE + annotation + "(\"...\")",
                null);
    }

    private ParameterName name(Place place, @Nullable Param param, @Nullable String javaName) {
        String given = param == null ? "" : placeholders.apply(param.value());
        if (given.isEmpty() && javaName == null) {
            throw place.invalid("the class file does not hold the name of the parameter", COMPILE + "@Param(\"...\")");
        }
        String name = place.prefix() + (given.isEmpty() ? javaName : given);
        if (!ParameterName.isValid(name)) {
            throw place.invalid(
                    "no message can carry a parameter named '" + name + "'",
                    "name it with @Param, with letters, digits and underscores, not starting with a digit");
        }
        return given.isEmpty() ? ParameterName.ofJava(name) : ParameterName.exact(name);
    }

    private static Absence absence(Place place, MethodParameter parameter, @Nullable Param param) {
        Absence byType = absence(parameter);
        if (byType != Absence.MISSING || param == null || param.required()) {
            return byType;
        }
        if (parameter.getParameterType().isPrimitive() && param.defaultValue().equals(Param.NO_DEFAULT)) {
            throw place.invalid(
                    "required = false, but " + parameter.getParameterType() + " cannot be null",
                    "use the wrapper type, Optional, or give a defaultValue");
        }
        return Absence.NULL;
    }

    private @Nullable String defaultText(Place place, @Nullable Param param, ValueConverter converter) {
        if (param == null || param.defaultValue().equals(Param.NO_DEFAULT)) {
            return null;
        }
        String text = placeholders.apply(param.defaultValue());
        if (converter.convert(text) == null) {
            throw place.invalid(
                    "its default value '" + text + "' is not " + converter.expected(), "change defaultValue of @Param");
        }
        return text;
    }

    private static Class<?> typeOf(MethodParameter parameter) {
        return parameter.nestedIfOptional().getNestedParameterType();
    }

    /** Where in a handler method the plan is: for errors, for prefixes and against endless records. */
    private record Place(String handler, String part, String prefix, List<Class<?>> records) {

        Place at(String part) {
            return new Place(handler, part, prefix, records);
        }

        Place inside(String prefix) {
            return new Place(handler, part, prefix, records);
        }

        Place of(Class<?> type) {
            List<Class<?>> outer = new ArrayList<>(records);
            outer.add(type);
            return new Place(handler, part, prefix, outer);
        }

        InvalidHandlerException invalid(String problem, String action) {
            return new InvalidHandlerException(handler, part + ": " + problem, action, null);
        }
    }
}
