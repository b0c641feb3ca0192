package io.eventdispatcher.transport.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The name service.
 *
 * <p>Threading: any thread; may block.
 */
@FunctionalInterface
interface HostLookup {

    /** Returns at least one address of a host name or literal. */
    InetAddress[] lookup(String host) throws UnknownHostException;
}
