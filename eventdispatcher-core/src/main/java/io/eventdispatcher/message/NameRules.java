package io.eventdispatcher.message;

/**
 * What a valid name is, and which names the text form can carry.
 *
 * <p>Names and values are handed around inside this package as <em>binary strings</em>: each character is one byte of
 * the UTF-8 form. An ASCII text is its own binary string, which costs nothing, and malformed UTF-8 survives.
 *
 * <p>Threading: immutable.
 */
final class NameRules {
    static final String COMMAND = "[A-Z_][A-Z0-9_]*";
    static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    static final String DESTINATION = NAME + ", '.', '*' or '?'";

    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;

    /** By byte: 0 = not part of a name. */
    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 'A'; c <= 'Z'; c++) {
            KINDS[c] = LETTER;
            KINDS[c - 'A' + 'a'] = LETTER;
        }
        for (int c = '0'; c <= '9'; c++) {
            KINDS[c] = DIGIT;
        }
        KINDS['_'] = LETTER;
    }

    private static final KnownNames NAMES = new KnownNames();
    private static final KnownNames COMMANDS = new KnownNames();

    private NameRules() {}

    static boolean isStart(byte b) {
        return KINDS[b & 0xff] == LETTER;
    }

    static boolean isPart(byte b) {
        return KINDS[b & 0xff] != 0;
    }

    /** Whether a text is {@code [A-Za-z_][A-Za-z0-9_]*}. */
    static boolean isName(String text) {
        if (NAMES.contains(text)) {
            return true;
        }
        if (text.isEmpty() || !hasOnlyParts(text) || KINDS[text.charAt(0)] != LETTER) {
            return false;
        }
        NAMES.add(text);
        return true;
    }

    /** Whether a range of bytes is {@code [A-Za-z_][A-Za-z0-9_]*}. */
    static boolean isName(byte[] bytes, int from, int to) {
        if (from >= to || !isStart(bytes[from])) {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            if (!isPart(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a range of bytes can be the server or service of a destination: empty, a name, or {@code . * ?}. */
    static boolean isDestination(byte[] bytes, int from, int to) {
        if (to - from == 1 && (bytes[from] == '.' || bytes[from] == '*' || bytes[from] == '?')) {
            return true;
        }
        return from == to || isName(bytes, from, to);
    }

    private static boolean hasOnlyParts(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= KINDS.length || KINDS[c] == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is {@code [A-Z_][A-Z0-9_]*}. */
    static boolean isCommand(String text) {
        if (COMMANDS.contains(text)) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                return false;
            }
        }
        if (!isName(text)) {
            return false;
        }
        COMMANDS.add(text);
        return true;
    }

    /** Whether a text can be the server or service of a sender: empty or a name. */
    static boolean isSender(String text) {
        return text.isEmpty() || isName(text);
    }

    /** Whether a text can be the server or service of a destination: empty, a name, or {@code . * ?}. */
    static boolean isDestination(String text) {
        if (text.length() == 1) {
            char c = text.charAt(0);
            if (c == '.' || c == '*' || c == '?') {
                return true;
            }
        }
        return isSender(text);
    }

    static void checkCommand(String text) {
        check(isCommand(text), "command", text, COMMAND);
    }

    static void checkParameter(String command, String text) {
        if (!isName(text)) {
            throw refused("parameter name", text, NAME, " command=" + LogText.clip(command, 64));
        }
    }

    static void check(boolean valid, String field, String text, String rule) {
        if (!valid) {
            throw refused(field, text, rule, "");
        }
    }

    private static InvalidMessageException refused(String field, String text, String rule, String more) {
        return new InvalidMessageException(field + " not valid: '" + LogText.clip(text, 128) + "' rule=" + rule + more);
    }

    /**
     * Whether every decoder reads these names back from the text form.
     *
     * @param command all as binary strings; empty = not given, except for the command
     */
    static boolean fitText(MessageAddress source, MessageAddress destination, String command) {
        if (source.isNone() && destination.isNone() && COMMANDS.contains(command)) {
            return true;
        }
        boolean fit = fits(command, true)
                && fits(destination.server(), true)
                && fits(destination.service(), true)
                && fits(source.server(), false)
                && fits(source.service(), false)
                && source.server().indexOf(':') < 0;
        if (!fit || !source.isNone()) {
            return fit;
        }
        char first = firstOf(destination.server(), destination.service(), command);
        return first != '{' && first != '<';
    }

    private static boolean fits(String name, boolean inTarget) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c == 0x7f || inTarget && (c == ':' || c == '/')) {
                return false;
            }
        }
        return true;
    }

    private static char firstOf(String server, String service, String command) {
        String start = !server.isEmpty() ? server : !service.isEmpty() ? service : command;
        return start.charAt(0);
    }
}
