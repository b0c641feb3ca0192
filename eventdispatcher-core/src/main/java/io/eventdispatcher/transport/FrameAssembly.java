package io.eventdispatcher.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One frame with its length in front that arrives in pieces.
 *
 * <p>Threading: one thread at a time (confined to its stream).
 */
final class FrameAssembly {

    private final ByteBuffer prefix = ByteBuffer.allocate(Integer.BYTES);
    private @Nullable ByteBuffer frame;

    /**
     * Takes what is there. The bytes that complete the frame are copied but not taken: {@link #missing} says how many.
     *
     * @return the whole frame, or null when more is needed and the source is empty
     */
    @Nullable
    ByteBuffer add(ByteBuffer source) {
        ByteBuffer target = frame;
        if (target == null) {
            move(source, prefix);
            if (prefix.hasRemaining()) {
                return null;
            }
            target = ByteBuffer.allocate(prefix.getInt(0));
            frame = target;
        }
        if (source.remaining() < target.remaining()) {
            target.put(source);
            return null;
        }
        ByteBuffer whole = target.duplicate();
        whole.put(whole.position(), source, source.position(), target.remaining());
        return whole.rewind();
    }

    /** How many bytes of the source belong to the frame that {@link #add} has just returned. */
    int missing() {
        ByteBuffer target = frame;
        return target == null ? 0 : target.remaining();
    }

    private static void move(ByteBuffer source, ByteBuffer target) {
        int count = Math.min(source.remaining(), target.remaining());
        target.put(source.slice(source.position(), count));
        source.position(source.position() + count);
    }
}
