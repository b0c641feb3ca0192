package io.eventdispatcher.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * What is asked, and which replies are right.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
interface Workload {

    /** Makes the conversation of a connection; conversations of different connections differ. */
    Conversation begin(int connection);

    /**
     * Encodes the next requests and counts them as outstanding.
     *
     * @param most how many are wanted, 1 or more; at least one and at most so many are encoded
     * @return a buffer to read from until the next call
     */
    ByteBuffer requests(Conversation conversation, int most);

    /**
     * Checks all complete replies. Each one that answers something outstanding is counted as answered, right or wrong.
     *
     * @return how many bytes were used; the rest is the beginning of a reply
     */
    int verify(Conversation conversation, byte[] bytes, int from, int to, Mistakes mistakes);
}
