package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of one generation. The first call waits for its turn and then until somebody reads them.
 *
 * <p>Threading: one thread writes; {@link #close} any thread.
 */
final class ReplyOutput extends OutputStream {

    private static final Logger log = LoggerFactory.getLogger(ReplyOutput.class);

    private final BlockedOpen opening;
    private final ReplyTurn turn;

    @GuardedBy("this")
    private @Nullable FileChannel channel;

    @GuardedBy("this")
    private boolean closed;

    ReplyOutput(BlockedOpen opening, ReplyTurn turn) {
        this.opening = opening;
        this.turn = turn;
        turn.join(this);
    }

    @Override
    public void flush() throws IOException {
        if (current() != null) {
            return;
        }
        try {
            if (!turn.await(this)) {
                throw new AsynchronousCloseException();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while waiting for the turn to answer");
        }
        opened(opening.open(StandardOpenOption.WRITE));
    }

    private synchronized @Nullable FileChannel current() {
        return channel;
    }

    private synchronized void opened(FileChannel established) throws IOException {
        if (closed) {
            established.close();
            throw new AsynchronousCloseException();
        }
        channel = established;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        flush();
        FileChannel target = current();
        if (target == null) {
            throw new AsynchronousCloseException();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            target.write(buffer);
        }
    }

    void giveUpWaiting() {
        opening.releaseNow();
    }

    @Override
    public void close() {
        FileChannel open;
        synchronized (this) {
            closed = true;
            open = channel;
        }
        turn.leave(this);
        opening.release();
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("close failed: {}", e.toString());
            }
        }
    }
}
