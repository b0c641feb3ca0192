package io.eventdispatcher.message.definition;

import io.eventdispatcher.message.Message;
import java.util.Objects;

/**
 * What is known about one parameter of a command.
 *
 * <p>Threading: immutable.
 *
 * @param name the name of the parameter
 * @param type what its value must look like, unless it is empty
 * @param required whether it must be there
 * @param mayBeEmpty whether its value may be empty
 * @param forbidden whether it must not be there
 * @since 0.1
 */
public record ParameterDefinition(
        String name, ParameterType type, boolean required, boolean mayBeEmpty, boolean forbidden) {

    /**
     * Creates a definition.
     *
     * @param name the name of the parameter
     * @param type what its value must look like, unless it is empty
     * @param required whether it must be there
     * @param mayBeEmpty whether its value may be empty
     * @param forbidden whether it must not be there
     * @since 0.1
     */
    public ParameterDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** What is wrong with this parameter of a message; empty when nothing. */
    String problem(Message message) {
        String value = message.param(name);
        if (value == null) {
            return required ? "parameter '" + name + "' is required" : "";
        }
        if (forbidden) {
            return "parameter '" + name + "' is forbidden";
        }
        if (value.isEmpty()) {
            return mayBeEmpty ? "" : "parameter '" + name + "' is empty";
        }
        String problem = type.problem(message, name);
        return problem.isEmpty() ? "" : "parameter '" + name + "' " + problem;
    }
}
