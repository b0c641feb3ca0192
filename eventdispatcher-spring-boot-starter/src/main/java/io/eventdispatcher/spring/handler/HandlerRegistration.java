package io.eventdispatcher.spring.handler;

/**
 * A registered handler; the handle to take it out again.
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
     * Takes the handler out. Messages that are being dispatched may still reach it. A second call does nothing.
     *
     * @since 0.1
     */
    @Override
    void close();
}
