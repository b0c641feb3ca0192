package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends requests and receives replies of any connection, with one read buffer for all of them.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Traffic {

    private static final int READ_BYTES = 256 * 1024;
    private static final int MAX_REPLY_BYTES = 64 * 1024;

    private final Workload workload;
    private final Tally tally;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] bytes = new byte[READ_BYTES + MAX_REPLY_BYTES];
    private long lastReadNanos;

    Traffic(Workload workload, Tally tally) {
        this.workload = workload;
        this.tally = tally;
    }

    /** When {@link #receive} read last, by {@link System#nanoTime}. */
    long lastReadNanos() {
        return lastReadNanos;
    }

    /**
     * Sends requests.
     *
     * @param count how many, 1 or more
     * @param nanos the time from which their latency counts
     */
    void send(LoadConnection connection, int count, long nanos) {
        Conversation conversation = connection.conversation();
        int end = conversation.outstanding + count;
        connection.batches().add(nanos, count);
        tally.sent += count;
        try {
            boolean left = true;
            while (conversation.outstanding < end) {
                ByteBuffer requests = workload.requests(conversation, end - conversation.outstanding);
                tally.bytesOut += requests.remaining();
                tally.writes++;
                left = connection.wire().write(requests);
            }
            if (!left) {
                connection.wantWritable(true);
            }
        } catch (IOException e) {
            lose(connection, e.toString());
        }
    }

    /** Goes on writing what the socket did not take before. */
    void flush(LoadConnection connection) {
        try {
            tally.writes++;
            if (connection.wire().flush()) {
                connection.wantWritable(false);
            }
        } catch (IOException e) {
            lose(connection, e.toString());
        }
    }

    /**
     * Reads once and verifies what came.
     *
     * @return how many requests were answered, right or wrong
     */
    int receive(LoadConnection connection) {
        int length;
        buffer.clear();
        try {
            length = connection.wire().read(buffer);
        } catch (IOException e) {
            lose(connection, e.toString());
            return 0;
        }
        lastReadNanos = System.nanoTime();
        tally.reads++;
        if (length <= 0) {
            if (length < 0) {
                lose(connection, "the server closed it");
            }
            return 0;
        }
        tally.bytesIn += length;
        return verify(connection, length);
    }

    private int verify(LoadConnection connection, int length) {
        Conversation conversation = connection.conversation();
        int carried = connection.takeCarry(bytes);
        buffer.flip().get(bytes, carried, length);
        int end = carried + length;
        int outstanding = conversation.outstanding;
        int used = workload.verify(conversation, bytes, 0, end, tally.mistakes);
        if (used < end) {
            if (end - used > MAX_REPLY_BYTES) {
                lose(connection, "reply without end: length=" + (end - used) + " max=" + MAX_REPLY_BYTES);
                return 0;
            }
            connection.keepCarry(bytes, used, end);
        }
        int replies = outstanding - conversation.outstanding;
        tally.received += replies;
        connection.batches().replied(replies, lastReadNanos, tally.latencies);
        return replies;
    }

    private void lose(LoadConnection connection, String reason) {
        if (!connection.isLost()) {
            connection.close();
            tally.mistakes.lost(reason);
        }
    }
}
