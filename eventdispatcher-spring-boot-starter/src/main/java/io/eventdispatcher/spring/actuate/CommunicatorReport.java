package io.eventdispatcher.spring.actuate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Where the registration with the daemon communicatord stands. What waits for it is shown by the client {@code communicator}.
 *
 * <p>Threading: immutable.
 *
 * @param serviceName name under which the application registers
 * @param state AWAY, REGISTERING or READY
 * @param since when it came to that
 * @param refusal why the daemon refused it last; null when it did not since it was last taken
 * @since 0.1
 */
public record CommunicatorReport(
        String serviceName,
        String state,
        Instant since,
        @Nullable String refusal) implements OperationResponseBody {}
