/**
 * What the actuator shows: the endpoint {@code eventdispatcher} with live connections, listeners, clients, handlers and the
 * loop, and a health contributor with one part for each listener and client.
 *
 * <p>Uses {@code lifecycle}, {@code handler} and the core. Nothing here is loaded without the actuator. No text of a message
 * ever appears. Start reading at {@link io.eventdispatcher.spring.actuate.EventDispatcherEndpoint}.
 */
@NullMarked
package io.eventdispatcher.spring.actuate;

import org.jspecify.annotations.NullMarked;
