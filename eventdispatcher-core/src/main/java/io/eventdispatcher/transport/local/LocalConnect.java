package io.eventdispatcher.transport.local;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import java.net.ConnectException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect in memory. The outcome is known at once, as with Unix sockets, and told by a task.
 *
 * <p>Threading: loop thread only.
 */
final class LocalConnect implements ConnectAttempt {

    private final EventLoop loop;
    private final LocalAddress address;
    private final ConnectHandler handler;
    private boolean over;
    private @Nullable LocalStream stream;
    private @Nullable ConnectException failure;

    private LocalConnect(EventLoop loop, LocalAddress address, ConnectHandler handler) {
        this.loop = loop;
        this.address = address;
        this.handler = handler;
    }

    static LocalConnect start(EventLoop loop, LocalAddress address, ConnectHandler handler) {
        loop.checkInLoop("connect");
        LocalConnect attempt = new LocalConnect(loop, address, handler);
        attempt.begin();
        try {
            loop.execute(attempt::tell);
        } catch (RejectedExecutionException e) {
            attempt.cancel();
            throw e;
        }
        return attempt;
    }

    private void begin() {
        try {
            stream = LocalAcceptor.connect(address);
            stream.on(loop);
        } catch (ConnectException e) {
            failure = new ConnectException("cannot connect to " + address + ": " + e.getMessage());
            failure.initCause(e);
        }
    }

    private void tell() {
        if (over) {
            return;
        }
        over = true;
        if (failure != null) {
            handler.onConnectFailed(failure);
        } else if (stream != null) {
            hand(stream);
        }
    }

    private void hand(LocalStream established) {
        boolean taken = false;
        try {
            handler.onConnected(established);
            taken = true;
        } finally {
            if (!taken) {
                established.close();
            }
        }
    }

    @Override
    public void cancel() {
        loop.checkInLoop("connect");
        if (!over) {
            over = true;
            if (stream != null) {
                stream.close();
            }
        }
    }
}
