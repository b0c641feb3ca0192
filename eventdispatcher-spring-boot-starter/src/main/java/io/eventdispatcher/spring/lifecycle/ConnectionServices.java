package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.messenger.SendInterceptor;

/**
 * What all listeners and clients of an application share.
 *
 * <p>Threading: immutable.
 *
 * @param loops serve the connections
 * @param messenger handles what they receive
 * @param connections finds them
 * @param observer watches them
 * @param interceptor stands around what clients send
 * @since 0.1
 */
public record ConnectionServices(
        EventLoops loops,
        Messenger messenger,
        ConnectionRegistry connections,
        ConnectionObserver observer,
        SendInterceptor interceptor) {}
