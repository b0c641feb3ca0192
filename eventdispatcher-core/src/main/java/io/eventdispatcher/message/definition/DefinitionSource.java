package io.eventdispatcher.message.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Definitions of messages, all read when the source is made: looking one up later reads no file.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class DefinitionSource {
    private static final DefinitionSource NONE = new DefinitionSource(List.of());

    private final TreeMap<String, MessageDefinition> byCommand = new TreeMap<>();

    private DefinitionSource(Collection<MessageDefinition> definitions) {
        // the first of two for the same command counts
        definitions.forEach(definition -> byCommand.putIfAbsent(definition.command(), definition));
    }

    /**
     * The definitions of the {@code *.conf} files of directories and, for commands without one there, the built-in ones. The
     * first directory with a file for a command counts; files are not merged.
     *
     * @param directories where to look, in this order
     * @return the definitions as they are now; later changes of the files are not seen
     * @throws DefinitionException if a directory or file cannot be read, is not valid, or is not named after a command
     * @since 0.1
     */
    public static DefinitionSource of(List<Path> directories) {
        List<MessageDefinition> definitions = new ArrayList<>();
        directories.forEach(directory -> definitions.addAll(DefinitionFiles.read(directory)));
        definitions.addAll(builtIn().definitions());
        return new DefinitionSource(definitions);
    }

    /**
     * The definitions of the commands with a meaning of their own, as shipped with the C++ library.
     *
     * @return the definitions
     * @since 0.1
     */
    public static DefinitionSource builtIn() {
        return new DefinitionSource(DefinitionFiles.builtIn());
    }

    /**
     * No definitions at all.
     *
     * @return the same instance each time
     * @since 0.1
     */
    public static DefinitionSource none() {
        return NONE;
    }

    /**
     * Given definitions.
     *
     * @param definitions the first of two for the same command counts
     * @return the definitions
     * @since 0.1
     */
    public static DefinitionSource ofDefinitions(Collection<MessageDefinition> definitions) {
        return new DefinitionSource(definitions);
    }

    /**
     * All definitions.
     *
     * @return unmodifiable, sorted by command
     * @since 0.1
     */
    public List<MessageDefinition> definitions() {
        return List.copyOf(byCommand.values());
    }
}
