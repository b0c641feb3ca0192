package io.eventdispatcher.messenger;

import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.transport.DatagramGuard;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The word that all who talk to each other in datagrams know: the parameter {@code secret_code} of every message.
 *
 * <p>It is added to what is sent, in the form the message has, and taken away from what is received before a handler sees
 * it (the C++ library leaves it in). What comes without it or with another one is dropped, whatever it is, and never
 * answered. It travels as plain text: use it on networks where nobody can listen.
 *
 * <table>
 * <caption>What becomes of a received datagram</caption>
 * <tr><th>our code</th><th>its code</th><th>result</th></tr>
 * <tr><td>none</td><td>absent</td><td>dispatched</td></tr>
 * <tr><td>none</td><td>present</td><td>warning, dispatched without it</td></tr>
 * <tr><td>set</td><td>the same</td><td>dispatched without it</td></tr>
 * <tr><td>set</td><td>another, absent, or no message</td><td>dropped and counted; the next datagram is looked at</td></tr>
 * </table>
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class SecretCode implements DatagramGuard {

    /** The name of the parameter. */
    public static final String PARAMETER = "secret_code";

    private static final byte[] NAME = PARAMETER.getBytes(StandardCharsets.US_ASCII);

    /** With which JSON can write the name in other ways. */
    private static final byte[] ESCAPE = {'\\', 'u'};

    private static final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(SecretCode.class));

    private final String code;
    private final byte[] bytes;
    private final int overheadBytes;
    private final ThreadLocal<MessageDecoder> decoders;

    private SecretCode(String code, MessageLimits limits) {
        this.code = code;
        this.bytes = code.getBytes(StandardCharsets.UTF_8);
        this.overheadBytes = code.isEmpty() ? 0 : overhead(code);
        this.decoders = ThreadLocal.withInitial(() -> new MessageDecoder(limits));
    }

    /**
     * A code, for messages within the usual limits.
     *
     * @param code what everybody knows; empty = none: everything passes, nobody is believed
     * @return the guard, see {@link io.eventdispatcher.transport.DatagramOptions#withGuard}
     * @throws IllegalArgumentException if a message cannot carry it
     * @since 0.1
     */
    public static SecretCode of(String code) {
        return of(code, MessageLimits.defaults());
    }

    /**
     * A code.
     *
     * @param code what everybody knows; empty = none: everything passes, nobody is believed
     * @param limits of the messages, as those of the {@link Messenger}
     * @return the guard, see {@link io.eventdispatcher.transport.DatagramOptions#withGuard}
     * @throws IllegalArgumentException if a message cannot carry it
     * @since 0.1
     */
    public static SecretCode of(String code, MessageLimits limits) {
        return new SecretCode(code, limits);
    }

    /** As text; a message that is sent as JSON needs some bytes more. */
    private static int overhead(String code) {
        try {
            Message with = Message.builder("A").param(PARAMETER, code).build();
            return with.length() - 1;
        } catch (InvalidMessageException e) {
            throw new IllegalArgumentException(
                    "a message cannot carry this secret code: length=" + code.length() + "; " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable ByteBuffer open(ByteBuffer datagram, SocketAddress from) {
        byte[] received = new byte[datagram.remaining()];
        datagram.get(datagram.position(), received);
        if (code.isEmpty() && !contains(received, NAME) && !contains(received, ESCAPE)) {
            return datagram;
        }
        Message message = LineFeeds.isInside(received, 0, received.length) ? null : decode(received);
        byte[] theirs = message == null ? null : message.rawParam(PARAMETER);
        if (code.isEmpty()) {
            return message == null || theirs == null ? datagram : unexpected(message, from);
        }
        boolean known = theirs != null && MessageDigest.isEqual(theirs, bytes);
        return known && message != null ? without(message) : null;
    }

    private ByteBuffer unexpected(Message message, SocketAddress from) {
        log.line(
                Level.WARN,
                NanoClock.system().nanoTime(),
                "a secret code was sent although none is set; it is taken away: peer={} command={}",
                LogText.clip(String.valueOf(from)),
                LogText.clip(message.command()));
        return without(message);
    }

    private static ByteBuffer without(Message message) {
        return bytesOf(message.toBuilder().without(PARAMETER).build());
    }

    @Override
    public @Nullable ByteBuffer seal(ByteBuffer frame) {
        if (code.isEmpty()) {
            return frame;
        }
        byte[] plain = new byte[frame.remaining()];
        frame.get(frame.position(), plain);
        Message message = decode(plain);
        return message == null
                ? null
                : bytesOf(message.toBuilder().param(PARAMETER, code).build());
    }

    private @Nullable Message decode(byte[] line) {
        return decoders.get().decode(line, 0, line.length);
    }

    private static ByteBuffer bytesOf(Message message) {
        byte[] line = new byte[message.length()];
        message.copyTo(line, 0);
        return ByteBuffer.wrap(line);
    }

    private static boolean contains(byte[] text, byte[] part) {
        int last = text.length - part.length;
        for (int i = 0; i <= last; i++) {
            int k = 0;
            while (k < part.length && text[i + k] == part[k]) {
                k++;
            }
            if (k == part.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int overheadBytes() {
        return overheadBytes;
    }

    @Override
    public boolean authenticates() {
        return !code.isEmpty();
    }

    @Override
    public String toString() {
        return code.isEmpty() ? "no secret code" : "secret code ***";
    }
}
