package io.eventdispatcher.spring.actuate;

import java.io.Serial;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * A change that was asked for cannot be made; the message says why, for people.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ChangeRefusedException extends InvalidEndpointRequestException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int STATUS_CONFLICT = 409;

    /** Status of HTTP. */
    private final int status;

    private ChangeRefusedException(int status, String reason) {
        super(reason, reason);
        this.status = status;
    }

    /** Nobody could make this change. */
    static ChangeRefusedException invalid(String reason) {
        return new ChangeRefusedException(WebEndpointResponse.STATUS_BAD_REQUEST, reason);
    }

    /** It could be made in other circumstances, for example when the port is free. */
    static ChangeRefusedException conflict(String reason) {
        return new ChangeRefusedException(STATUS_CONFLICT, reason);
    }

    /**
     * Returns the status of the answer over HTTP.
     *
     * @return 400 or 409
     */
    public int status() {
        return status;
    }
}
