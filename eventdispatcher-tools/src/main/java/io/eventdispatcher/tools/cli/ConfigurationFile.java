package io.eventdispatcher.tools.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file as the original's tools have them: lines {@code name=value} or {@code name: value}, comments
 * after {@code #} or {@code ;} at the start of a line, values perhaps in quotes, {@code -} and {@code _} in names alike;
 * what follows {@code [section]} is named {@code section::name}. At most 1 MiB. A later line wins.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ConfigurationFile {

    private static final long MAX_BYTES = 1 << 20;

    private final Path path;
    private final Map<String, String> values;

    private ConfigurationFile(Path path, Map<String, String> values) {
        this.path = path;
        this.values = values;
    }

    /**
     * Reads a file.
     *
     * @param name path of the file
     * @return its content
     * @throws ToolException if it cannot be read, is too large, or has a line without separator
     */
    public static ConfigurationFile read(String name) throws ToolException {
        try {
            Path path = Path.of(name);
            if (Files.size(path) > MAX_BYTES) {
                throw failed(name, "too large: bytes=" + Files.size(path) + " max=" + MAX_BYTES);
            }
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            return new ConfigurationFile(path, values(name, text));
        } catch (NoSuchFileException e) {
            throw failed(name, "there is no such file");
        } catch (IOException | InvalidPathException e) {
            throw failed(name, String.valueOf(e.getMessage()));
        }
    }

    private static ToolException failed(String name, String why) {
        return new ToolException(ExitCode.FAILED, "configuration file '" + name + "': " + why);
    }

    private static Map<String, String> values(String name, String text) throws ToolException {
        Map<String, String> values = new LinkedHashMap<>();
        String section = "";
        int number = 0;
        for (String raw : text.split("\r?\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                String inside = key(line.substring(1, line.length() - 1));
                section = inside.isEmpty() ? "" : inside + "::";
                continue;
            }
            int separator = separator(line);
            if (separator < 0) {
                throw failed(name, "line " + number + " has no separator; name=value is needed");
            }
            values.put(
                    section + key(line.substring(0, separator)),
                    unquoted(line.substring(separator + 1).strip()));
        }
        return values;
    }

    /** The first of the two separators, so that a value may hold the other one. */
    private static int separator(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 || colon >= 0 && colon < equals ? colon : equals;
    }

    private static String key(String name) {
        return name.strip().replace('_', '-');
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /**
     * Finds a variable.
     *
     * @param name with {@code -} or {@code _}
     * @return its value, null when it is not there
     */
    public @Nullable String find(String name) {
        return values.get(key(name));
    }

    /**
     * Gets a variable that must be there.
     *
     * @param name with {@code -} or {@code _}
     * @return its value
     * @throws ToolException if it is not there or empty
     */
    public String require(String name) throws ToolException {
        String value = find(name);
        if (value == null || value.isEmpty()) {
            throw failed(path.toString(), "variable '" + name + "' is " + (value == null ? "missing" : "empty"));
        }
        return value;
    }

    /**
     * All variables as long options.
     *
     * @return for example {@code --host=127.0.0.1:4041}
     */
    public String[] asOptions() {
        return values.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
    }
}
