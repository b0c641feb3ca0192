package io.eventdispatcher.message;

import io.eventdispatcher.bytes.ByteSource;
import java.net.InetSocketAddress;
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
    public static Builder builder(String command) {
        NameRules.checkCommand(command);
        return new Builder(command);
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
        return Arrays.equals(bytes, index[1], index[2], ascii, 0, ascii.length);
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
        return MessageIndex.count(normal().index);
    }

    /**
     * All parameters.
     *
     * @return unmodifiable, sorted by name in byte order, malformed UTF-8 as U+FFFD; made anew by each call
     * @since 0.1
     */
    public Map<String, String> parameters() {
        Message normal = normal();
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < MessageIndex.count(normal.index); i++) {
            all.put(
                    normal.string(MessageIndex.nameStart(normal.index, i), MessageIndex.nameEnd(normal.index, i)),
                    normal.value(i));
        }
        return Collections.unmodifiableMap(all);
    }

    /**
     * Starts a message with all fields of this one, also those that are not valid names.
     *
     * @return a builder
     * @since 0.1
     */
    public Builder toBuilder() {
        Builder builder = new Builder(BinaryStrings.of(bytes, index[1], index[2]));
        builder.source = MessageIndex.source(bytes, index, StandardCharsets.ISO_8859_1);
        builder.destination = MessageIndex.destination(bytes, index, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < MessageIndex.count(index); i++) {
            String name = BinaryStrings.of(bytes, MessageIndex.nameStart(index, i), MessageIndex.nameEnd(index, i));
            builder.put(name, BinaryStrings.of(MessageIndex.rawValue(bytes, index, i)));
        }
        return builder;
    }

    /**
     * Starts the answer to this message: its destination is the source of this one. A source name that is not valid (only
     * a received message can have one) is left empty; differs from the C++ library, which throws.
     *
     * @param command the command of the answer
     * @return a builder
     * @throws InvalidMessageException if the command is not valid; never because of this message
     * @since 0.1
     */
    public Builder reply(String command) {
        Builder builder = builder(command);
        MessageAddress to = source();
        if (!to.isNone()) {
            builder.to(
                    NameRules.isSender(to.server()) ? to.server() : "",
                    NameRules.isSender(to.service()) ? to.service() : "");
        }
        return builder;
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

    private Message normal() {
        if ((index[0] & MessageEncoder.NORMAL) != 0) {
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
        Builder builder = null;
        for (int i = 0; i < MessageIndex.count(index); i++) {
            String name = string(MessageIndex.nameStart(index, i), MessageIndex.nameEnd(index, i));
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
            throw new InvalidMessageException("parameter missing: command=" + LogText.clip(command(), 64)
                    + " parameter=" + LogText.clip(name, 64));
        }
        return i;
    }

    private InvalidMessageException notA(String type, String name, int i, RuntimeException cause) {
        String value = SECRET.matcher(name).find() ? "***" : LogText.clip(value(i), 128);
        return new InvalidMessageException(
                "parameter is not a" + ("aeiou".indexOf(type.charAt(0)) < 0 ? " " : "n ") + type + ": command="
                        + LogText.clip(command(), 64) + " parameter=" + name + " value='" + value + "' reason="
                        + cause.getMessage(),
                cause);
    }

    private int find(String name) {
        int i = MessageIndex.find(bytes, index, name);
        boolean perhapsInvalid = (index[0] & MessageEncoder.NOT_TEXT) != 0;
        return perhapsInvalid && !NameRules.isName(name) ? -1 : i;
    }

    private String value(int i) {
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

    /**
     * Puts a message together.
     *
     * <p>Every setter checks what it is given: names are made of {@code A-Z a-z 0-9 _} and do not start with a digit, and
     * no value holds NUL or half a surrogate pair.
     *
     * <p>Threading: one thread at a time (confined to its owner).
     *
     * @since 0.1
     */
    public static final class Builder {
        private final String command; // this and all below are binary strings, see NameRules
        private MessageAddress source = MessageAddress.NONE;
        private MessageAddress destination = MessageAddress.NONE;
        private String[] pairs = new String[2]; // names and values in turn; the last of equal names counts
        private int count;

        Builder(String command) {
            this.command = command;
        }

        /**
         * Sets who sent the message; normally left to the broker.
         *
         * @param source names or {@link MessageAddress#NONE}
         * @return this
         * @throws InvalidMessageException if a name is not valid
         * @since 0.1
         */
        public Builder from(MessageAddress source) {
            NameRules.check(NameRules.isSender(source.server()), "source server", source.server(), NameRules.NAME);
            NameRules.check(NameRules.isSender(source.service()), "source service", source.service(), NameRules.NAME);
            this.source = source;
            return this;
        }

        /**
         * Sets who sent the message; normally left to the broker.
         *
         * @param server a name, or {@code ""} for none
         * @param service a name, or {@code ""} for none
         * @return this
         * @throws InvalidMessageException if a name is not valid
         * @since 0.1
         */
        public Builder from(String server, String service) {
            return from(new MessageAddress(server, service));
        }

        /**
         * Sets who shall get the message.
         *
         * @param destination names, {@code .}, {@code *}, {@code ?}, or {@link MessageAddress#NONE}
         * @return this
         * @throws InvalidMessageException if a name is not valid
         * @since 0.1
         */
        public Builder to(MessageAddress destination) {
            String server = destination.server();
            String service = destination.service();
            NameRules.check(NameRules.isDestination(server), "destination server", server, NameRules.DESTINATION);
            NameRules.check(NameRules.isDestination(service), "destination service", service, NameRules.DESTINATION);
            this.destination = destination;
            return this;
        }

        /**
         * Sets who shall get the message.
         *
         * @param server a name, {@code .}, {@code *}, {@code ?}, or {@code ""} for none
         * @param service a name, {@code .}, {@code *}, {@code ?}, or {@code ""} for none
         * @return this
         * @throws InvalidMessageException if a name is not valid
         * @since 0.1
         */
        public Builder to(String server, String service) {
            return to(new MessageAddress(server, service));
        }

        /**
         * Sets a parameter; a second call with the same name replaces the value.
         *
         * @param name a valid name
         * @param value any text, may be empty
         * @return this
         * @throws InvalidMessageException if the name is not valid, or the value holds NUL or half a surrogate pair
         * @since 0.1
         */
        public Builder param(String name, String value) {
            NameRules.checkParameter(command, name);
            String problem = BinaryStrings.problem(value);
            if (!problem.isEmpty()) {
                throw new InvalidMessageException("parameter value not valid: command=" + command + " parameter=" + name
                        + " length=" + value.length() + " reason=" + problem);
            }
            return put(name, BinaryStrings.of(value));
        }

        /**
         * Sets a parameter to a decimal number.
         *
         * @param name a valid name
         * @param value any number
         * @return this
         * @throws InvalidMessageException if the name is not valid
         * @since 0.1
         */
        public Builder param(String name, long value) {
            NameRules.checkParameter(command, name);
            return put(name, Long.toString(value));
        }

        /**
         * Sets a parameter to {@code true} or {@code false}.
         *
         * @param name a valid name
         * @param value any
         * @return this
         * @throws InvalidMessageException if the name is not valid
         * @since 0.1
         */
        public Builder param(String name, boolean value) {
            NameRules.checkParameter(command, name);
            return put(name, value ? "true" : "false");
        }

        /**
         * Sets a parameter to a time: {@code seconds[.fraction]} since 1970, up to nine digits, without trailing zeros.
         *
         * @param name a valid name
         * @param value a time; before 1970 only whole seconds
         * @return this
         * @throws InvalidMessageException if the name is not valid or the time cannot be written
         * @since 0.1
         */
        public Builder param(String name, Instant value) {
            NameRules.checkParameter(command, name);
            return put(name, TimeText.format(value));
        }

        /**
         * Sets a parameter to an address: {@code 127.0.0.1:4040}, {@code [::1]:4040}, or {@code host:4040} when not resolved.
         *
         * @param name a valid name
         * @param value an address; the zone of an IPv6 address is left out
         * @return this
         * @throws InvalidMessageException if the name is not valid
         * @since 0.1
         */
        public Builder param(String name, InetSocketAddress value) {
            return param(name, AddressText.format(value));
        }

        /**
         * Sets several parameters.
         *
         * @param all names and values
         * @return this
         * @throws InvalidMessageException as {@link #param(String, String)}; those before it are set then
         * @since 0.1
         */
        public Builder params(Map<String, String> all) {
            all.forEach(this::param);
            return this;
        }

        /**
         * Sets a parameter to bytes, which need not be UTF-8.
         *
         * @param name a valid name
         * @param value any bytes but NUL, may be empty; copied
         * @return this
         * @throws InvalidMessageException if the name is not valid or there is a NUL
         * @since 0.1
         */
        public Builder rawParam(String name, byte[] value) {
            NameRules.checkParameter(command, name);
            String binary = BinaryStrings.of(value);
            int nul = binary.indexOf(0);
            if (nul >= 0) {
                throw new InvalidMessageException("parameter value not valid: command=" + command + " parameter=" + name
                        + " length=" + value.length + " reason=NUL at index " + nul);
            }
            return put(name, binary);
        }

        /**
         * Removes a parameter.
         *
         * @param name any text; nothing happens when there is no such parameter
         * @return this
         * @since 0.1
         */
        public Builder without(String name) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (!pairs[2 * i].equals(name)) {
                    pairs[2 * kept] = pairs[2 * i];
                    pairs[2 * kept + 1] = pairs[2 * i + 1];
                    kept++;
                }
            }
            count = kept;
            return this;
        }

        /**
         * Makes the message; the builder can be changed and used again.
         *
         * @return the message
         * @since 0.1
         */
        public Message build() {
            count = MessageEncoder.sort(pairs, count);
            return MessageEncoder.encode(command, source, destination, pairs, count);
        }

        /** Number of parameters set, repeated ones included. */
        int size() {
            return count;
        }

        /** Sets a parameter without any check. */
        Builder put(String name, String value) {
            if (2 * count == pairs.length) {
                pairs = Arrays.copyOf(pairs, 4 * count);
            }
            pairs[2 * count] = name;
            pairs[2 * count + 1] = value;
            count++;
            return this;
        }

        /** Sets the addresses without any check. */
        Builder addresses(MessageAddress from, MessageAddress to) {
            source = from;
            destination = to;
            return this;
        }
    }
}
