package io.eventdispatcher.spring.source;

import java.io.Serial;

/**
 * A signal cannot be listened to, so the application is not started.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class SignalStartException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Name of the signal. */
    private final String signal;

    /**
     * Describes the failure.
     *
     * @param signal its canonical name
     * @param cause who has it
     */
    public SignalStartException(String signal, Exception cause) {
        super(cause.getMessage(), cause);
        this.signal = signal;
    }

    /**
     * Returns the name of the signal.
     *
     * @return without {@code SIG}, for example {@code HUP}
     */
    public String signal() {
        return signal;
    }
}
