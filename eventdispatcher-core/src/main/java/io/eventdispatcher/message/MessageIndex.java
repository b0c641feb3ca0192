package io.eventdispatcher.message;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Reads the index of a message; its layout is described at {@link MessageEncoder}.
 *
 * <p>Threading: immutable.
 */
final class MessageIndex {
    private MessageIndex() {}

    private static int base(int[] index) {
        return index[1] == 0 ? MessageEncoder.PLAIN : MessageEncoder.ADDRESSED;
    }

    /** Number of parameters, repeated ones included. */
    static int count(int[] index) {
        return index.length - base(index) >> 1;
    }

    static int nameStart(int[] index, int i) {
        return i == 0 ? index[2] + 1 : valueEnd(index, i - 1) + 1;
    }

    static int nameEnd(int[] index, int i) {
        return index[base(index) + 2 * i];
    }

    static int valueStart(int[] index, int i) {
        return nameEnd(index, i) + 1;
    }

    static int valueEnd(int[] index, int i) {
        int end = index[base(index) + 2 * i + 1];
        return end < 0 ? ~end : end;
    }

    /** Whether the value stands there as it is, without quotes and escapes. */
    static boolean isVerbatim(byte[] bytes, int[] index, int i) {
        return index[base(index) + 2 * i + 1] >= 0 && !isQuoted(bytes, index, i);
    }

    private static boolean isQuoted(byte[] bytes, int[] index, int i) {
        int start = valueStart(index, i);
        return start < bytes.length && bytes[start] == '"';
    }

    static byte[] rawValue(byte[] bytes, int[] index, int i) {
        int start = valueStart(index, i);
        int end = valueEnd(index, i);
        boolean quoted = isQuoted(bytes, index, i);
        if (quoted) {
            start++;
            end--;
        }
        boolean escaped = index[base(index) + 2 * i + 1] < 0;
        return escaped ? TextValue.decode(bytes, start, end, quoted) : Arrays.copyOfRange(bytes, start, end);
    }

    /** Finds a parameter, the last of repeated ones; -1 when there is none. */
    static int find(byte[] bytes, int[] index, String name) {
        int base = base(index);
        int length = name.length();
        for (int i = count(index) - 1; i >= 0; i--) {
            int start = nameStart(index, i);
            if (index[base + 2 * i] - start == length && matches(bytes, start, name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static MessageAddress source(byte[] bytes, int[] index, Charset charset) {
        if (index[1] == 0 || index[4] == 0) {
            return MessageAddress.NONE;
        }
        return address(bytes, 1, index[3], index[3] + 1, index[4], charset);
    }

    static MessageAddress destination(byte[] bytes, int[] index, Charset charset) {
        if (index[1] == 0) {
            return MessageAddress.NONE;
        }
        return address(bytes, serverStart(index), index[5], serviceStart(index), index[6], charset);
    }

    /** Where the destination server starts, of a message with addresses. */
    static int serverStart(int[] index) {
        return index[4] == 0 ? 0 : index[4] + 1;
    }

    /** Where the destination service starts, of a message with addresses. */
    static int serviceStart(int[] index) {
        int serverStart = serverStart(index);
        return index[5] == serverStart ? serverStart : index[5] + 1;
    }

    private static MessageAddress address(
            byte[] bytes, int serverStart, int serverEnd, int serviceStart, int serviceEnd, Charset charset) {
        if (serverStart == serverEnd && serviceStart == serviceEnd) {
            return MessageAddress.NONE;
        }
        return new MessageAddress(
                new String(bytes, serverStart, serverEnd - serverStart, charset),
                new String(bytes, serviceStart, serviceEnd - serviceStart, charset));
    }
}
