package io.eventdispatcher.tools.command;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.BlockingClient;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.ToolException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message over an open client and, when asked, finds the reply.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class SignalExchange {

    /** How long a stream's peer may take to close after it was told that nothing more comes. */
    static final Duration CLOSING = Duration.ofSeconds(1);

    private final BlockingClient client;
    private final Deadline deadline;
    private final Trace trace;
    private final ReplyMatch match;
    private final boolean secret;
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());

    SignalExchange(BlockingClient client, Deadline deadline, Message message, Trace trace) {
        this.client = client;
        this.deadline = deadline;
        this.trace = trace;
        this.match = new ReplyMatch(message);
        this.secret = message.has(SignalMessage.SECRET_CODE);
    }

    void send(Message message, ByteSource wire) throws IOException {
        client.send(wire, deadline.left());
        trace.sent(message);
    }

    /**
     * Waits for the reply: a line that surely is it, else the first line once no better one came for a while.
     *
     * @param settle that while
     * @return the reply
     * @throws SocketTimeoutException if nothing came in time
     * @throws IOException if the peer closed without a reply, or the connection broke
     */
    Line reply(Duration settle) throws IOException {
        Line candidate = null;
        Deadline settled = deadline;
        while (true) {
            Line line = receiveOrEnd(settled.left(), candidate != null);
            if (line == null) {
                if (candidate != null) {
                    return candidate;
                }
                throw new SocketTimeoutException(
                        "no reply from " + client.endpoint() + " within " + words(deadline.total()));
            }
            if (line.isSure(match) || settle.isZero()) {
                return line;
            }
            if (candidate == null) {
                candidate = line;
                settled = deadline.orIn(settle);
            }
        }
    }

    private @Nullable Line receiveOrEnd(Duration timeout, boolean mayEnd) throws IOException {
        try {
            return receive(timeout);
        } catch (EOFException e) {
            if (mayEnd) {
                return null;
            }
            throw new IOException("no reply: " + e.getMessage(), e);
        }
    }

    /**
     * Says that nothing more comes and waits for the peer to close, for a moment: shows that the message was read, and
     * that it was not refused.
     *
     * @return a line that refuses the message, or null
     * @throws IOException if the connection broke, so that it is not known whether the message was read
     */
    @Nullable
    Line finish() throws IOException {
        client.finishSending();
        Deadline closing = deadline.orIn(CLOSING);
        try {
            for (Line line = receive(closing.left()); line != null; line = receive(closing.left())) {
                if (line.isRefusal(match)) {
                    return line;
                }
            }
            trace.say("the peer keeps the connection open");
        } catch (EOFException e) {
            trace.say("the peer has closed the connection");
        }
        return null;
    }

    private @Nullable Line receive(Duration timeout) throws IOException {
        byte[] frame = client.receive(timeout);
        if (frame == null) {
            return null;
        }
        Message message = decoder.decode(frame, 0, frame.length);
        Line line = secret && message != null ? withoutSecret(message) : new Line(frame, message);
        trace.received(LogText.clip(line.bytes(), 0, line.bytes().length));
        return line;
    }

    /** Who knows our secret sends it back with the reply; it is not for the terminal, nor for logs. */
    private static Line withoutSecret(Message message) {
        Message plain = message.toBuilder().without(SignalMessage.SECRET_CODE).build();
        byte[] bytes = new byte[plain.length()];
        plain.copyTo(bytes, 0);
        return new Line(bytes, plain);
    }

    static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /** Makes a failure of the network the end of the tool. */
    static ToolException failed(IOException failure) {
        int code = failure instanceof SocketTimeoutException ? ExitCode.TIMED_OUT : ExitCode.FAILED;
        return new ToolException(code, String.valueOf(failure.getMessage()));
    }

    /**
     * A line of the peer.
     *
     * @param bytes as received, without line feed and secret
     * @param message null when it is none
     */
    record Line(byte[] bytes, @Nullable Message message) {

        boolean isSure(ReplyMatch match) {
            return message != null && match.isSure(message);
        }

        boolean isRefusal(ReplyMatch match) {
            return message != null && match.isRefusal(message);
        }
    }
}
