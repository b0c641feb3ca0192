package io.eventdispatcher.benchmarks.load;

/**
 * Finds line ends.
 *
 * <p>Threading: immutable.
 */
final class Lines {

    private Lines() {}

    /** The position of the next LF; -1 if there is none before {@code to}. */
    static int end(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
