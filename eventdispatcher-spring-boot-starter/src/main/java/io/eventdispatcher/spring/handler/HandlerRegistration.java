package io.eventdispatcher.spring.handler;

/**
 * A registered handler; the handle to stop it for a while, and to take it out again.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public interface HandlerRegistration extends AutoCloseable {

    /**
     * Returns the handler.
     *
     * @return its description
     * @since 0.1
     */
    HandlerDescriptor handler();

    /**
     * Returns whether messages reach it.
     *
     * @return {@link HandlerState#STOPPED} too once it was closed
     * @since 0.1
     */
    HandlerState state();

    /**
     * Lets messages reach it. A second call, and one after {@link #close}, does nothing.
     *
     * @since 0.1
     */
    void start();

    /**
     * Keeps messages away from it, as if it were not there: less specific patterns get them, else they are unknown. Messages
     * that are being dispatched may still reach it. A second call does nothing.
     *
     * @since 0.1
     */
    void stop();

    /**
     * Takes the handler out. Messages that are being dispatched may still reach it. A second call does nothing.
     *
     * @since 0.1
     */
    @Override
    void close();
}
