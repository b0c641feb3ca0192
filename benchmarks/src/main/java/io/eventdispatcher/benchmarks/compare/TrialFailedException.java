package io.eventdispatcher.benchmarks.compare;

import java.io.Serial;

/** A trial that gave no result; the message is the reason in its row of the report. */
final class TrialFailedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    TrialFailedException(String message) {
        super(message);
    }
}
