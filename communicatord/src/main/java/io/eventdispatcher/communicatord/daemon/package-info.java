/**
 * The running daemon: connections, answers, configuration, life cycle. Knows all other packages; start reading at
 * {@link io.eventdispatcher.communicatord.daemon.Broker}.
 */
@NullMarked
package io.eventdispatcher.communicatord.daemon;

import org.jspecify.annotations.NullMarked;
