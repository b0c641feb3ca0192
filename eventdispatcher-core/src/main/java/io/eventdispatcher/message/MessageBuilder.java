package io.eventdispatcher.message;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

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
public final class MessageBuilder {
    private final String command; // this and all below are binary strings, see NameRules
    private MessageAddress source = MessageAddress.NONE;
    private MessageAddress destination = MessageAddress.NONE;
    private String[] pairs = new String[2]; // names and values in turn; the last of equal names counts
    private int count;

    MessageBuilder(String command) {
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
    public MessageBuilder from(MessageAddress source) {
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
    public MessageBuilder from(String server, String service) {
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
    public MessageBuilder to(MessageAddress destination) {
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
    public MessageBuilder to(String server, String service) {
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
    public MessageBuilder param(String name, String value) {
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
    public MessageBuilder param(String name, long value) {
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
    public MessageBuilder param(String name, boolean value) {
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
    public MessageBuilder param(String name, Instant value) {
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
    public MessageBuilder param(String name, InetSocketAddress value) {
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
    public MessageBuilder params(Map<String, String> all) {
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
    public MessageBuilder rawParam(String name, byte[] value) {
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
    public MessageBuilder without(String name) {
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

    /** The command, as a binary string. */
    String command() {
        return command;
    }

    /** Number of parameters set, repeated ones included. */
    int size() {
        return count;
    }

    /** Sets a parameter without any check. */
    MessageBuilder put(String name, String value) {
        if (2 * count == pairs.length) {
            pairs = Arrays.copyOf(pairs, 4 * count);
        }
        pairs[2 * count] = name;
        pairs[2 * count + 1] = value;
        count++;
        return this;
    }

    /** Sets the addresses without any check. */
    MessageBuilder addresses(MessageAddress from, MessageAddress to) {
        source = from;
        destination = to;
        return this;
    }
}
