package io.eventdispatcher.client;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the parts of a permanent client share.
 *
 * <p>Threading: immutable.
 *
 * @param awaitReady whether frames wait until the session is declared ready
 */
record ClientSettings(
        String name,
        List<Endpoint> endpoints,
        EventLoop loop,
        ConnectionOptions options,
        Supplier<? extends ConnectionHandler> handlers,
        Backoff backoff,
        Supplier<? extends List<? extends ByteSource>> greeting,
        boolean awaitReady,
        ClientObserver observer) {}
