package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;

/**
 * Holds the place of the handler of a {@link ChannelStream} until it is attached, and knows the loop it belongs to.
 * This saves the stream a field that nobody needs afterwards.
 *
 * <p>Threading: loop thread only.
 */
interface Unattached extends TransportHandler {

    /** The loop of the streams made here. */
    EventLoop loop();

    @Override
    default void onReadable() {}

    @Override
    default void onWritable() {}

    @Override
    default void onFailure(Throwable failure) {}
}
