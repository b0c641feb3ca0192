package io.eventdispatcher.transport.fifo;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to connect: the FIFO is opened for writing, which waits for a reader, then the one of the answers for
 * reading, which waits for the listener to open it.
 *
 * <p>Threading: loop thread only.
 */
final class FifoConnect implements ConnectAttempt {

    private static final Logger log = LoggerFactory.getLogger(FifoConnect.class);

    private final EventLoop loop;
    private final FifoAddress address;
    private final FifoOptions settings;
    private final ConnectHandler handler;
    private final KeepAlive keepAlive;
    private final OpenClaim forward;
    private final @Nullable OpenClaim back;
    private @Nullable FileChannel output;
    private boolean over;

    private FifoConnect(EventLoop loop, FifoAddress address, FifoOptions settings, ConnectHandler handler) {
        this.loop = loop;
        this.address = address;
        this.settings = settings;
        this.handler = handler;
        this.keepAlive = loop.keepAlive("connect " + address);
        this.forward = claim(address.path(), StandardOpenOption.WRITE, this::outputOpened);
        Path reply = address.reply();
        this.back = reply == null ? null : claim(reply, StandardOpenOption.READ, this::inputOpened);
    }

    static ConnectAttempt start(EventLoop loop, FifoAddress address, FifoOptions settings, ConnectHandler handler) {
        loop.checkInLoop("connect");
        FifoConnect attempt = new FifoConnect(loop, address, settings, handler);
        SharedOpens.OF_PROCESS.enter(attempt.forward);
        return attempt;
    }

    private OpenClaim claim(Path path, StandardOpenOption direction, Consumer<FileChannel> opened) {
        return new OpenClaim(loop, path, direction, settings, new OpenClaim.Taker() {
            @Override
            public void opened(FileChannel channel) {
                if (!onLoop(() -> opened.accept(channel))) {
                    closeQuietly(channel);
                }
            }

            @Override
            public void failed(IOException cause) {
                onLoop(() -> fail(cause));
            }
        });
    }

    private boolean onLoop(Runnable action) {
        try {
            loop.execute(action);
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("connected too late: {}: {}", address, e.getMessage());
            keepAlive.close();
            return false;
        }
    }

    private void outputOpened(FileChannel there) {
        if (over) {
            closeQuietly(there);
            return;
        }
        output = there;
        if (back == null) {
            hand(there, null);
        } else {
            SharedOpens.OF_PROCESS.enter(back);
        }
    }

    private void inputOpened(FileChannel here) {
        FileChannel there = output;
        if (over || there == null) {
            closeQuietly(here);
            return;
        }
        hand(there, here);
    }

    private void hand(FileChannel there, @Nullable FileChannel here) {
        end();
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

    private void fail(IOException cause) {
        if (over) {
            return;
        }
        end();
        closeQuietly(output);
        String reason =
                cause instanceof NoSuchFileException ? "no such FIFO: " + cause.getMessage() : cause.getMessage();
        IOException told = cause instanceof NoSuchFileException ? new IOException(reason, cause) : cause;
        ConnectException failure = new ConnectException("cannot connect to " + address + ": " + reason);
        failure.initCause(told);
        handler.onConnectFailed(failure);
    }

    private void end() {
        over = true;
        keepAlive.close();
    }

    /** Nobody writes or reads it, so closing does not wait. */
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
    public boolean postpone() {
        giveUp(SharedOpens.OF_PROCESS::park);
        return true;
    }

    @Override
    public void cancel() {
        giveUp(SharedOpens.OF_PROCESS::leave);
    }

    private void giveUp(Consumer<OpenClaim> way) {
        loop.checkInLoop("connect");
        way.accept(forward);
        if (back != null) {
            SharedOpens.OF_PROCESS.leave(back); // answers to this attempt are not for the next one
        }
        if (!over) {
            end();
            closeQuietly(output);
        }
    }
}
