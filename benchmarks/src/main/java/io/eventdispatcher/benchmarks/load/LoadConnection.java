package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * One connection of the generator: its socket, its conversation, and the beginning of a reply that is not complete.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class LoadConnection {

    private static final byte[] NOTHING = {};

    private final Wire wire;
    private final Conversation conversation;
    private final BatchTimes batches = new BatchTimes();
    private final SelectionKey key;
    private byte[] carry = NOTHING;
    private int carried;
    private boolean lost;

    LoadConnection(Wire wire, Conversation conversation, Selector selector) throws IOException {
        this.wire = wire;
        this.conversation = conversation;
        this.key = wire.channel().register(selector, SelectionKey.OP_READ, this);
    }

    Wire wire() {
        return wire;
    }

    Conversation conversation() {
        return conversation;
    }

    BatchTimes batches() {
        return batches;
    }

    boolean isLost() {
        return lost;
    }

    /** Asks to be told when the socket takes more bytes, or no longer. */
    void wantWritable(boolean wanted) {
        key.interestOps(wanted ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Moves the kept beginning of a reply to the front of an array; returns its length. */
    int takeCarry(byte[] into) {
        int length = carried;
        System.arraycopy(carry, 0, into, 0, length);
        carried = 0;
        return length;
    }

    /** Keeps the beginning of a reply. */
    void keepCarry(byte[] bytes, int from, int to) {
        carried = to - from;
        if (carried > carry.length) {
            carry = new byte[Math.max(64, 2 * carried)];
        }
        System.arraycopy(bytes, from, carry, 0, carried);
    }

    /** Closes the socket. */
    void close() {
        lost = true;
        try {
            wire.channel().close();
        } catch (IOException ignored) {
            // it is given up in any case
        }
    }
}
