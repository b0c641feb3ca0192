package io.eventdispatcher.process;

import java.net.SocketAddress;

/**
 * Names the other end of a pipe.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ProcessAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    /** What is at the other end. */
    private final String text;

    ProcessAddress(String text) {
        this.text = text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessAddress address && address.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /**
     * Returns what is at the other end.
     *
     * @return for example {@code pid 1234}
     */
    @Override
    public String toString() {
        return text;
    }
}
