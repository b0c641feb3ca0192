package io.eventdispatcher.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the text form in one pass from left to right.
 *
 * <p>The pass finds the parts, hashes the command, and notices whether the line is what {@link MessageEncoder} would write
 * (then the bytes can be forwarded as they are). A backslash in a quoted value belongs to the character behind it, so all
 * that the C++ library writes is read, also what it cannot read itself. Only when that fails, {@link TwoPassText} has a try.
 *
 * <p>Threading: one thread at a time (confined to its decoder).
 */
final class TextScanner {
    /** By byte: 1 = ends or interrupts a target or command: SP : / and control characters. */
    private static final byte[] TARGET_STOPS = new byte[256];
    /** By byte: 1 = not an ordinary character of a bare value. */
    private static final byte[] BARE_STOPS = new byte[256];
    /** By byte: 1 = not an ordinary character of a quoted value. */
    private static final byte[] QUOTED_STOPS = new byte[256];

    static {
        Arrays.fill(TARGET_STOPS, 0, ' ' + 1, (byte) 1);
        for (char c : new char[] {':', '/', 0x7f}) {
            TARGET_STOPS[c] = 1;
        }
        for (char c : new char[] {0, '\n', '\r', ';', '\\'}) {
            BARE_STOPS[c] = 1;
            QUOTED_STOPS[c] = 1;
        }
        QUOTED_STOPS['"'] = 1;
    }

    private final int maxParameters;
    private int[] found = new int[16]; // of each parameter, what goes into the index
    private String problem = "";

    // of the line being read, see the index layout at MessageEncoder
    private int sourceServerEnd;
    private int sourceServiceEnd;
    private int serverEnd;
    private int serviceEnd;
    private int commandStart;
    private int commandEnd;
    private int hash;
    private boolean normal;
    private boolean quoted; // whether there was a quoted value
    private int parametersRead;
    private boolean escaped; // whether the last value held a backslash

    TextScanner(int maxParameters) {
        this.maxParameters = maxParameters;
    }

    /** Why the last call gave null. */
    String problem() {
        return problem;
    }

    /** How many parameters the last message had, repeated ones included. */
    int parametersRead() {
        return parametersRead;
    }

    /**
     * Decodes a line.
     *
     * @param line trimmed, not empty; kept by the message
     * @return null when it is not a message
     */
    @Nullable
    Message scan(byte[] line) {
        normal = true;
        quoted = false;
        sourceServerEnd = 0;
        sourceServiceEnd = 0;
        int targetStart = line[0] == '<' ? skipSource(line) : 0;
        Message message = targetStart < 0 ? null : scanTarget(line, targetStart);
        if (message == null && quoted) {
            quoted = false; // once is enough
            MessageBuilder head = message(line, 0).toBuilder();
            if (TwoPassText.read(line, commandEnd + 1, maxParameters, head)) {
                parametersRead = head.size();
                return head.build();
            }
        }
        return message;
    }

    private @Nullable Message scanTarget(byte[] line, int targetStart) {
        boolean hasServer = false;
        boolean hasService = false;
        serverEnd = targetStart;
        serviceEnd = targetStart;
        int start = targetStart;
        int h = 0;
        int i = targetStart;
        for (; i < line.length; i++) {
            byte c = line[i];
            if (TARGET_STOPS[c & 0xff] == 0) {
                h = 31 * h + (c & 0xff);
            } else if (c == ' ') {
                break;
            } else if (c == 0) {
                return scanUpTo(line, i);
            } else if (c == ':' || c == '/') {
                if (i == start || hasService || c == ':' && hasServer) {
                    return fail("'" + (char) c + "' misplaced in the destination");
                }
                start = i + 1;
                h = 0;
                if (c == ':') {
                    hasServer = true;
                    serverEnd = i;
                    serviceEnd = start;
                } else {
                    hasService = true;
                    serviceEnd = i;
                }
            } else {
                normal = false;
                h = 31 * h + c;
            }
        }
        if (i == start) {
            return fail("no command");
        }
        commandStart = start;
        commandEnd = i;
        hash = h;
        return i == line.length ? message(line, 0) : scanParameters(line);
    }

    private @Nullable Message scanParameters(byte[] line) {
        int count = 0;
        int previousStart = 0;
        int previousEnd = 0;
        int i = commandEnd + 1;
        while (i < line.length) {
            int nameStart = i;
            if (NameRules.isStart(line[i])) {
                do {
                    i++;
                } while (i < line.length && NameRules.isPart(line[i]));
            }
            if (i == nameStart || i == line.length || line[i] != '=') {
                return i < line.length && line[i] == 0 ? scanUpTo(line, i) : failName(line, count, nameStart, i);
            }
            if (count == maxParameters) {
                return fail("too many parameters: max=" + maxParameters);
            }
            normal &= count == 0 || isAscending(line, previousStart, previousEnd, nameStart, i);
            previousStart = nameStart;
            previousEnd = i;
            int end;
            if (i + 1 < line.length && line[i + 1] == '"') {
                end = quotedEnd(line, i + 1);
                if (end < 0) {
                    return fail("parameter " + (count + 1) + ": quote not closed, or more than ';' behind it");
                }
            } else {
                end = bareEnd(line, i + 1);
            }
            if (2 * count == found.length) {
                found = Arrays.copyOf(found, 4 * count);
            }
            found[2 * count] = i;
            found[2 * count + 1] = escaped ? ~end : end;
            count++;
            if (end == line.length) {
                return message(line, count);
            }
            if (line[end] == 0) {
                return scanUpTo(line, end);
            }
            i = end + 1;
        }
        normal = false; // ends with the space or a semicolon
        return message(line, count);
    }

