package io.eventdispatcher.message.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The syntax of definition files, INI-like.
 *
 * <p>Threading: one thread at a time (confined to its reader).
 */
final class DefinitionText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\nrt])");

    private final String origin;
    private final TreeMap<String, Map<String, Entry>> sections = new TreeMap<>();
    private String section = ""; // empty = none

    /** A value and where it stands. */
    private record Entry(String value, int line) {}

    DefinitionText(String text, String origin) {
        this.origin = origin;
        String[] lines = text.split("\\R", -1);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            line.append(lines[i]);
            boolean continued = lines[i].endsWith("\\") && i + 1 < lines.length;
            if (continued) {
                line.setLength(line.length() - 1);
            } else {
                read(line.toString().strip(), i + 1);
                line.setLength(0);
            }
        }
    }

    private void read(String line, int number) {
        if (line.isEmpty() || isComment(line)) {
            return;
        }
        if (line.startsWith("[")) {
            int end = line.indexOf(']');
            String rest = end < 0 ? "" : line.substring(end + 1).strip();
            if (end < 0 || !rest.isEmpty() && !isComment(rest)) {
                throw problem("section is not '[name]'", number);
            }
            String name = line.substring(1, end).strip();
            section = name.isEmpty() ? "" : name(name, number);
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw problem("no '='", number);
        }
        String key = name(line.substring(0, equals).strip(), number);
        Entry entry = new Entry(value(line.substring(equals + 1).strip()), number);
        if (!section.isEmpty()) {
            sections.computeIfAbsent(section, unused -> new TreeMap<>()).put(key, entry);
        }
    }

    private static boolean isComment(String line) {
        return line.startsWith(";") || line.startsWith("#");
    }

    /** Dashes and underscores are the same in names. */
    private String name(String text, int number) {
        if (!NAME.matcher(text).matches()) {
            throw problem("name not valid: '" + text + "'", number);
        }
        return text.replace('-', '_');
    }

    private static String value(String text) {
        String value = text;
        int last = value.length() - 1;
        if (last > 0 && (value.charAt(0) == '"' || value.charAt(0) == '\'') && value.charAt(last) == value.charAt(0)) {
            value = value.substring(1, last);
        }
        return ESCAPE.matcher(value).replaceAll(match -> switch (match.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> "\\\\";
        });
    }

    /** The parameters in alphabetical order; a section without keys defines none. */
    List<ParameterDefinition> parameters() {
        List<ParameterDefinition> parameters = new ArrayList<>();
        sections.forEach((name, keys) -> parameters.add(parameter(name, keys)));
        return parameters;
    }

    private ParameterDefinition parameter(String name, Map<String, Entry> keys) {
        Entry type = keys.get("type");
        Entry flags = keys.get("flags");
        boolean required = flags == null;
        boolean mayBeEmpty = flags == null;
        boolean forbidden = false;
        if (flags != null) {
            for (String flag : flags.value.split(",")) {
                switch (flag.strip()) {
                    case "required" -> required = true;
                    case "empty" -> mayBeEmpty = true;
                    case "forbidden" -> forbidden = true;
                    case "optional", "defined", "allowed" -> {}
                    default ->
                        throw problem(
                                "flag not known: '" + flag.strip()
                                        + "' known=required,empty,forbidden,optional,defined,allowed",
                                flags.line);
                }
            }
        }
        return new ParameterDefinition(
                name, type == null ? ParameterType.STRING : type(type), required, mayBeEmpty, forbidden);
    }

    private ParameterType type(Entry type) {
        return switch (type.value) {
            case "default", "string" -> ParameterType.STRING;
            case "integer" -> ParameterType.INTEGER;
            case "address" -> ParameterType.ADDRESS;
            case "timespec" -> ParameterType.TIMESPEC;
            default ->
                throw problem(
                        "type not known: '" + type.value + "' known=default,string,integer,address,timespec",
                        type.line);
        };
    }

    private DefinitionException problem(String what, int line) {
        return new DefinitionException("message definition not valid: " + what + " file=" + origin + " line=" + line);
    }
}
