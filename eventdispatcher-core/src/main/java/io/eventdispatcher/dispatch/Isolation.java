package io.eventdispatcher.dispatch;

/** Tells failures that stay with the code that caused them from those that must be seen by the whole process. */
final class Isolation {
    private Isolation() {}

    /**
     * Rethrows errors after which going on would only hide that the process is broken, such as out of memory. The same
     * rule as in the event loop.
     */
    static void rethrowFatal(Throwable failure) {
        if (failure instanceof Error error
                && !(error instanceof StackOverflowError)
                && !(error instanceof AssertionError)
                && !(error instanceof LinkageError)) {
            throw error;
        }
    }
}
