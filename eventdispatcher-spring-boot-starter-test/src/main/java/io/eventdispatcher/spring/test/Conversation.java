package io.eventdispatcher.spring.test;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.messenger.Messenger;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a test client, made when it is first needed, and what went over it.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Conversation {

    private static final Duration GLANCE = Duration.ofMillis(10);

    /** For a reply that the application has written, on its way through memory. */
    private static final Duration CROSSING = Duration.ofMillis(50);

    private static final Duration MAX_TURN = Duration.ofSeconds(1);
    private static final int MAX_SHOWN = 20;

    private final OpenConversations open;
    private final Peer peer;
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
    private final Deque<String> history = new ArrayDeque<>();
    private InMemoryConnections.@Nullable Link link;
    private long sent;
    private boolean ended;

    Conversation(OpenConversations open, Peer peer) {
        this.open = open;
        this.peer = peer;
    }

    Peer peer() {
        return peer;
    }

    Connection connection() {
        return link().connection();
    }

    void send(ByteSource frame, String shown, Duration limit) {
        try {
            link().client().send(frame, limit);
        } catch (IOException e) {
            throw failure("Expecting to send:\n  <" + shown + ">\nbut " + e.getMessage(), e);
        }
        sent++;
        note("> " + shown);
    }

    /** Waits for the next message; null if none comes in time. */
    @Nullable
    Message next(Duration limit) {
        try {
            byte[] frame = link().client().receive(limit);
            return frame == null ? null : received(frame);
        } catch (EOFException e) {
            ended = true;
            return null;
        } catch (IOException e) {
            throw failure("Expecting a message but " + e.getMessage(), e);
        }
    }

    private Message received(byte[] frame) {
        Message message = decoder.decode(frame, 0, frame.length);
        if (message == null) {
            String text = new String(frame, StandardCharsets.UTF_8);
            note("< " + text);
            throw failure("Expecting a message but received <" + text + ">, which is none: " + decoder.problem(), null);
        }
        note("< " + message.toText());
        return message;
    }

    /**
     * Looks for a message for some time, and longer while the application is still at work on what was sent.
     *
     * @param quiet how long it must be quiet
     * @param limit how long work may take
     */
    @Nullable
    Message unexpected(Duration quiet, Duration limit) {
        long begin = System.nanoTime();
        Message message = next(Duration.ZERO);
        while (message == null && !ended) {
            long waited = System.nanoTime() - begin;
            boolean idle = waited > limit.toNanos() || isIdle();
            if (waited >= quiet.toNanos() && idle) {
                return next(CROSSING);
            }
            message = next(GLANCE);
        }
        return message;
    }

    /** Whether the application has taken everything that was sent, and no handler works on it. */
    private boolean isIdle() {
        Connection connection = connection();
        return connection.snapshot().framesReceived() >= sent
                && hasTurned(connection.loop())
                && Messenger.queued(connection) == 0
                // what a handler replied just before it ended is taken in one turn and written at its end, so in the
                // next
                && hasTurned(connection.loop())
                && hasTurned(connection.loop());
    }

    /** Lets the turn of the loop end in which a frame was counted, but perhaps not handed on. */
    private static boolean hasTurned(EventLoop loop) {
        CountDownLatch turned = new CountDownLatch(1);
        try {
            loop.execute(turned::countDown);
            return turned.await(MAX_TURN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException loopClosed) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void finishSending() {
        try {
            link().client().finishSending();
            note("> (no more)");
        } catch (IOException e) {
            throw failure("Expecting to finish sending but " + e.getMessage(), e);
        }
    }

    /** Whether the application has closed the connection and everything was received. */
    boolean isEnded() {
        return ended;
    }

    private InMemoryConnections.Link link() {
        InMemoryConnections.Link present = link;
        if (present == null) {
            try {
                present = open.connect(this);
            } catch (IOException e) {
                throw failure("Expecting to connect but " + e.getMessage(), e);
            }
            link = present;
        }
        return present;
    }

    /** Closes the connection, if there is one, and forgets it: what comes next begins with a new one. */
    void reset() {
        InMemoryConnections.Link present = link;
        if (present != null) {
            link = null;
            open.closed(this);
            present.client().close();
        }
        history.clear();
        sent = 0;
        ended = false;
    }

    AssertionError failure(String text, @Nullable Throwable cause) {
        StringBuilder all = new StringBuilder("\n").append(text);
        if (history.isEmpty()) {
            all.append("\nNothing was sent or received.");
        } else {
            all.append("\nSent (>) and received (<):");
            history.forEach(line -> all.append("\n  ").append(line));
        }
        if (ended) {
            all.append("\nThe application has closed the connection.");
        }
        return new AssertionError(all.toString(), cause);
    }

    private void note(String line) {
        if (history.size() == MAX_SHOWN) {
            history.removeFirst();
        }
        history.addLast(line);
    }
}
