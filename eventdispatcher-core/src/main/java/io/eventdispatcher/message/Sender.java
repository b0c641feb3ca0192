package io.eventdispatcher.message;

import io.eventdispatcher.bytes.ByteSource;

/**
 * A sender whose name is written in front of many messages, prepared once.
 *
 * <p>A broker stamps what it passes on: {@link #stamp} replaces the sender of a message by this one without taking the
 * message apart.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Sender {
    private final MessageAddress address;
    private final byte[] prefix;

    private Sender(MessageAddress address) {
        this.address = address;
        this.prefix = BinaryStrings.bytes("<" + address.server() + ":" + address.service() + " ");
    }

    /**
     * Prepares a sender.
     *
     * @param server a name
     * @param service a name
     * @return the sender
     * @throws InvalidMessageException if one is not a valid name
     * @since 0.1
     */
    public static Sender of(String server, String service) {
        NameRules.check(NameRules.isName(server), "source server", server, NameRules.NAME);
        NameRules.check(NameRules.isName(service), "source service", service, NameRules.NAME);
        return new Sender(new MessageAddress(server, service));
    }

    /**
     * The names.
     *
     * @return server and service
     * @since 0.1
     */
    public MessageAddress address() {
        return address;
    }

    /**
     * A message as if it came from this sender, whatever sender it has. Of a message in normal form, as the builder and the
     * C++ library write it, the bytes are used as they are; any other one is put into normal form.
     *
     * @param message the message
     * @return its wire form without line feed
     * @since 0.1
     */
    public ByteSource stamp(Message message) {
        int start = message.targetStart();
        if (start < 0) {
            return message.toBuilder().from(address).build();
        }
        return new Stamped(prefix, message.storage(), start);
    }

    /** Two ranges of bytes, one behind the other. */
    private record Stamped(byte[] prefix, byte[] line, int start) implements ByteSource {
        @Override
        public int length() {
            return prefix.length + line.length - start;
        }

        @Override
        public void copyTo(byte[] target, int offset) {
            System.arraycopy(line, start, target, offset + prefix.length, line.length - start);
            System.arraycopy(prefix, 0, target, offset, prefix.length);
        }
    }
}
