package io.eventdispatcher.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The standard input of a child. Closing the stream of the JDK waits for a write under way; closing this one leaves it to
 * the writer then.
 *
 * <p>Threading: one thread writes; {@link #close} any thread.
 */
final class ChildInput extends OutputStream {

    private final OutputStream target;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean closed;

    ChildInput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writing.lock();
        try {
            if (closed) {
                throw new IOException("the input of the child is closed");
            }
            target.write(bytes, offset, length);
            target.flush();
        } finally {
            writing.unlock();
            closeIfWanted();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        closeIfWanted();
    }

    private void closeIfWanted() throws IOException {
        if (closed && writing.tryLock()) {
            try {
                target.close();
            } finally {
                writing.unlock();
            }
        }
    }
}
