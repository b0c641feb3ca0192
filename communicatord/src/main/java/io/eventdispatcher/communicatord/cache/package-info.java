/**
 * Messages that wait for services that are not there, bounded in number, bytes and time. Uses {@code registry}; start reading
 * at {@link io.eventdispatcher.communicatord.cache.MessageCache}.
 */
@NullMarked
package io.eventdispatcher.communicatord.cache;

import org.jspecify.annotations.NullMarked;
