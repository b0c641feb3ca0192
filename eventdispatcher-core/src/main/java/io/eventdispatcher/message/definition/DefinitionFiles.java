package io.eventdispatcher.message.definition;

import io.eventdispatcher.message.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads definition files, each named after its command.
 *
 * <p>Threading: any thread; blocks while reading.
 */
final class DefinitionFiles {
    private static final String SUFFIX = ".conf";
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern COMMAND = Pattern.compile("[A-Z_][A-Z0-9_]*");

    private static final List<String> BUILT_IN = List.of(
            Commands.ABSOLUTELY,
            Commands.ALIVE,
            Commands.COMMANDS,
            Commands.HELP,
            Commands.INVALID,
            Commands.LEAK,
            "LOG",
            Commands.LOG_ROTATE,
            Commands.QUITTING,
            Commands.READY,
            Commands.RESTART,
            Commands.SERVICE_UNAVAILABLE,
            Commands.STOP,
            Commands.UNKNOWN);

    private DefinitionFiles() {}

    static List<MessageDefinition> builtIn() {
        return BUILT_IN.stream().map(DefinitionFiles::readResource).toList();
    }

    private static MessageDefinition readResource(String command) {
        String file = command + SUFFIX;
        try (InputStream in = DefinitionFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new DefinitionException("built-in message definition missing: file=" + file);
            }
            return MessageDefinition.parse(command, new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
        } catch (IOException e) {
            throw new DefinitionException("built-in message definition cannot be read: file=" + file, e);
        }
    }

    static List<MessageDefinition> read(Path directory) {
        List<MessageDefinition> definitions = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                definitions.add(readFile(file));
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new DefinitionException("message definitions cannot be read: directory=" + directory, e);
        }
        return definitions;
    }

    private static MessageDefinition readFile(Path file) {
        String name = file.getFileName().toString();
        String command = name.substring(0, name.length() - SUFFIX.length());
        if (!COMMAND.matcher(command).matches()) {
            throw new DefinitionException(
                    "message definition not named after a command: file=" + file + " rule=" + COMMAND + SUFFIX);
        }
        return MessageDefinition.parse(command, text(file), file.toString());
    }

    private static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new DefinitionException(
                        "message definition too large: file=" + file + " bytes=" + size + " max=" + MAX_BYTES);
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new DefinitionException("message definition not UTF-8: file=" + file, e);
        } catch (IOException e) {
            throw new DefinitionException("message definition cannot be read: file=" + file, e);
        }
    }
}
