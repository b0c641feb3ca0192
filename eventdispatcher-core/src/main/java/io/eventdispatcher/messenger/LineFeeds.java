package io.eventdispatcher.messenger;

/**
 * A message is one line. Framings other than lines can carry several, which nobody may take for one.
 *
 * <p>Threading: immutable.
 */
final class LineFeeds {

    private LineFeeds() {}

    /** Whether there is a line feed before the end, where one may stand, with or without a carriage return. */
    static boolean isInside(byte[] bytes, int offset, int length) {
        int last = offset + length - 1;
        for (int i = offset; i < last; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
