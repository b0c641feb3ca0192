package io.eventdispatcher.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays fields out in normal form: the text form with its parameters in byte order of their names, each once.
 *
 * <p>The layout of the index, which {@link TextScanner} writes as well:
 * <pre>
 * [0] flags  [1] start of the command  [2] its end
 * [3] end of the source server  [4] of the source service (0 = no source)  [5] of the destination server  [6] of its service
 *     (these four only when the command does not start at 0)
 * then for each parameter: position of '=', end of the value (negated by ~ when it holds a backslash)
 * </pre>
 * A name starts one byte behind the end before it.
 *
 * <p>Threading: immutable.
 */
final class MessageEncoder {
    /** Flag: the bytes are in normal form. */
    static final int NORMAL = 1;
    /** Flag of a normal form: a value confuses the original text decoder, so the wire form is JSON. */
    static final int CONFUSES_OLD = 2;
    /** Flag of a normal form: the names do not fit the text form; the bytes serve as storage only. */
    static final int NOT_TEXT = 4;

    /** Where the parameters of a message without addresses start in the index; with addresses four later. */
    static final int PLAIN = 3;

    static final int ADDRESSED = 7;

    private MessageEncoder() {}

    /**
     * Encodes a message.
     *
     * @param pairs names and values in turn, as binary strings, left in order by {@link #sort}
     * @param count number of pairs
     */
    static Message encode(
            String command, MessageAddress source, MessageAddress destination, String[] pairs, int count) {
        boolean addressed = !source.isNone() || !destination.isNone();
        int base = addressed ? ADDRESSED : PLAIN;
        int[] index = new int[base + 2 * count];
        int commandStart = addressed ? addressLength(source, destination) : 0;
        index[1] = commandStart;
        int end = commandStart + command.length();
        index[2] = end;
        int flags = NameRules.fitText(source, destination, command) ? NORMAL : NORMAL | NOT_TEXT;
        for (int i = 0; i < count; i++) {
            String name = pairs[2 * i];
            String value = pairs[2 * i + 1];
            int equals = end + 1 + name.length();
            int valueLength = TextValue.encodedLength(value);
            end = equals + 1 + valueLength;
            index[base + 2 * i] = equals;
            index[base + 2 * i + 1] = TextValue.isEscaped(value, valueLength) ? ~end : end;
            if (!NameRules.isName(name)) {
                flags |= NOT_TEXT;
            }
            if (TextValue.confusesOldDecoder(value)) {
                flags |= CONFUSES_OLD;
            }
        }
        index[0] = flags;
        byte[] bytes = new byte[end];
        if (addressed) {
            writeAddresses(source, destination, bytes, index);
        }
        int at = BinaryStrings.copy(command, bytes, commandStart);
        for (int i = 0; i < count; i++) {
            bytes[at] = (byte) (i == 0 ? ' ' : ';');
            at = BinaryStrings.copy(pairs[2 * i], bytes, at + 1);
            bytes[at++] = '=';
            at = writeValue(pairs[2 * i + 1], bytes, at, index[base + 2 * i + 1]);
        }
        return new Message(bytes, index, Message.commandHash(bytes, commandStart, index[2]));
    }

    private static int writeValue(String value, byte[] bytes, int at, int markedEnd) {
        int end = markedEnd < 0 ? ~markedEnd : markedEnd;
        if (end - at == value.length()) {
            return BinaryStrings.copy(value, bytes, at);
        }
        TextValue.encode(value, bytes, at);
        return end;
    }

    private static int addressLength(MessageAddress source, MessageAddress destination) {
        int length = source.isNone()
                ? 0
                : source.server().length() + source.service().length() + 3;
        if (!destination.server().isEmpty()) {
            length += destination.server().length() + 1;
        }
        if (!destination.service().isEmpty()) {
            length += destination.service().length() + 1;
        }
        return length;
    }

    private static void writeAddresses(MessageAddress source, MessageAddress destination, byte[] bytes, int[] index) {
        int at = 0;
        if (!source.isNone()) {
            bytes[at++] = '<';
            at = BinaryStrings.copy(source.server(), bytes, at);
            index[3] = at;
            bytes[at++] = ':';
            at = BinaryStrings.copy(source.service(), bytes, at);
            index[4] = at;
            bytes[at++] = ' ';
        }
        at = BinaryStrings.copy(destination.server(), bytes, at);
        index[5] = at;
        if (!destination.server().isEmpty()) {
            bytes[at++] = ':';
        }
        at = BinaryStrings.copy(destination.service(), bytes, at);
        index[6] = at;
        if (!destination.service().isEmpty()) {
            bytes[at] = '/';
        }
    }

    /** Sorts the pairs by name and keeps the last of equal names; returns how many are left, at the front. */
    static int sort(String[] pairs, int count) {
        for (int i = 1; i < count; i++) {
            if (pairs[2 * i - 2].compareTo(pairs[2 * i]) >= 0) {
                return sortOutOfOrder(pairs, count);
            }
        }
        return count;
    }

    private static int sortOutOfOrder(String[] pairs, int count) {
        List<Pair> sorted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sorted.add(new Pair(pairs[2 * i], pairs[2 * i + 1]));
        }
        sorted.sort(Comparator.comparing(Pair::name)); // stable
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            Pair pair = sorted.get(i);
            if (i + 1 == count || !pair.name.equals(sorted.get(i + 1).name)) {
                pairs[2 * distinct] = pair.name;
                pairs[2 * distinct + 1] = pair.value;
                distinct++;
            }
        }
        return distinct;
    }

    private record Pair(String name, String value) {}
}
