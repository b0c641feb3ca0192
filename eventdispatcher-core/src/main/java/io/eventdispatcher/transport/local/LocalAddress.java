package io.eventdispatcher.transport.local;

import java.net.SocketAddress;

/**
 * The address of one end of a stream in memory: {@code local:name} for the listener's end, {@code local:name#3} for the
 * end that connected as the third.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class LocalAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    /** The name of the listener. */
    private final String name;

    /** Which connecting end it is, counted from 1; 0 for the listener. */
    private final long number;

    /**
     * An address.
     *
     * @param name of the listener
     * @param number of the connecting end, counted from 1; 0 for the listener itself
     * @since 0.1
     */
    public LocalAddress(String name, long number) {
        this.name = name;
        this.number = number;
    }

    /**
     * The name of the listener.
     *
     * @return never empty
     * @since 0.1
     */
    public String name() {
        return name;
    }

    /**
     * Which connecting end it is.
     *
     * @return 1 or more, or 0 for the listener
     * @since 0.1
     */
    public long number() {
        return number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalAddress address && address.number == number && address.name.equals(name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Long.hashCode(number);
    }

    @Override
    public String toString() {
        return "local:" + name + (number == 0 ? "" : "#" + number);
    }
}
