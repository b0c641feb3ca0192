/**
 * Unix sockets that the JDK does not have, over junixsocket: streams with abstract names, and datagrams. The library is
 * optional; without it the factories are there and say which dependency is missing.
 *
 * <p>Level 2, below {@code transport}, and the only package that sees {@code org.newsclub}. junixsocket's channels do not
 * fit into the selector of a loop; one thread waits for all of them. Start reading at {@link
 * io.eventdispatcher.transport.junix.JunixStreamFactory} and {@link io.eventdispatcher.transport.junix.PollThread}.
 */
@NullMarked
package io.eventdispatcher.transport.junix;

import org.jspecify.annotations.NullMarked;
