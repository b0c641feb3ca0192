package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What the writers of one generation write, from the first that opens the FIFO to the last that closes it. The read end
 * outlives it, except when it is closed before its writers are gone: then they must not be read by the next generation,
 * and learn by failing writes.
 *
 * <p>Threading: any thread; one reads.
 */
final class Generation extends InputStream {

    /** The most that is thrown away of what was not read. */
    private static final int MAX_DRAINED_BYTES = 1024 * 1024;

    private final FifoDoor door;

    @GuardedBy("this")
    private State state = State.OPEN;

    @GuardedBy("this")
    private boolean reading;

    Generation(FifoDoor door) {
        this.door = door;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        synchronized (this) {
            if (state != State.OPEN) {
                return -1;
            }
            reading = true;
        }
        int count = -1;
        try {
            count = door.channel().read(ByteBuffer.wrap(bytes, offset, length));
            return count;
        } finally {
            readEnded(count < 0);
        }
    }

    private synchronized void readEnded(boolean last) {
        reading = false;
        if (last && state == State.OPEN) {
            state = door.channel().isOpen() ? State.READ : State.CLOSED;
            notifyAll();
        }
    }

    /**
     * After the end of the writers it lets the next generation begin; before it, it closes the read end, also under a
     * blocked read.
     */
    @Override
    public synchronized void close() throws IOException {
        if (state == State.READ) {
            state = State.ENDED;
            notifyAll();
        }
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSED;
        try {
            if (!reading) {
                drain();
            }
        } finally {
            door.close();
            notifyAll();
        }
    }

    /** Unread bytes would wait in the FIFO as long as one of the old writers keeps it open. */
    @GuardedBy("this")
    private void drain() throws IOException {
        ByteBuffer waste = ByteBuffer.allocate(16 * 1024);
        for (int drained = 0; drained < MAX_DRAINED_BYTES && door.input().available() > 0; ) {
            waste.clear();
            drained += door.channel().read(waste);
        }
    }

    /**
     * Waits until this stream is done with, so that what the next writers write cannot overtake what these wrote; returns
     * whether the last writer has closed, rather than this side.
     */
    synchronized boolean awaitEnd() throws InterruptedException {
        while (state == State.OPEN || state == State.READ) {
            wait();
        }
        return state == State.ENDED;
    }

    /**
     * OPEN to READ when the last writer is gone, then to ENDED when this side is done with what they wrote; OPEN to CLOSED
     * by this side, which closes the read end too.
     */
    private enum State {
        OPEN,
        READ,
        ENDED,
        CLOSED
    }
}
