package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint could not be listened on. The message names the endpoint, the reason and what to do.
 *
 * @since 0.1
 */
public final class BindFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Lost when serialized; nothing in this library does that. */
    private final transient Endpoint endpoint;

    /** The kind of failure. */
    private final Reason reason;

    /**
     * Describes a failure.
     *
     * @param endpoint what should have been bound
     * @param reason the kind of failure
     * @param detail what is wrong and what to do, appended to "cannot listen on ENDPOINT: "
     * @param cause what the system said, or null when it was not asked
     * @since 0.1
     */
    public BindFailedException(Endpoint endpoint, Reason reason, String detail, @Nullable Throwable cause) {
        super("cannot listen on " + endpoint + ": " + detail, cause);
        this.endpoint = endpoint;
        this.reason = reason;
    }

    /**
     * What should have been bound.
     *
     * @return the endpoint as it was asked for
     * @since 0.1
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * The kind of failure.
     *
     * @return never null
     * @since 0.1
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Why an endpoint cannot be bound.
     *
     * @since 0.1
     */
    public enum Reason {
        /** Somebody listens there already. */
        ADDRESS_IN_USE,
        /** The system forbids it: a privileged port, a protected directory. */
        PERMISSION_DENIED,
        /** The address is not one of this machine's, or its family is switched off. */
        CANNOT_ASSIGN,
        /** A file that is not ours to remove is in the way. */
        OCCUPIED,
        /** The path or an option is not usable. */
        INVALID,
        /** Anything else; see the message. */
        OTHER
    }
}
