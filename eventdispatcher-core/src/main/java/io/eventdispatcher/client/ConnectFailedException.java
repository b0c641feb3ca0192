package io.eventdispatcher.client;

import java.io.IOException;
import java.util.List;

/**
 * No address of any endpoint could be connected. The message names each endpoint and what went wrong with it.
 *
 * <p>Threading: as any exception.
 *
 * @since 0.1
 */
public final class ConnectFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the failure of a round.
     *
     * @param failures one text for each endpoint, not empty
     */
    ConnectFailedException(List<String> failures) {
        super(String.join("; ", failures));
    }
}
