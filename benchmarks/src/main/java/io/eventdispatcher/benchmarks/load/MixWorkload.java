package io.eventdispatcher.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Requests of many kinds and sizes from a script that every connection reads from another place. The positions of a
 * conversation count requests and replies.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class MixWorkload implements Workload {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final long STEP = 7;

    private final MixEntry[] script;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    MixWorkload(MixEntry[] script) {
        this.script = script;
    }

    @Override
    public Conversation begin(int connection) {
        Conversation conversation = new Conversation();
        conversation.nextRequest = connection * STEP;
        conversation.nextReply = conversation.nextRequest;
        return conversation;
    }

    @Override
    public ByteBuffer requests(Conversation conversation, int most) {
        buffer.clear();
        int count = 0;
        while (count < most) {
            MixEntry entry = entry(conversation.nextRequest);
            if (entry.request().length > buffer.remaining()) {
                break;
            }
            int start = buffer.position();
            buffer.put(entry.request());
            if (entry.serialAt() >= 0) {
                buffer.putLong(start + entry.serialAt(), Serials.text(conversation.nextRequest));
            }
            conversation.nextRequest++;
            count++;
        }
        conversation.outstanding += count;
        return buffer.flip();
    }

    private MixEntry entry(long position) {
        return script[(int) (position % script.length)];
    }

    @Override
    public int verify(Conversation conversation, byte[] bytes, int from, int to, Mistakes mistakes) {
        int at = from;
        for (int end = Lines.end(bytes, at, to); end >= 0; end = Lines.end(bytes, at, to)) {
            if (conversation.outstanding == 0) {
                mistakes.surplus(bytes, at, end);
            } else {
                MixEntry entry = entry(conversation.nextReply);
                if (!isReply(entry, conversation.nextReply, bytes, at, end)) {
                    mistakes.wrong(bytes, at, end, expected(entry, conversation.nextReply));
                }
                conversation.nextReply++;
                conversation.outstanding--;
            }
            at = end + 1;
        }
        return at - from;
    }

    private static boolean isReply(MixEntry entry, long position, byte[] bytes, int from, int end) {
        byte[] reply = entry.reply();
        int length = end - from;
        if (entry.open() ? length < reply.length : length != entry.replyLength()) {
            return false;
        }
        return Arrays.equals(bytes, from, from + reply.length, reply, 0, reply.length)
                && (entry.serialAt() < 0 || Serials.get(bytes, from + reply.length) == Serials.text(position));
    }

    private static String expected(MixEntry entry, long position) {
        byte[] serial = new byte[Serials.DIGITS];
        Serials.put(serial, 0, Serials.text(position));
        return new String(entry.reply(), StandardCharsets.US_ASCII)
                + (entry.serialAt() < 0 ? "" : new String(serial, StandardCharsets.US_ASCII))
                + (entry.open() ? "..." : "");
    }
}
