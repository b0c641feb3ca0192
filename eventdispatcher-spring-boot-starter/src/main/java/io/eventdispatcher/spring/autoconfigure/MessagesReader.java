package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.message.definition.DefinitionException;
import io.eventdispatcher.message.definition.DefinitionSource;
import io.eventdispatcher.message.definition.Definitions;
import io.eventdispatcher.message.definition.MissingDefinition;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Messages;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Makes limits and definitions of messages of properties, naming the key of each that cannot be used.
 *
 * <p>Threading: one thread at a time.
 *
 * @param messages the values
 */
record MessagesReader(Messages messages) {

    private static final String PREFIX = "eventdispatcher.message";

    MessageLimits limits() {
        return new MessageLimits(
                PropertyChecks.atLeast(PREFIX + ".max-parameters", messages.maxParameters(), 0),
                PropertyChecks.atLeast(PREFIX + ".max-parameter-name-length", messages.maxParameterNameLength(), 1),
                PropertyChecks.atLeast(PREFIX + ".max-name-length", messages.maxNameLength(), 1),
                PropertyChecks.bytes(PREFIX + ".max-total-name-length", messages.maxTotalNameLength(), 1),
                messages.repeatedParameter(),
                messages.names());
    }

    /** Reads all files now; later changes of them are not seen. */
    Definitions definitions() {
        MissingDefinition missing = messages.missingDefinition();
        if (!messages.definitions().isEmpty()) {
            return new Definitions(source(), missing);
        }
        if (missing != MissingDefinition.IGNORE) {
            throw new UnusablePropertyException(
                    PREFIX + ".missing-definition",
                    missing.name().toLowerCase(Locale.ROOT),
                    "there are no definitions, so every message would be without one",
                    "name their directories in eventdispatcher.message.definitions, or remove it");
        }
        return Definitions.none();
    }

    private DefinitionSource source() {
        List<Path> directories =
                messages.definitions().stream().map(MessagesReader::directory).toList();
        try {
            return DefinitionSource.of(directories);
        } catch (DefinitionException e) {
            Throwable cause = e.getCause();
            throw new UnusablePropertyException(
                    PREFIX + ".definitions",
                    String.join(",", messages.definitions()),
                    e.getMessage() + (cause == null ? "" : " (" + cause + ")"),
                    "name directories that can be read, with valid files only, each named after its command such as"
                            + " ADD.conf");
        }
    }

    private static Path directory(String text) {
        String key = PREFIX + ".definitions";
        if (text.isBlank()) {
            throw new UnusablePropertyException(key, text, "a directory is empty", "remove it, or name a directory");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw PropertyChecks.unusable(key, text, e, "name a directory");
        }
    }
}
