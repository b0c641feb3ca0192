package io.eventdispatcher.transport.udp;

import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import java.io.IOException;

/**
 * An attempt that has failed already, of which nobody has heard yet.
 *
 * <p>Threading: loop thread only.
 */
final class FailedConnect implements ConnectAttempt {

    private boolean cancelled;

    void tell(ConnectHandler handler, IOException failure) {
        if (!cancelled) {
            handler.onConnectFailed(failure);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
