package io.eventdispatcher.transport.junix;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardSocketOptions;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * One attempt to connect. A Unix socket connects at once or not at all.
 *
 * <p>Threading: loop thread only.
 */
final class JunixConnect implements ConnectAttempt {

    private final UnixAddress target;
    private final ConnectHandler handler;
    private @Nullable JunixStream stream;
    private boolean over;

    private JunixConnect(UnixAddress target, ConnectHandler handler) {
        this.target = target;
        this.handler = handler;
    }

    static ConnectAttempt start(EventLoop loop, UnixAddress target, TransportOptions options, ConnectHandler handler) {
        loop.checkInLoop("connect");
        JunixConnect attempt = new JunixConnect(target, handler);
        try {
            JunixStream connected = new JunixStream(loop, open(target, options), UnixAddress.UNNAMED, target);
            attempt.stream = connected;
            tell(loop, attempt, () -> attempt.hand(connected));
        } catch (IOException e) {
            tell(loop, attempt, () -> attempt.fail(e));
        }
        return attempt;
    }

    private static void tell(EventLoop loop, JunixConnect attempt, Runnable outcome) {
        boolean told = false;
        try {
            loop.execute(outcome);
            told = true;
        } finally {
            if (!told) {
                attempt.cancel();
            }
        }
    }

    private static AFUNIXSocketChannel open(UnixAddress target, TransportOptions options) throws IOException {
        AFUNIXSocketChannel channel = Junix.provider().openSocketChannel();
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            if (options.receiveBuffer() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
            }
            if (options.sendBuffer() > 0) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
            }
            if (!channel.connect(Junix.address(target))) {
                throw new ConnectException("the backlog of the listener is full");
            }
            connected = true;
            return channel;
        } finally {
            if (!connected) {
                Watch.closeQuietly(channel);
            }
        }
    }

    private void hand(JunixStream established) {
        if (over) {
            return;
        }
        over = true;
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

    private void fail(IOException cause) {
        if (!over) {
            over = true;
            ConnectException failure = new ConnectException("cannot connect to " + target + ": " + cause.getMessage());
            failure.initCause(cause);
            handler.onConnectFailed(failure);
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            over = true;
            if (stream != null) {
                stream.close();
            }
        }
    }
}
