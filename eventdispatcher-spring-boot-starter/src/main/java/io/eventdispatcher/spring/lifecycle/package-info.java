/**
 * Starts and stops the event loop, the listeners and the clients together with the application, finds them by name, and
 * tells the application what happens to them.
 *
 * <p>Uses the core only. Start reading at {@link io.eventdispatcher.spring.lifecycle.Phases}, then {@link
 * io.eventdispatcher.spring.lifecycle.NamedListener} and {@link io.eventdispatcher.spring.lifecycle.NamedClient}: what is
 * configured, in contrast to the {@code Listener} and {@code MessageClient} of the core, which live from one start to the
 * next stop.
 */
@NullMarked
package io.eventdispatcher.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
