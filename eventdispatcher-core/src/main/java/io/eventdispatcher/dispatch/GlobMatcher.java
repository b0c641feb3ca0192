package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Matches literals, stars and plain variables in time proportional to the command, without a String.
 *
 * <p>A pattern is split at its stars into blocks of literals and variables. The first block begins where the command
 * begins, the last ends where the command ends, those between go to the first place where they fit. Inside a block each
 * literal goes to the first place after its variable. No other place needs to be tried: a variable stands for word
 * characters only and literals consist of those, so whatever a later place allows, the first one allows as well; and a
 * block that met another character can only fit behind it.
 *
 * <p>Threading: immutable.
 */
final class GlobMatcher {
    private static final int NO_PLACE = -1;

    /** Results below NO_PLACE: the block met a character, at {@code BLOCKED - result}, that no variable stands for. */
    private static final int BLOCKED = -2;

    /** The literals of each block, with one variable between each two; the first and the last may be empty. */
    private final byte[][][] blocks;

    private final String[] variableNames;

    private GlobMatcher(byte[][][] blocks, String[] variableNames) {
        this.blocks = blocks;
        this.variableNames = variableNames;
    }

    static GlobMatcher of(List<PatternPart> parts) {
        List<byte[][]> blocks = new ArrayList<>();
        List<byte[]> literals = new ArrayList<>();
        byte[] last = {};
        for (PatternPart part : parts) {
            if (part instanceof PatternPart.Literal literal) {
                last = literal.text().getBytes(StandardCharsets.US_ASCII);
                continue;
            }
            literals.add(last);
            last = new byte[0];
            if (part instanceof PatternPart.Star) {
                blocks.add(literals.toArray(byte[][]::new));
                literals.clear();
            }
        }
        literals.add(last);
        blocks.add(literals.toArray(byte[][]::new));
        String[] names = PatternParser.variableNames(parts).toArray(String[]::new);
        return new GlobMatcher(blocks.toArray(byte[][][]::new), names);
    }

    static boolean isWord(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** Returns the variables in the order of the pattern, or null when the command does not match. */
    @Nullable
    Map<String, String> match(Message message) {
        if (!matches(message, null)) {
            return null;
        }
        if (variableNames.length == 0) {
            return Map.of();
        }
        int[] bounds = new int[2 * variableNames.length];
        matches(message, bounds); // once more, so that commands that do not match cost no array
        return variables(message, bounds);
    }

    private Map<String, String> variables(Message message, int[] bounds) {
        if (variableNames.length == 1) {
            return Map.of(variableNames[0], text(message, bounds[0], bounds[1]));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < variableNames.length; i++) {
            variables.put(variableNames[i], text(message, bounds[2 * i], bounds[2 * i + 1]));
        }
        return Collections.unmodifiableMap(variables);
    }

    private boolean matches(Message message, int @Nullable [] bounds) {
        int last = blocks.length - 1;
        int at = place(blocks[0], message, 0, last == 0, bounds, 0);
        int variable = blocks[0].length - 1;
        for (int i = 1; i <= last && at >= 0; i++) {
            at = placeBehind(blocks[i], message, at, i == last, bounds, variable);
            variable += blocks[i].length - 1;
        }
        return at >= 0;
    }

    /** Puts a block that follows a star to its first place at or behind the given one; as place. */
    private static int placeBehind(
            byte[][] block, Message message, int from, boolean toEnd, int @Nullable [] bounds, int variable) {
        byte[] first = block[0];
        int latest = message.commandLength() - first.length;
        int start = toEnd && block.length == 1 ? Math.max(from, latest) : from;
        while (start <= latest) {
            if (!startsWith(message, start, first)) {
                start++;
                continue;
            }
            int end = place(block, message, start, toEnd, bounds, variable);
            if (end >= NO_PLACE) {
                return end;
            }
            start = BLOCKED - end + 1;
        }
        return NO_PLACE;
    }

    /** Returns the end of the block that begins at start, NO_PLACE, or where it was blocked. */
    private static int place(
            byte[][] block, Message message, int start, boolean toEnd, int @Nullable [] bounds, int variable) {
        int length = message.commandLength();
        if (!startsWith(message, start, block[0])) {
            return NO_PLACE;
        }
        int at = start + block[0].length;
        for (int i = 1; i < block.length; i++) {
            byte[] literal = block[i];
            boolean lastOfAll = toEnd && i == block.length - 1;
            int end = at;
            do {
                if (end >= length) {
                    return NO_PLACE;
                }
                if (!isWord(message.commandByte(end))) {
                    return BLOCKED - end;
                }
                end++;
            } while (!startsWith(message, end, literal) || (lastOfAll && end + literal.length != length));
            if (bounds != null) {
                bounds[2 * (variable + i - 1)] = at;
                bounds[2 * (variable + i - 1) + 1] = end;
            }
            at = end + literal.length;
        }
        return toEnd && at != length ? NO_PLACE : at;
    }

    private static boolean startsWith(Message message, int start, byte[] literal) {
        if (literal.length > message.commandLength() - start) {
            return false;
        }
        for (int i = 0; i < literal.length; i++) {
            if (message.commandByte(start + i) != literal[i]) {
                return false;
            }
        }
        return true;
    }

    private static String text(Message message, int start, int end) {
        byte[] bytes = new byte[end - start];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = message.commandByte(start + i);
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
