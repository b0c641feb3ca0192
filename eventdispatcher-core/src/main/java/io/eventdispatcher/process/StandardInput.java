package io.eventdispatcher.process;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.PumpedEnds;
import io.eventdispatcher.transport.PumpedStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whoever writes to our standard input as the peer of a connection: lines are messages, answers go to standard output, the
 * end of the input is the end of the peer.
 *
 * <p>Logs must go elsewhere if answers are to be read by a program. The threads behind it are daemons, so it does not
 * keep the process alive; like every connection it keeps {@link EventLoop#run} from returning until it is closed, which
 * happens after the end of the input by itself.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class StandardInput {

    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    /** How long answers may wait for a standard output that nobody reads, after the connection was closed. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    private StandardInput() {}

    /**
     * Opens the connection. There can be one in the life of a process: a thread that waits for standard input cannot be
     * made to stop, and keeps what it reads.
     *
     * <p>Threading: loop thread only.
     *
     * @param loop where it lives
     * @param name of the connection's owner, for example {@code stdin}
     * @param options of the connection, such as its framing and limits
     * @param handler of the connection; a {@code Messenger} makes one
     * @return the group of the one connection, to be registered where connections are counted and listed
     * @throws IllegalStateException if it was opened before
     * @since 0.1
     */
    public static ConnectionGroup open(
            EventLoop loop, String name, ConnectionOptions options, ConnectionHandler handler) {
        loop.checkInLoop("standard input");
        if (!TAKEN.compareAndSet(false, true)) {
            throw new IllegalStateException("standard input is read already; open it once in a process");
        }
        return open(loop, name, options, handler, System.in, System.out);
    }

    static ConnectionGroup open(
            EventLoop loop,
            String name,
            ConnectionOptions options,
            ConnectionHandler handler,
            InputStream in,
            PrintStream out) {
        ConnectionGroup group = new ConnectionGroup(loop, name, Role.SERVER, options, ConnectionObserver.NONE);
        PumpedEnds ends = new PumpedEnds(
                "stdio", "standard input", "standard input", new ProcessAddress("standard input"), null, true, 0);
        PumpedStream stream = new PumpedStream(loop, ends, new Lent(in), new Answers(out), LINGER);
        Connection unused = group.open(stream, handler);
        return group;
    }

    /** Not ours to close; closing it would not end a read either. */
    private static final class Lent extends FilterInputStream {

        Lent(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    /** A print stream hides its failures. */
    private static final class Answers extends OutputStream {

        private final PrintStream out;

        Answers(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int oneByte) throws IOException {
            out.write(oneByte);
            check();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            check();
        }

        /** Flushes too. */
        private void check() throws IOException {
            if (out.checkError()) {
                throw new IOException("standard output is closed or cannot be written");
            }
        }
    }
}
