package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.messenger.Messenger;

/**
 * What all listeners and clients of an application share.
 *
 * <p>Threading: immutable.
 *
 * @param loop serves the connections
 * @param messenger handles what they receive
 * @param connections finds them
 * @param observer watches them
 * @since 0.1
 */
public record ConnectionServices(
        EventLoop loop, Messenger messenger, ConnectionRegistry connections, ConnectionObserver observer) {

    /** The same with another messenger. */
    ConnectionServices withMessenger(Messenger other) {
        return new ConnectionServices(loop, other, connections, observer);
    }
}
