package io.eventdispatcher.message;

/**
 * The value of {@link Message#CORRELATION} that an answer repeats. A peer chooses it, so only what cannot do harm is
 * repeated: 1 to 128 visible ASCII characters that stand in the text form as they are.
 *
 * <p>Threading: immutable.
 */
final class CorrelationText {
    static final int MAX_BYTES = 128;

    private CorrelationText() {}

    /** The number of the parameter, -1 when there is none that is repeated. */
    static int find(byte[] bytes, int[] index) {
        int i = MessageIndex.find(bytes, index, Message.CORRELATION);
        return i >= 0 && isRepeated(bytes, index, i) ? i : -1;
    }

    private static boolean isRepeated(byte[] bytes, int[] index, int i) {
        if (!MessageIndex.isVerbatim(bytes, index, i)) {
            return false;
        }
        int start = MessageIndex.valueStart(index, i);
        int end = MessageIndex.valueEnd(index, i);
        if (start >= end || end - start > MAX_BYTES) {
            return false;
        }
        for (int at = start; at < end; at++) {
            byte b = bytes[at];
            if (b <= ' ' || b == 0x7f || b == ';' || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }
}
