package io.eventdispatcher.message;

import io.eventdispatcher.bytes.ByteSource;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message after the other, each straight into bytes that are used again for the next one. What comes out is what
 * {@link MessageBuilder} would make; use that one unless a message is written once, at once, and often.
 *
 * <p>Parameters cost least in the order of their names. Whatever needs more than appending, for example a name out of
 * order, is left to a {@link MessageBuilder}.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class MessageWriter {

    /** A longer message does not keep its memory for the next ones. */
    private static final int KEPT_BYTES = 16 * 1024;

    private static final int FIRST_BYTES = 128;

    /** By byte: 1 = cannot be copied into a bare value as it is. */
    private static final byte[] SPECIAL = new byte[128];

    static {
        for (char c : new char[] {0, '\n', '\r', ';', '\\'}) {
            SPECIAL[c] = 1;
        }
    }

    private final Written written = new Written();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private String command = "";
    private String lastName = "";
    private @Nullable MessageBuilder builder;

    /** The request whose {@link Message#CORRELATION} is still to be written, at its place among the names. */
    private @Nullable Message correlated;

    private int correlation;

    /**
     * Makes a writer without a message.
     *
     * @since 0.1
     */
    public MessageWriter() {}

    /**
     * Begins a reply: the destination is who sent the request, and {@link Message#CORRELATION} is repeated, as with {@link
     * Message#reply(String)}. What was written before is given up.
     *
     * @param request what is replied to
     * @param replyCommand the command of the reply
     * @throws InvalidMessageException if the command is not valid
     * @since 0.1
     */
    public void beginReply(Message request, String replyCommand) {
        if (request.hasSource()) {
            builder = request.reply(replyCommand);
            correlated = null;
            return;
        }
        NameRules.checkCommand(replyCommand);
        builder = null;
        correlation = CorrelationText.find(request.storage(), request.index());
        correlated = correlation < 0 ? null : request;
        command = replyCommand;
        lastName = "";
        length = 0;
        append(replyCommand);
    }

    /**
     * Returns the command of the message being written.
     *
     * @return the command
     * @since 0.1
     */
    public String command() {
        MessageBuilder left = builder;
        return left == null ? command : left.command();
    }

    /**
     * Sets a parameter.
     *
     * @param name as {@link MessageBuilder#param(String, String)}
     * @param value as there
     * @throws InvalidMessageException as there
     * @since 0.1
     */
    public void param(String name, String value) {
        if (builder == null && follows(name) && isPlain(value)) {
            name(name);
            append(value);
        } else {
            builder().param(name, value);
        }
    }

    /**
     * Sets a parameter to a decimal number.
     *
     * @param name as {@link MessageBuilder#param(String, long)}
     * @param value any number
     * @throws InvalidMessageException as there
     * @since 0.1
     */
    public void param(String name, long value) {
        if (builder == null && follows(name)) {
            name(name);
            room(DecimalText.MAX_BYTES);
            length = DecimalText.write(value, bytes, length);
        } else {
            builder().param(name, value);
        }
    }

    /**
     * Sets a parameter to {@code true} or {@code false}.
     *
     * @param name as {@link MessageBuilder#param(String, boolean)}
     * @param value any
     * @throws InvalidMessageException as there
     * @since 0.1
     */
    public void param(String name, boolean value) {
        param(name, value ? "true" : "false");
    }

    /**
     * Sets a parameter to a time.
     *
     * @param name as {@link MessageBuilder#param(String, Instant)}
     * @param value as there
     * @throws InvalidMessageException as there
     * @since 0.1
     */
    public void param(String name, Instant value) {
        builder().param(name, value);
    }

    /**
     * Sets a parameter to an address.
     *
     * @param name as {@link MessageBuilder#param(String, InetSocketAddress)}
     * @param value as there
     * @throws InvalidMessageException as there
     * @since 0.1
     */
    public void param(String name, InetSocketAddress value) {
        param(name, AddressText.format(value));
    }

    /**
     * Ends the message.
     *
     * @return its wire form; the bytes change with the next message of this writer
     * @since 0.1
     */
    public ByteSource finish() {
        MessageBuilder left = builder;
        if (left != null) {
            return left.build();
        }
        writeCorrelation();
        return written;
    }

    /** Bytes held for the next message. */
    int capacity() {
        return bytes.length;
    }

    /** Whether a valid name comes behind the last one, where its parameter can be appended. */
    private boolean follows(String name) {
        return NameRules.isName(name) && name.compareTo(lastName) > 0;
    }

    /** Whether the value stands in the text form as it is. */
    private static boolean isPlain(String value) {
        int end = value.length();
        if (end == 0) {
            return true;
        }
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c >= 128 || SPECIAL[c] != 0) {
                return false;
            }
        }
        char first = value.charAt(0);
        return first != '"' && !TextValue.isBlank(first) && !TextValue.isBlank(value.charAt(end - 1));
    }

    private void name(String name) {
        if (correlated != null) {
            correlateBefore(name);
        }
        writeName(name);
    }

    /** Writes the correlation if its place is before a name; a reply that sets its own keeps that. */
    private void correlateBefore(String name) {
        int order = name.compareTo(Message.CORRELATION);
        if (order > 0) {
            writeCorrelation();
        } else if (order == 0) {
            correlated = null;
        }
    }

    private void writeCorrelation() {
        Message request = correlated;
        if (request == null) {
            return;
        }
        correlated = null;
        writeName(Message.CORRELATION);
        int[] index = request.index();
        int start = MessageIndex.valueStart(index, correlation);
        int bytesOfValue = MessageIndex.valueEnd(index, correlation) - start;
        room(bytesOfValue);
        System.arraycopy(request.storage(), start, bytes, length, bytesOfValue);
        length += bytesOfValue;
    }

    private void writeName(String name) {
        room(1 + name.length() + 1);
        bytes[length++] = (byte) (lastName.isEmpty() ? ' ' : ';');
        length = BinaryStrings.copy(name, bytes, length);
        bytes[length++] = '=';
        lastName = name;
    }

    private void append(String ascii) {
        room(ascii.length());
        length = BinaryStrings.copy(ascii, bytes, length);
    }

    private void room(int more) {
        if (length == 0 && bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** Leaves the message to a builder, with what is written of it. */
    private MessageBuilder builder() {
        MessageBuilder left = builder;
        if (left == null) {
            writeCorrelation();
            byte[] begun = Arrays.copyOf(bytes, length);
            left = Objects.requireNonNull(new TextScanner(Integer.MAX_VALUE).scan(begun)).toBuilder();
            builder = left;
        }
        return left;
    }

    /** The bytes of the message that was written last. */
    private final class Written implements ByteSource {
        @Override
        public int length() {
            return length;
        }

        @Override
        public void copyTo(byte[] target, int offset) {
            System.arraycopy(bytes, 0, target, offset, length);
        }
    }
}
