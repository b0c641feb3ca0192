package io.eventdispatcher.transport.tls;

import io.eventdispatcher.loop.EventLoop;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory that all TLS streams of one loop work in, so that an idle one holds none of its own. Its content lives only
 * inside one call.
 *
 * <p>Threading: loop thread only, except {@link #of}.
 */
final class TlsScratch {

    /** Room for three of the largest records, whose size is 16 KiB and a header, and for what is left of one before. */
    private static final int CIPHER_BYTES = 64 * 1024;

    private static final int PLAIN_BYTES = 33 * 1024;

    private static final Map<EventLoop, TlsScratch> SCRATCHES = new WeakHashMap<>();

    private @Nullable ByteBuffer in;
    private @Nullable ByteBuffer out;
    private @Nullable ByteBuffer plain;

    private TlsScratch() {}

    static TlsScratch of(EventLoop loop) {
        synchronized (SCRATCHES) {
            return SCRATCHES.computeIfAbsent(loop, key -> new TlsScratch());
        }
    }

    /** For encrypted bytes that come in. */
    ByteBuffer in() {
        ByteBuffer buffer = in == null ? ByteBuffer.allocateDirect(CIPHER_BYTES) : in;
        in = buffer;
        return buffer.clear();
    }

    /** For encrypted bytes that go out. */
    ByteBuffer out() {
        ByteBuffer buffer = out == null ? ByteBuffer.allocateDirect(CIPHER_BYTES) : out;
        out = buffer;
        return buffer.clear();
    }

    /** For one decrypted record that does not fit where it should go. */
    ByteBuffer plain() {
        ByteBuffer buffer = plain == null ? ByteBuffer.allocate(PLAIN_BYTES) : plain;
        plain = buffer;
        return buffer.clear();
    }
}
