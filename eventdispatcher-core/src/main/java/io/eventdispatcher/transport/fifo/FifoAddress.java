package io.eventdispatcher.transport.fifo;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The address of a FIFO: its path, and that of the one for answers.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class FifoAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    /** Lost when serialized; nothing in this library does that. */
    private final transient Path path;

    /** Lost when serialized; nothing in this library does that. */
    private final transient @Nullable Path reply;

    /**
     * An address.
     *
     * @param path the clients write to
     * @param reply the listener writes to; null = there is no way back
     * @since 0.1
     */
    public FifoAddress(Path path, @Nullable Path reply) {
        this.path = path;
        this.reply = reply;
    }

    /**
     * The FIFO that clients write to.
     *
     * @return its path as it was given
     * @since 0.1
     */
    public Path path() {
        return path;
    }

    /**
     * The FIFO that the listener writes to.
     *
     * @return its path as it was given, null if there is no way back
     * @since 0.1
     */
    public @Nullable Path reply() {
        return reply;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FifoAddress address
                && address.path.equals(path)
                && Objects.equals(address.reply, reply);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, reply);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
