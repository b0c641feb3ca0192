package io.eventdispatcher.spring.annotation;

/**
 * Where a handler method runs. The order of the messages of one connection is kept in every mode, unless
 * {@link MessageHandler#concurrent()} says otherwise.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Execution {

    /**
     * As the application is configured; without configuration on virtual threads when
     * {@code spring.threads.virtual.enabled} is set and the runtime has them, else on Spring Boot's application task
     * executor.
     */
    DEFAULT,

    /**
     * On the thread of the event loop: the fastest way, only for methods that never block. A blocked loop stops every
     * connection of that loop. With {@code eventdispatcher.loops} above 1 they run on several threads at the same time; the
     * messages of one connection still come one after the other, on one thread.
     */
    LOOP,

    /** On the executor bean named by {@link MessageHandler#executor()}, or on the application's default executor. */
    EXECUTOR,

    /**
     * On a new virtual thread per message. Needs Java 21 or newer: on an older runtime the application does not start.
     */
    VIRTUAL
}