    private static boolean isAscending(byte[] line, int start, int end, int nextStart, int nextEnd) {
        return line[start] < line[nextStart] || Arrays.compareUnsigned(line, start, end, line, nextStart, nextEnd) < 0;
    }

    /** Returns where the value ends: at a semicolon, a NUL, or the end of the line. */
    private int bareEnd(byte[] line, int start) {
        boolean backslash = false;
        int i = PlainRun.ofBare(line, start);
        while (i < line.length) {
            byte c = line[i];
            if (BARE_STOPS[c & 0xff] == 0) {
                i++;
            } else if (c == ';' || c == 0) {
                break;
            } else if (c == '\\') {
                backslash = true;
                boolean pair = i + 1 < line.length && isEscape(line[i + 1]);
                normal &= pair;
                i = PlainRun.ofBare(line, i + (pair ? 2 : 1));
            } else {
                normal = false; // a raw line feed or carriage return
                i++;
            }
        }
        escaped = backslash;
        if (i > start && line[i - 1] != '\\' && (TextValue.isBlank(line[start]) || TextValue.isBlank(line[i - 1]))) {
            normal = false; // the encoder would quote it
        }
        return i;
    }

    /** Returns where the value ends, behind its closing quote; -1 when there is none. */
    private int quotedEnd(byte[] line, int open) {
        quoted = true;
        boolean backslash = false;
        boolean mustQuote = open + 2 < line.length && line[open + 1] == '\\' && line[open + 2] == '"';
        int lastPair = -1;
        for (int i = PlainRun.ofQuoted(line, open + 1); i < line.length; i++) {
            byte c = line[i];
            if (QUOTED_STOPS[c & 0xff] == 0) {
                continue;
            }
            if (c == '"') {
                boolean endsWithBackslash = lastPair == i - 2 && line[i - 1] == '\\';
                boolean blanks = i > open + 1 && (TextValue.isBlank(line[open + 1]) || TextValue.isBlank(line[i - 1]));
                normal &= (mustQuote || blanks) && !endsWithBackslash;
                escaped = backslash;
                return i + 1 == line.length || line[i + 1] == ';' || line[i + 1] == 0 ? i + 1 : -1;
            } else if (c == '\\') {
                backslash = true;
                lastPair = i;
                i++;
                if (i == line.length || line[i] == 0) {
                    return -1;
                }
                normal &= isEscape(line[i]) || line[i] == '"';
            } else if (c == ';') {
                mustQuote = true;
            } else if (c == 0) {
                return -1;
            } else {
                normal = false; // a raw line feed or carriage return
            }
        }
        return -1;
    }

    private static boolean isEscape(byte c) {
        return c == '\\' || c == 'n' || c == 'r';
    }

    private Message message(byte[] line, int count) {
        int flags = normal ? MessageEncoder.NORMAL : 0;
        int[] index;
        int at;
        if (commandStart == 0) {
            index = new int[MessageEncoder.PLAIN + 2 * count];
            at = MessageEncoder.PLAIN;
        } else {
            index = new int[MessageEncoder.ADDRESSED + 2 * count];
            index[3] = sourceServerEnd;
            index[4] = sourceServiceEnd;
            index[5] = serverEnd;
            index[6] = serviceEnd;
            at = MessageEncoder.ADDRESSED;
        }
        index[0] = flags;
        index[1] = commandStart;
        index[2] = commandEnd;
        parametersRead = count;
        for (int i = 0; i < 2 * count; i++) { // mostly few: a call for ranges of arrays costs more
            index[at + i] = found[i];
        }
        return new Message(line, index, hash);
    }

    /** A NUL ends the line, as in the C++ library. */
    private @Nullable Message scanUpTo(byte[] line, int end) {
        return end == 0 ? fail("empty") : scan(Arrays.copyOf(line, end));
    }

    private @Nullable Message failName(byte[] line, int count, int start, int end) {
        String name = "'" + LogText.clip(BinaryStrings.of(line, start, Math.min(end, start + 64)), 64) + "'";
        if (end == start) {
            return fail("parameter " + (count + 1) + ": no valid name");
        }
        return fail("parameter " + (count + 1) + ": no '=' after name " + name);
    }

    private @Nullable Message fail(String reason) {
        problem = reason;
        return null;
    }

    /** Skips {@code <server:service } and returns where the target starts; -1 on failure. */
    private int skipSource(byte[] line) {
        int i = 1;
        while (i < line.length && line[i] != ':' && line[i] != ' ' && line[i] != 0) {
            normal &= isPrintable(line[i]);
            i++;
        }
        sourceServerEnd = i;
        if (i < line.length && line[i] == ':') {
            i++;
            while (i < line.length && line[i] != ' ' && line[i] != 0) {
                normal &= isPrintable(line[i]);
                i++;
            }
            if (i < line.length && line[i] == ' ') {
                sourceServiceEnd = i;
                normal &= i > 2; // "<: " is not what the encoder writes
                return i + 1;
            }
        }
        problem = "source is not '<server:service '";
        return -1;
    }

    private static boolean isPrintable(byte b) {
        return b < 0 || b > ' ' && b != 0x7f;
    }
}
