package io.eventdispatcher.tools.console;

/**
 * Where a conversation is shown.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public interface Screen {

    /**
     * Shows a message of the peer.
     *
     * @param line harmless for a terminal, without line feed
     */
    void message(String line);

    /**
     * Shows what the console itself has to say, such as that the connection is gone.
     *
     * @param line harmless for a terminal, without line feed
     */
    void note(String line);
}
