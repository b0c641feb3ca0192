package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.PumpThreads;
import io.eventdispatcher.transport.PumpedStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to connect: a thread opens the FIFO for writing, which waits for a reader, then the one of the answers,
 * which waits for the listener to open it.
 *
 * <p>Threading: loop thread only.
 */
final class FifoConnect implements ConnectAttempt, Runnable {

    private static final Logger log = LoggerFactory.getLogger(FifoConnect.class);

    /** Threads that may wait for readers at the same time. */
    private static final int MAX_WAITING = 64;

    private static final AtomicInteger WAITING = new AtomicInteger();

    private final EventLoop loop;
    private final FifoAddress address;
    private final FifoOptions settings;
    private final ConnectHandler handler;
    private final KeepAlive keepAlive;
    private final BlockedOpen forward;
    private final @Nullable BlockedOpen back;

    /** Written by the loop thread, read by the other too. */
    private volatile boolean over;

    @GuardedBy("this")
    private @Nullable FileChannel output;

    @GuardedBy("this")
    private @Nullable FileChannel input;

    private FifoConnect(EventLoop loop, FifoAddress address, FifoOptions settings, ConnectHandler handler) {
        this.loop = loop;
        this.address = address;
        this.settings = settings;
        this.handler = handler;
        this.keepAlive = loop.keepAlive("connect " + address);
        this.forward = new BlockedOpen(address.path(), settings.foreignOwners());
        Path reply = address.reply();
        this.back = reply == null ? null : new BlockedOpen(reply, settings.foreignOwners());
    }

    static ConnectAttempt start(EventLoop loop, FifoAddress address, FifoOptions settings, ConnectHandler handler) {
        loop.checkInLoop("connect");
        FifoConnect attempt = new FifoConnect(loop, address, settings, handler);
        if (WAITING.incrementAndGet() > MAX_WAITING) {
            WAITING.decrementAndGet();
            attempt.tell(new IOException("too many FIFOs are waited for: max=" + MAX_WAITING));
        } else {
            PumpThreads.start("fifo connect " + address, attempt);
        }
        return attempt;
    }

    /** The thread. */
    @Override
    public void run() {
        IOException failure = null;
        try {
            open();
        } catch (NoSuchFileException e) {
            failure = new IOException("no such FIFO: " + e.getMessage(), e);
        } catch (IOException e) {
            failure = e;
        } finally {
            WAITING.decrementAndGet();
        }
        tell(failure);
    }

    private void open() throws IOException {
        FileChannel there = forward.open(StandardOpenOption.WRITE);
        synchronized (this) {
            output = there;
        }
        BlockedOpen way = back;
        if (way != null) {
            FileChannel here = way.open(StandardOpenOption.READ);
            synchronized (this) {
                input = here;
            }
        }
    }

    private void tell(@Nullable IOException failure) {
        try {
            loop.execute(() -> finish(failure));
        } catch (RejectedExecutionException e) {
            log.debug("connected too late: {}: {}", address, e.getMessage());
            keepAlive.close();
            closeChannels();
        }
    }

    private void finish(@Nullable IOException cause) {
        keepAlive.close();
        if (over) {
            closeChannels();
            return;
        }
        over = true;
        FileChannel there;
        FileChannel here;
        synchronized (this) {
            there = output;
            here = input;
        }
        if (cause == null && there != null) {
            hand(there, here);
        } else {
            closeChannels();
            ConnectException failure = new ConnectException(
                    "cannot connect to " + address + ": " + (cause == null ? "closed" : cause.getMessage()));
            failure.initCause(cause);
            handler.onConnectFailed(failure);
        }
    }

    private void hand(FileChannel there, @Nullable FileChannel here) {
        InputStream in = here == null ? null : Channels.newInputStream(here);
        PumpedStream stream = new PumpedStream(
                loop, FifoStreams.client(address), in, Channels.newOutputStream(there), settings.linger());
        boolean taken = false;
        try {
            handler.onConnected(stream);
            taken = true;
        } finally {
            if (!taken) {
                stream.close();
            }
        }
    }

    /** Nobody reads or writes them, so closing does not wait. */
    private synchronized void closeChannels() {
        closeQuietly(output);
        closeQuietly(input);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("close failed: {}", e.toString());
        }
    }

    @Override
    public void cancel() {
        loop.checkInLoop("connect");
        if (!over) {
            over = true;
            keepAlive.close();
            forward.release();
            if (back != null) {
                back.release();
            }
        }
    }
}
