package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler, for the observer that {@linkplain HandlerObserver#started began} to watch it.
 *
 * <p>Each call is seen as: started, {@link #leave} on the same thread when the synchronous part is over; if the handler is
 * asynchronous, {@link #enter} and {@code leave} around the reply and the error handlers on the thread that completed its
 * work; {@link #finished} at the end. What {@code started} or {@code enter} opens on a thread, {@code leave} closes there.
 * One exception: a synchronous handler that is not done in time is finished by another thread, and leaves when its own thread is
 * free again, after {@code finished}.
 *
 * <p>Threading: any thread, one at a time but for the exception above; must not block. An exception is logged and ignored.
 *
 * @since 0.1
 */
public interface HandlerCall {

    /**
     * The result of an asynchronous handler has arrived; reply or error handlers follow on this thread.
     *
     * @since 0.1
     */
    default void enter() {}

    /**
     * The work on this thread is over, with its error handling and reply.
     *
     * @since 0.1
     */
    default void leave() {}

    /**
     * The call is over. Called once.
     *
     * @param outcome how it ended
     * @param failure what was thrown first, null on success; set too when an error handler took care of it
     * @param nanos how long it took, from before the interceptors until after the reply; 0 or more
     * @since 0.1
     */
    default void finished(Outcome outcome, @Nullable Throwable failure, long nanos) {}
}
