package io.eventdispatcher.spring.observation;

/**
 * Stands in observations and meters for failures of too many different classes; never thrown, and without a stack of its own.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class OtherFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OtherFailure(Throwable cause) {
        super(cause.toString(), cause, false, false);
    }
}
