package io.eventdispatcher.message;

import io.eventdispatcher.bytes.ByteSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One message: a command, parameters, where it comes from and where it goes to.
 *
 * <p>A message is its encoded bytes plus an index of where the parts are. Asking for a part makes the String of that part
 * only; {@link #integer(String)} of a plain decimal number makes none. As a {@link ByteSource} it is its wire form without
 * line feed: text, or JSON where the original C++ library could not read the text (a value that needs quotes and ends
 * with a backslash; names that JSON carried and text cannot).
 *
 * <p>The names of a message that was built are valid; those of a received one need not be (see {@link MessageLimits.Names}).
 * No value ever contains NUL.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Message implements ByteSource {
    /**
     * The parameter that tells which request an answer belongs to. Every answer repeats it: {@link #reply}, what is sent
     * with the exchange of a handler, and the answers of the system commands. Values of more than 128 bytes, and those
     * with other than visible ASCII characters, quotes or backslashes, are not repeated.
     *
     * @since 0.1
     */
    public static final String CORRELATION = "correlation_id";

    private static final Pattern SECRET = Pattern.compile("password|secret|token", Pattern.CASE_INSENSITIVE);

    private final byte[] bytes;
    private final int[] index; // layout: see MessageEncoder
    private final int hash;

    // Made when first needed, perhaps by several threads at a time: each would make an equal one, and both types keep
    // their content in final fields, so that a plain write is enough.
    private @Nullable String command;
    private @Nullable ByteSource derived; // not in normal form: the message that is; otherwise the JSON form

    Message(byte[] bytes, int[] index, int hash) {
        this.bytes = bytes;
        this.index = index;
        this.hash = hash;
    }

    /**
     * A message without parameters.
     *
     * @param command name made of {@code A-Z 0-9 _}, not starting with a digit
     * @return the message
     * @throws InvalidMessageException if the command is not valid
     * @since 0.1
     */
    public static Message of(String command) {
        return builder(command).build();
    }

    /**
     * Starts a message.
     *
     * @param command name made of {@code A-Z 0-9 _}, not starting with a digit
     * @return a builder
     * @throws InvalidMessageException if the command is not valid
     * @since 0.1
     */
    public static MessageBuilder builder(String command) {
        NameRules.checkCommand(command);
        return new MessageBuilder(command);
    }

    /**
     * Decodes a line, text or JSON, with {@link MessageLimits#defaults() the default limits}. For what arrives from a
     * peer, use a {@link MessageDecoder}.
     *
     * @param line the line; white space around it is ignored
     * @return the message
     * @throws MessageFormatException if it is neither
     * @since 0.1
     */
    public static Message parse(String line) {
        MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Message message = decoder.decode(bytes, 0, bytes.length);
        if (message == null) {
            throw new MessageFormatException("not a message: " + decoder.problem() + " length=" + line.length());
        }
        return message;
    }

    /**
     * The command.
     *
     * @return never empty
     * @since 0.1
     */
    public String command() {
        String text = command;
        if (text == null) {
            text = string(index[1], index[2]);
            command = text;
        }
        return text;
    }

    /**
     * Compares the command without making a String.
     *
     * @param ascii the bytes of a command; never changed
     * @return whether they are the command of this message
     * @since 0.1
     */
    public boolean commandEquals(byte[] ascii) {
        int start = index[1];
        if (index[2] - start != ascii.length) {
            return false;
        }
        for (int i = 0; i < ascii.length; i++) { // commands are short: a call for ranges of arrays costs more
            if (bytes[start + i] != ascii[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The hash of the command: {@link #commandHash(String)} of it, without making a String.
     *
     * @return any int
     * @since 0.1
     */
    public int commandHash() {
        return hash;
    }

    /**
     * The hash of a command. A peer can make commands with equal hashes; compare the bytes as well.
     *
     * @param command any text
     * @return any int; of an ASCII text the same as {@link String#hashCode()}
     * @since 0.1
     */
    public static int commandHash(String command) {
        byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
        return commandHash(bytes, 0, bytes.length);
    }

    static int commandHash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + (bytes[i] & 0xff);
        }
        return hash;
    }

    /**
     * The length of the command.
     *
     * @return bytes, 1 or more
     * @since 0.1
     */
    public int commandLength() {
        return index[2] - index[1];
    }

    /**
     * One byte of the command.
     *
     * @param i 0 to {@code commandLength() - 1}
     * @return the byte
     * @throws IndexOutOfBoundsException if there is no such byte
     * @since 0.1
     */
    public byte commandByte(int i) {
        if (i < 0 || i >= commandLength()) {
            throw new IndexOutOfBoundsException("command byte index=" + i + " length=" + commandLength());
        }
        return bytes[index[1] + i];
    }

    /**
     * Who sent the message; filled in by the broker.
     *
     * @return {@link MessageAddress#NONE} when not given
     * @since 0.1
     */
    public MessageAddress source() {
        return MessageIndex.source(bytes, index, StandardCharsets.UTF_8);
    }

    /**
     * Who shall get the message.
     *
     * @return {@link MessageAddress#NONE} when not given
     * @since 0.1
     */
    public MessageAddress destination() {
        return MessageIndex.destination(bytes, index, StandardCharsets.UTF_8);
    }

    /**
     * Whether command and destination are names as {@link MessageBuilder} takes them, except that a command may have small
     * letters. The sender and the parameters do not matter.
     *
     * @return always true for a message that was built
     * @since 0.1
     */
    public boolean hasValidTarget() {
        if (!NameRules.isName(bytes, index[1], index[2])) {
            return false;
        }
        return index[1] == 0
                || NameRules.isDestination(bytes, MessageIndex.serverStart(index), index[5])
                        && NameRules.isDestination(bytes, MessageIndex.serviceStart(index), index[6]);
    }

    /**
     * Whether there is a parameter of this name.
     *
     * @param name any text; one that is not a valid name is never found
     * @return whether it is there
     * @since 0.1
     */
    public boolean has(String name) {
        return find(name) >= 0;
    }

    /**
     * The value of a parameter.
     *
     * @param name any text; one that is not a valid name is never found
     * @return the value, malformed UTF-8 as U+FFFD; null when there is no such parameter
     * @since 0.1
     */
    public @Nullable String param(String name) {
        int i = find(name);
        return i < 0 ? null : value(i);
    }

    /**
     * The value of a parameter that must be there.
     *
     * @param name a parameter name
     * @return the value, malformed UTF-8 as U+FFFD
     * @throws InvalidMessageException if there is no such parameter
     * @since 0.1
     */
    public String text(String name) {
        return value(require(name));
    }

    /**
     * The bytes of a value, escapes resolved.
     *
     * @param name any text; one that is not a valid name is never found
     * @return a fresh array, not checked to be UTF-8; null when there is no such parameter
     * @since 0.1
     */
    public byte @Nullable [] rawParam(String name) {
        int i = find(name);
        return i < 0 ? null : rawValue(i);
    }

    /**
     * The value of a parameter as a signed integer: optional sign, optional prefix {@code 0x 0b 0o 0d}, digits. As the C++
     * library, but out-of-range values are refused instead of wrapped.
     *
     * @param name a parameter name
     * @return -2^63 to 2^63-1
     * @throws InvalidMessageException if there is no such parameter, or it is not such an integer
     * @since 0.1
     */
    public long integer(String name) {
        int i = require(name);
        try {
            if (MessageIndex.isVerbatim(bytes, index, i)) {
                return IntegerText.signed(bytes, MessageIndex.valueStart(index, i), MessageIndex.valueEnd(index, i));
            }
            byte[] value = rawValue(i);
            return IntegerText.signed(value, 0, value.length);
        } catch (NumberFormatException e) {
            throw notA("integer", name, i, e);
        }
    }

    /**
     * As {@link #integer(String)}, for those who know what to do otherwise; makes no text and no exception if the value is
     * absent or no number.
     *
     * @param name any text; one that is not a valid name is never found
     * @param otherwise what to return if there is no such parameter, or it is not written as a plain decimal number of at most
     *     18 digits
     * @return the value
     * @since 0.1
     */
    public long plainInteger(String name, long otherwise) {
        int i = find(name);
        return i >= 0 && MessageIndex.isVerbatim(bytes, index, i)
                ? IntegerText.plain(
                        bytes, MessageIndex.valueStart(index, i), MessageIndex.valueEnd(index, i), otherwise)
                : otherwise;
    }

    /**
     * The value of a parameter as an unsigned integer, written as for {@link #integer(String)}.
     *
     * @param name a parameter name
     * @return 0 to 2^64-1, to be read with {@link Long#toUnsignedString(long)} and its like
     * @throws InvalidMessageException if there is no such parameter, or it is not such an integer
     * @since 0.1
     */
    public long unsigned(String name) {
        int i = require(name);
        try {
            byte[] value = rawValue(i);
            return IntegerText.unsigned(value, 0, value.length);
        } catch (NumberFormatException e) {
            throw notA("unsigned integer", name, i, e);
        }
    }

    /**
     * The value of a parameter as a point in time: {@code seconds[.fraction]} since 1970, optionally followed by
     * {@code s}; nine digits of the fraction count. Differs from the C++ library in refusing a negative time with a
     * fraction, which that one misreads.
     *
     * @param name a parameter name
     * @return the time
     * @throws InvalidMessageException if there is no such parameter, or it is not a time
     * @since 0.1
     */
    public Instant time(String name) {
        int i = require(name);
        try {
            return TimeText.parse(value(i));
        } catch (NumberFormatException e) {
            throw notA("time", name, i, e);
        }
    }

    /**
     * The value of a parameter as a boolean: {@code true} or {@code false}, nothing else.
     *
     * @param name a parameter name
     * @return the value
     * @throws InvalidMessageException if there is no such parameter, or it is neither
     * @since 0.1
     */
    public boolean bool(String name) {
        int i = require(name);
        return switch (value(i)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw notA("boolean", name, i, new IllegalArgumentException("neither 'true' nor 'false'"));
        };
    }

    /**
     * The number of parameters.
     *
     * @return 0 or more; a repeated parameter counts once
     * @since 0.1
     */
    public int parameterCount() {
        return isNormal() ? MessageIndex.count(index) : ParameterOrder.count(bytes, index);
    }

    /**
     * All parameters. Their texts are made when they are asked for; an entry that is looked at again and again is better
     * kept.
     *
     * @return unmodifiable, sorted by name in byte order, malformed UTF-8 as U+FFFD; made anew by each call
     * @since 0.1
     */
    public Map<String, String> parameters() {
        int[] order = isNormal() ? ParameterOrder.ascending(index) : ParameterOrder.of(bytes, index);
        if ((index[0] & MessageEncoder.NOT_TEXT) == 0) {
            return new ParameterMap(this, order);
        }
        Map<String, String> all = new LinkedHashMap<>(); // names that are no names are not found by name
        for (int i : order) {
            all.put(nameAt(i), value(i));
        }
        return Collections.unmodifiableMap(all);
    }

    String nameAt(int i) {
        return string(MessageIndex.nameStart(index, i), MessageIndex.nameEnd(index, i));
    }

    /**
     * Starts a message with all fields of this one, also those that are not valid names.
     *
     * @return a builder
     * @since 0.1
     */
    public MessageBuilder toBuilder() {
        MessageBuilder builder = new MessageBuilder(BinaryStrings.of(bytes, index[1], index[2]))
                .addresses(
                        MessageIndex.source(bytes, index, StandardCharsets.ISO_8859_1),
                        MessageIndex.destination(bytes, index, StandardCharsets.ISO_8859_1));
        for (int i = 0; i < MessageIndex.count(index); i++) {
            String name = BinaryStrings.of(bytes, MessageIndex.nameStart(index, i), MessageIndex.nameEnd(index, i));
            builder.put(name, BinaryStrings.of(MessageIndex.rawValue(bytes, index, i)));
        }
        return builder;
    }

    /**
     * Starts the answer to this message: its destination is the source of this one, and it repeats {@link #CORRELATION}. A
     * source name that is not valid (only
     * a received message can have one) is left empty; differs from the C++ library, which throws.
     *
     * @param command the command of the answer
     * @return a builder
     * @throws InvalidMessageException if the command is not valid; never because of this message
     * @since 0.1
     */
    public MessageBuilder reply(String command) {
        MessageBuilder builder = builder(command);
        MessageAddress to = source();
        if (!to.isNone()) {
            builder.to(
                    NameRules.isSender(to.server()) ? to.server() : "",
                    NameRules.isSender(to.service()) ? to.service() : "");
        }
        int i = CorrelationText.find(bytes, index);
        return i < 0 ? builder : builder.put(CORRELATION, value(i));
    }

    /**
     * Returns this message as the answer to a request: with the request's {@link #CORRELATION} if it has one that is
     * repeated, unless this message has one already.
     *
     * @param request what is answered
     * @return this, or a changed copy
     * @since 0.1
     */
    public Message answering(Message request) {
        int i = CorrelationText.find(request.bytes, request.index);
        if (i < 0 || has(CORRELATION)) {
            return this;
        }
        return toBuilder().put(CORRELATION, request.value(i)).build();
    }

    /**
     * The size of the wire form without line feed.
     *
     * @return bytes, 1 or more
     * @since 0.1
     */
    @Override
    public int length() {
        return index[0] == MessageEncoder.NORMAL ? bytes.length : wire().length();
    }

    /**
     * Copies the wire form without line feed.
     *
     * @throws IndexOutOfBoundsException if it does not fit
     * @since 0.1
     */
    @Override
    public void copyTo(byte[] target, int offset) {
        if (index[0] == MessageEncoder.NORMAL) {
            System.arraycopy(bytes, 0, target, offset, bytes.length);
        } else {
            wire().copyTo(target, offset);
        }
    }

    private ByteSource wire() {
        Message normal = normal();
        return normal.index[0] == MessageEncoder.NORMAL ? normal : normal.wireJson();
    }

    private ByteSource wireJson() {
        ByteSource json = derived;
        if (json == null) {
            json = ByteSource.utf8(JsonText.write(this, true));
            derived = json;
        }
        return json;
    }

    private boolean isNormal() {
        return (index[0] & MessageEncoder.NORMAL) != 0;
    }

    private Message normal() {
        if (isNormal()) {
            return this;
        }
        if (derived instanceof Message known) {
            return known;
        }
        Message normal = toBuilder().build();
        derived = normal;
        return normal;
    }

    /**
     * The text form, as this library reads it. Unlike the wire form it is text also where the C++ library could not read
     * it; only a message whose names do not fit the text form comes out as {@link #toJson() JSON}.
     *
     * @return one line without line feed, malformed UTF-8 as U+FFFD; {@link #parse(String)} reads it
     * @since 0.1
     */
    public String toText() {
        Message normal = normal();
        boolean fits = (normal.index[0] & MessageEncoder.NOT_TEXT) == 0;
        return fits ? normal.string(0, normal.bytes.length) : toJson();
    }

    /**
     * The JSON form: one line, all values strings. Standard JSON; the C++ library unescapes values twice, which the wire
     * form takes care of where it is JSON.
     *
     * @return one line without line feed, malformed UTF-8 as U+FFFD; {@link #parse(String)} reads it
     * @since 0.1
     */
    public String toJson() {
        return JsonText.write(this, false);
    }

    /**
     * The message for a log: the text form, escaped and clipped by {@link LogText}; the value of a parameter whose name
     * contains {@code password}, {@code secret} or {@code token} is replaced by {@code ***}.
     *
     * @return at most 256 characters
     * @since 0.1
     */
    @Override
    public String toString() {
        Message shown = masked();
        boolean fits = (shown.index[0] & MessageEncoder.NOT_TEXT) == 0;
        return fits ? LogText.clip(shown.bytes, 0, shown.bytes.length) : LogText.clip(shown.toJson());
    }

    private Message masked() {
        MessageBuilder builder = null;
        for (int i = 0; i < MessageIndex.count(index); i++) {
            String name = nameAt(i);
            if (SECRET.matcher(name).find()) {
                builder = builder == null ? toBuilder() : builder;
                builder.put(BinaryStrings.of(name), "***");
            }
        }
        return builder == null ? normal() : builder.build();
    }

    /**
     * Compares all fields, as bytes; the form they were received in does not matter.
     *
     * @since 0.1
     */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Message message)) {
            return false;
        }
        Message mine = normal();
        Message theirs = message.normal();
        return Arrays.equals(mine.bytes, theirs.bytes) && Arrays.equals(mine.index, theirs.index);
    }

    /**
     * A hash over all fields.
     *
     * @since 0.1
     */
    @Override
    public int hashCode() {
        return Arrays.hashCode(normal().bytes);
    }

    private int require(String name) {
        int i = find(name);
        if (i < 0) {
            throw new InvalidMessageException(
                    "parameter missing: command=" + LogText.clip(command(), 64) + " parameter="
                            + LogText.clip(name, 64),
                    null,
                    this);
        }
        return i;
    }

    private InvalidMessageException notA(String type, String name, int i, RuntimeException cause) {
        String value = SECRET.matcher(name).find() ? "***" : LogText.clip(value(i), 128);
        return new InvalidMessageException(
                "parameter is not a" + ("aeiou".indexOf(type.charAt(0)) < 0 ? " " : "n ") + type + ": command="
                        + LogText.clip(command(), 64) + " parameter=" + name + " value='" + value + "' reason="
                        + cause.getMessage(),
                cause,
                this);
    }

    private int find(String name) {
        int i = MessageIndex.find(bytes, index, name);
        boolean perhapsInvalid = (index[0] & MessageEncoder.NOT_TEXT) != 0;
        return perhapsInvalid && !NameRules.isName(name) ? -1 : i;
    }

    String value(int i) {
        if (MessageIndex.isVerbatim(bytes, index, i)) {
            return string(MessageIndex.valueStart(index, i), MessageIndex.valueEnd(index, i));
        }
        return new String(rawValue(i), StandardCharsets.UTF_8);
    }

    private byte[] rawValue(int i) {
        return MessageIndex.rawValue(bytes, index, i);
    }

    private String string(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Whether {@link #source} is not {@link MessageAddress#NONE}, or may not be. */
    boolean hasSource() {
        return index[1] != 0 && index[4] != 0;
    }

    /** Where the destination or, without one, the command starts in the wire form; -1 when this is not in normal form. */
    int targetStart() {
        if (index[0] != MessageEncoder.NORMAL) {
            return -1;
        }
        return index[1] == 0 ? 0 : MessageIndex.serverStart(index);
    }

    /** Bytes of the text form, or of what is kept in its place. */
    int textLength() {
        return bytes.length;
    }

    /** The index, for a check of its limits. */
    int[] index() {
        return index;
    }

    /** The bytes that the index refers to; nobody writes to them. */
    byte[] storage() {
        return bytes;
    }
}
