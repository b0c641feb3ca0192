/**
 * Listeners: accept peers on an endpoint, make connections of them, limit and stop them. Level 4: uses {@code connection}
 * and below. Start reading at {@link io.eventdispatcher.server.Listener}.
 */
@NullMarked
package io.eventdispatcher.server;

import org.jspecify.annotations.NullMarked;
