package io.eventdispatcher.loop;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory shared by all connections of a loop; allocated when first used.
 *
 * <p>Threading: loop thread only.
 */
final class LoopBuffers {
    private final int bytes;
    private @Nullable ByteBuffer read;
    private @Nullable ByteBuffer write;
    private byte @Nullable [] inbound;

    LoopBuffers(int bytes) {
        this.bytes = bytes;
    }

    ByteBuffer read() {
        ByteBuffer buffer = read;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(bytes);
            read = buffer;
        }
        return buffer.clear();
    }

    ByteBuffer write() {
        ByteBuffer buffer = write;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(bytes);
            write = buffer;
        }
        return buffer.clear();
    }

    byte[] inbound() {
        byte[] array = inbound;
        if (array == null) {
            array = new byte[bytes];
            inbound = array;
        }
        return array;
    }
}
