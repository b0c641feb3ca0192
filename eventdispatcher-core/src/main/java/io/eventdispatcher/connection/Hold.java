package io.eventdispatcher.connection;

/**
 * Keeps a half-closed or draining connection open until work in flight has answered.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Hold extends AutoCloseable {

    /** Releases the hold. A second call does nothing. */
    @Override
    void close();
}
