package io.eventdispatcher.transport.tls;

import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The way in of an established stream: encrypted bytes to decrypted ones. Holds bytes only while a record is incomplete,
 * or was longer than the room for it.
 *
 * <p>Threading: loop thread only.
 */
final class TlsInput {

    /** Records without data in a row, such as changes of the key, after which a peer is taken for an attacker. */
    private static final int MAX_CONTROL_RECORDS = 32;

    private final StreamTransport inner;
    private final SSLEngine engine;
    private final ControlOutput control;
    private TlsScratch scratch;

    private byte @Nullable [] cipherRest;
    private @Nullable ByteBuffer plainRest;
    private boolean moreRecords;
    private boolean innerEnded;
    private boolean ended;
    private boolean heard;
    private @Nullable IOException failure;
    private int controlRecords;

    TlsInput(StreamTransport inner, SSLEngine engine, TlsScratch scratch, byte[] early, ControlOutput control) {
        this.inner = inner;
        this.engine = engine;
        this.scratch = scratch;
        this.control = control;
        this.cipherRest = early.length == 0 ? null : early;
        this.moreRecords = early.length > 0;
    }

    /** Sends what the engine has to say by itself: an answer to a change of the key, an alert. */
    interface ControlOutput {
        void wrapControl() throws IOException;
    }

    /** The stream lives on another loop from now on, which has memory of its own. */
    void moveTo(TlsScratch other) {
        scratch = other;
    }

    /** Whether a read makes progress although nothing more arrives from the inner stream. */
    boolean hasBacklog() {
        return !ended && (plainRest != null || moreRecords || innerEnded || failure != null || engine.isInboundDone());
    }

    /** Whether the peer has sent anything after the handshake. */
    boolean hasHeard() {
        return heard;
    }

    boolean hasEnded() {
        return ended;
    }

    int read(ByteBuffer target) throws IOException {
        if (ended) {
            return -1;
        }
        int start = target.position();
        if (plainRest != null) {
            takePlainRest(target, plainRest);
            return target.position() - start;
        }
        if (failure != null) {
            end();
            throw failure;
        }
        try {
            if (moreRecords) {
                decrypt(target, false);
            }
            if (target.position() == start && !engine.isInboundDone()) {
                decrypt(target, true);
            }
        } catch (IOException e) {
            if (target.position() == start && plainRest == null) {
                end();
                throw e;
            }
            failure = e; // what came before it is read first
        }
        int count = target.position() - start;
        if (count > 0) {
            return count;
        }
        if (engine.isInboundDone()) {
            end();
            return -1;
        }
        if (innerEnded) {
            end();
            throw new SSLException("TLS stream was cut off: the peer ended the connection without saying so"
                    + " (close_notify), so the last bytes may be missing: peer=" + inner.remoteAddress());
        }
        return 0;
    }

    private void end() {
        ended = true;
        cipherRest = null;
        moreRecords = false;
    }

    private void takePlainRest(ByteBuffer target, ByteBuffer rest) {
        int count = Math.min(rest.remaining(), target.remaining());
        target.put(target.position(), rest, rest.position(), count);
        target.position(target.position() + count);
        rest.position(rest.position() + count);
        if (!rest.hasRemaining()) {
            plainRest = null;
        }
    }

    private void decrypt(ByteBuffer target, boolean readMore) throws IOException {
        ByteBuffer cipher = scratch.in();
        if (cipherRest != null) {
            cipher.put(cipherRest);
            cipherRest = null;
        }
        if (readMore && inner.read(cipher) < 0) {
            innerEnded = true;
        }
        cipher.flip();
        try {
            unwrapAll(cipher, target);
        } catch (SSLException e) {
            sayWhy(e);
            throw e;
        }
        if (cipher.hasRemaining() && !engine.isInboundDone()) {
            byte[] rest = new byte[cipher.remaining()];
            cipher.get(rest);
            cipherRest = rest;
        }
    }

    /** The alert; a peer that is gone does not hide the reason. */
    private void sayWhy(SSLException reason) {
        try {
            control.wrapControl();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void unwrapAll(ByteBuffer cipher, ByteBuffer target) throws IOException {
        int start = target.position();
        moreRecords = false;
        while (cipher.hasRemaining() && !engine.isInboundDone()) {
            SSLEngineResult result = engine.unwrap(cipher, target);
            switch (result.getStatus()) {
                case OK -> afterRecord(result);
                case CLOSED -> answerClose(result);
                case BUFFER_UNDERFLOW -> {
                    return;
                }
                case BUFFER_OVERFLOW -> {
                    if (target.position() == start) {
                        unwrapAside(cipher, target);
                    }
                    moreRecords = cipher.hasRemaining();
                    return;
                }
            }
        }
    }

    private void unwrapAside(ByteBuffer cipher, ByteBuffer target) throws IOException {
        ByteBuffer plain = scratch.plain();
        SSLEngineResult result = engine.unwrap(cipher, plain);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            throw new SSLException("TLS record is too long: max=" + plain.capacity());
        }
        plain.flip();
        takePlainRest(target, plain);
        if (plain.hasRemaining()) {
            plainRest = ByteBuffer.allocate(plain.remaining()).put(plain).flip();
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            answerClose(result);
        } else {
            afterRecord(result);
        }
    }

    private void afterRecord(SSLEngineResult result) throws IOException {
        heard = true;
        if (result.bytesProduced() > 0) {
            controlRecords = 0;
        } else if (++controlRecords > MAX_CONTROL_RECORDS) {
            throw new SSLException("too many TLS records without data in a row: max=" + MAX_CONTROL_RECORDS);
        }
        HandshakeStatus status = result.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP) {
            if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
                throw new SSLException("TLS renegotiation refused: it is never needed and was a way to attack");
            }
            // tickets and changes of the key: some hashing, nothing that is worth another thread
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            control.wrapControl();
        }
    }

    /** TLS 1.2 ends both directions when the peer ends its own; TLS 1.3 has nothing to answer. */
    private void answerClose(SSLEngineResult result) throws IOException {
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            control.wrapControl();
        }
    }
}
