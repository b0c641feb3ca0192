package io.eventdispatcher.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * {@code PING serial=N;text=...} is answered by {@code PONG serial=N}. The requests stand ready in one buffer, only their
 * serials are written each time. The positions of a conversation are serials as {@link Serials} keeps them.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class PingWorkload implements Workload {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int SERIAL_AT = "PING serial=".length();
    private static final byte[] REPLY = "PONG serial=00000000\n".getBytes(StandardCharsets.US_ASCII);
    private static final long REPLY_1 = Serials.get(REPLY, 0);
    private static final int REPLY_2_AT = 4;
    private static final long REPLY_2 = Serials.get(REPLY, REPLY_2_AT);
    /** Keeps the serials of neighbouring connections apart; a prime. */
    private static final long STEP = 8_999;

    private final ByteBuffer pattern;
    private final int requestBytes;
    private final int capacity;

    /**
     * Prepares requests.
     *
     * @param text value of the parameter {@code text}; without {@code ;} and line feed
     */
    PingWorkload(String text) {
        byte[] request = ("PING serial=00000000;text=" + text + "\n").getBytes(StandardCharsets.UTF_8);
        this.requestBytes = request.length;
        this.capacity = Math.max(1, BUFFER_BYTES / requestBytes);
        this.pattern = ByteBuffer.allocateDirect(capacity * requestBytes);
        for (int i = 0; i < capacity; i++) {
            pattern.put(request);
        }
    }

    @Override
    public Conversation begin(int connection) {
        Conversation conversation = new Conversation();
        conversation.nextRequest = Serials.text(connection * STEP);
        conversation.nextReply = conversation.nextRequest;
        return conversation;
    }

    @Override
    public ByteBuffer requests(Conversation conversation, int most) {
        int count = Math.min(most, capacity);
        int end = count * requestBytes;
        long serial = conversation.nextRequest;
        pattern.clear();
        for (int at = SERIAL_AT; at < end; at += requestBytes) {
            pattern.putLong(at, serial);
            serial = Serials.next(serial);
        }
        conversation.nextRequest = serial;
        conversation.outstanding += count;
        return pattern.limit(end);
    }

    @Override
    public int verify(Conversation conversation, byte[] bytes, int from, int to, Mistakes mistakes) {
        int at = from;
        long serial = conversation.nextReply;
        int outstanding = conversation.outstanding;
        while (true) {
            if (outstanding > 0 && to - at >= REPLY.length && isReply(bytes, at, serial)) {
                at += REPLY.length;
            } else {
                int end = Lines.end(bytes, at, to);
                if (end < 0) {
                    break;
                }
                if (outstanding == 0) {
                    mistakes.surplus(bytes, at, end);
                    at = end + 1;
                    continue;
                }
                mistakes.wrong(bytes, at, end, expected(serial));
                at = end + 1;
            }
            serial = Serials.next(serial);
            outstanding--;
        }
        conversation.nextReply = serial;
        conversation.outstanding = outstanding;
        return at - from;
    }

    private static boolean isReply(byte[] bytes, int at, long serial) {
        return Serials.get(bytes, at) == REPLY_1
                && Serials.get(bytes, at + REPLY_2_AT) == REPLY_2
                && Serials.get(bytes, at + SERIAL_AT) == serial
                && bytes[at + REPLY.length - 1] == '\n';
    }

    private static String expected(long serial) {
        byte[] reply = REPLY.clone();
        Serials.put(reply, SERIAL_AT, serial);
        return new String(reply, 0, reply.length - 1, StandardCharsets.US_ASCII);
    }
}
