package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Session;

/**
 * Connects to other daemons.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public interface Dialler {

    /**
     * Connects, in the background.
     *
     * @param to where to
     * @param secure whether with TLS
     * @param outcome hears how it ended, exactly once and never from inside this call
     */
    void dial(LinkAddress to, boolean secure, Outcome outcome);

    /**
     * Hears how it ended.
     *
     * <p>Threading: called on the loop thread.
     *
     * @since 0.1
     */
    interface Outcome {

        /**
         * There is a connection.
         *
         * @param session of it, which is a link already
         */
        void connected(Session session);

        /**
         * There is none.
         *
         * @param reason why
         */
        void failed(String reason);
    }
}
