package io.eventdispatcher.message.definition;

import io.eventdispatcher.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is known about the parameters of one command. Parameters that are not mentioned are always accepted.
 *
 * <p>Threading: immutable.
 *
 * @param command the command
 * @param parameters its parameters, in alphabetical order
 * @since 0.1
 */
public record MessageDefinition(String command, List<ParameterDefinition> parameters) {

    /**
     * Creates a definition.
     *
     * @param command the command
     * @param parameters its parameters, in alphabetical order; copied
     * @since 0.1
     */
    public MessageDefinition {
        Objects.requireNonNull(command, "command");
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads a definition in the syntax of the C++ library: a section for each parameter, with the keys {@code type} and
     * {@code flags}. Differs from it in taking flags with spaces around them.
     *
     * @param command the command that is defined
     * @param text the content of the file
     * @param origin where the text comes from, for messages of exceptions
     * @return the definition
     * @throws DefinitionException if a line is not valid, or a type or flag is not known
     * @since 0.1
     */
    public static MessageDefinition parse(String command, String text, String origin) {
        return new MessageDefinition(command, new DefinitionText(text, origin).parameters());
    }

    /**
     * Checks a message of this command.
     *
     * @param message the message; its command is not looked at
     * @return all problems, in the order of the parameters; empty when there is none
     * @since 0.1
     */
    public List<String> check(Message message) {
        List<String> problems = List.of();
        for (int i = 0; i < parameters.size(); i++) {
            String problem = parameters.get(i).problem(message);
            if (!problem.isEmpty()) {
                problems = problems.isEmpty() ? new ArrayList<>() : problems;
                problems.add(problem);
            }
        }
        return problems;
    }
}
