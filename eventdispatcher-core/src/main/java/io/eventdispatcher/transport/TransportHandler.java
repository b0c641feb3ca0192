package io.eventdispatcher.transport;

/**
 * Hears about the readiness of one {@link StreamTransport}.
 *
 * <p>Threading: called on the loop thread; must not block. The handler may do anything to the stream from within,
 * closing included. What it throws is logged and counted by the loop and then handed to {@link #onFailure}.
 *
 * @since 0.1
 */
public interface TransportHandler {

    /**
     * A read makes progress: there are bytes, the end of the stream, or an error to collect. Called only while read
     * interest is on.
     *
     * @since 0.1
     */
    void onReadable();

    /**
     * A write makes progress: there is room, or an error to collect. Called only while write interest is on.
     *
     * @since 0.1
     */
    void onWritable();

    /**
     * One of the other methods threw. The stream is still open; the handler decides, and normally closes it.
     *
     * @param failure what was thrown
     * @since 0.1
     */
    void onFailure(Throwable failure);
}
