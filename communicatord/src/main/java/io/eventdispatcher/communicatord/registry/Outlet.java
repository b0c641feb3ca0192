package io.eventdispatcher.communicatord.registry;

import io.eventdispatcher.bytes.ByteSource;

/**
 * The way back to a peer.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public interface Outlet {

    /** Nobody is there. */
    Outlet NOWHERE = new Outlet() {
        @Override
        public Sent send(ByteSource line) {
            return Sent.GONE;
        }

        @Override
        public void close() {}

        @Override
        public long queuedBytes() {
            return 0;
        }
    };

    /**
     * Sends one message, whole or not at all.
     *
     * @param line wire form without line feed; does not change afterwards
     * @return what became of it
     */
    Sent send(ByteSource line);

    /** Closes when what was sent is written; what arrives meanwhile is not read any more. */
    void close();

    /**
     * Returns what waits to be written.
     *
     * @return bytes, 0 or more
     */
    long queuedBytes();

    /**
     * What became of a message.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    enum Sent {
        /** Accepted. */
        ACCEPTED,
        /** Refused: the peer takes nothing, and too much waits for it already. */
        FULL,
        /** Refused: longer than a line may be. */
        TOO_LONG,
        /** Refused: the connection is closed, or no answer can be sent there. */
        GONE
    }
}
