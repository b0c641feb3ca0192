package io.eventdispatcher.benchmarks.peer;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The replies to one read, collected on the heap and copied at once into the buffer that is written.
 *
 * <p>Threading: one thread at a time; shared by the connections of an event loop.
 */
final class ReplyBuffer {

    /** Longest decimal of an int. */
    private static final int MAX_DIGITS = 11;

    private byte[] bytes = new byte[65_536];
    private int length;

    void write(byte[] source) {
        write(source, 0, source.length);
    }

    void write(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Writes a number that is not negative. */
    void write(int number) {
        ensure(MAX_DIGITS);
        int end = length + 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        length = end;
        int rest = number;
        do {
            bytes[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    void endLine() {
        ensure(1);
        bytes[length++] = '\n';
    }

    int length() {
        return length;
    }

    /** Moves everything into a buffer of Netty. */
    void drainTo(ByteBuf target) {
        target.writeBytes(bytes, 0, length);
        length = 0;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
