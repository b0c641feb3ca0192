/**
 * Streams over Unix sockets in the file system. Level 2: uses its parent, {@code loop} and {@code endpoint}. Abstract
 * names and datagrams are not available: the JDK does not have them.
 *
 * <p>Start reading at {@link io.eventdispatcher.transport.unix.UnixTransportFactory}; {@code SocketFile} is the careful
 * part, the streams themselves are {@link io.eventdispatcher.transport.ChannelStream}s.
 */
@NullMarked
package io.eventdispatcher.transport.unix;

import org.jspecify.annotations.NullMarked;
