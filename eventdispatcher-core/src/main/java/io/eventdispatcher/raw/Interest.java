package io.eventdispatcher.raw;

import java.nio.channels.SelectionKey;

/**
 * The bits of a mask: what a callback is told, and what it wants to hear of next. Meant to be imported statically.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Interest {

    /** Nothing for now: the channel is suspended until it is resumed, from any thread. */
    public static final int NONE = 0;

    /** There is something to read: bytes, or the end of the stream. */
    public static final int READ = SelectionKey.OP_READ;

    /** There is room to write. Ask for it only while something is to be written, else it comes in every turn. */
    public static final int WRITE = SelectionKey.OP_WRITE;

    /** The connection is made, or has failed: {@code finishConnect} tells. */
    public static final int CONNECT = SelectionKey.OP_CONNECT;

    /** A connection can be accepted. */
    public static final int ACCEPT = SelectionKey.OP_ACCEPT;

    /** The time set by {@link RawChannel#timeout} is over; only told, always alone, and never to be asked for. */
    public static final int TIMEOUT = 1 << 8;

    /** The channel is to be closed, whatever else the mask says; only asked for. */
    public static final int CLOSE = 1 << 9;

    private Interest() {}
}
