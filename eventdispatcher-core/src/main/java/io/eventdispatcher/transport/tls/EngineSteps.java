package io.eventdispatcher.transport.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The engine during its handshake: bytes of the peer in, bytes for the peer out, until it is finished or has failed.
 *
 * <p>Threading: one thread at a time (confined to its owner): the steps run on threads for handshakes, one after the
 * other.
 */
final class EngineSteps {

    private static final byte[] NONE = {};

    private final Supplier<SSLEngine> maker;
    private @Nullable SSLEngine engine;

    /** Received, not consumed. */
    private byte[] rest = NONE;

    EngineSteps(Supplier<SSLEngine> maker) {
        this.maker = maker;
    }

    /**
     * What one step came to.
     *
     * @param toPeer may be empty
     * @param finished the engine, once the handshake is done
     * @param early what the peer sent after its handshake already
     * @param failure why there will be no session; what is left in {@code toPeer} tells the peer
     */
    record Result(
            byte[] toPeer,
            @Nullable SSLEngine finished,
            byte[] early,
            @Nullable Exception failure) {}

    Result step(byte[] arrived) {
        ByteBuffer in = ByteBuffer.wrap(joined(rest, arrived));
        Output out = new Output();
        SSLEngine current = engine;
        try {
            if (current == null) {
                current = maker.get();
                engine = current;
                current.beginHandshake();
            }
            boolean finished = advance(current, in, out);
            rest = Arrays.copyOfRange(in.array(), in.position(), in.limit());
            return new Result(out.bytes(), finished ? current : null, finished ? rest : NONE, null);
        } catch (SSLException | RuntimeException e) {
            if (current != null) {
                alert(current, out);
            }
            return new Result(out.bytes(), null, NONE, e);
        } catch (StackOverflowError | AssertionError | LinkageError e) {
            return new Result(NONE, null, NONE, new SSLException("the handshake failed by an error: " + e, e));
        }
    }

    /** Returns whether it is finished; otherwise more bytes are needed. */
    private static boolean advance(SSLEngine engine, ByteBuffer in, Output out) throws SSLException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks(engine);
                case NEED_WRAP -> out.wrap(engine);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    SSLEngineResult result = engine.unwrap(in, nothing);
                    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                        throw new SSLException("the peer closed during the handshake");
                    }
                    if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                        throw new SSLException("the peer sent data before the end of the handshake");
                    }
                    if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                        return false;
                    }
                }
                case NOT_HANDSHAKING, FINISHED -> {
                    return true;
                }
            }
        }
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** A failed engine has one more record to send, which tells the peer the reason. */
    private static void alert(SSLEngine engine, Output out) {
        try {
            engine.closeOutbound();
            for (int i = 0; i < 3 && !engine.isOutboundDone(); i++) {
                runTasks(engine);
                out.wrap(engine);
            }
        } catch (SSLException | RuntimeException alreadyFailed) {
            // the first failure is the one that is reported
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Grows by what the engine writes. */
    private static final class Output {

        private ByteBuffer buffer = ByteBuffer.allocate(0);

        void wrap(SSLEngine engine) throws SSLException {
            int room = engine.getSession().getPacketBufferSize();
            if (buffer.remaining() < room) {
                ByteBuffer grown = ByteBuffer.allocate(buffer.position() + 2 * room);
                grown.put(buffer.flip());
                buffer = grown;
            }
            SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), buffer);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED && result.bytesProduced() == 0) {
                throw new SSLException("TLS was closed during the handshake");
            }
        }

        byte[] bytes() {
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }
}
