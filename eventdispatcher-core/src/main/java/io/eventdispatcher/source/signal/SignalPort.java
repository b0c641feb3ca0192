package io.eventdispatcher.source.signal;

/** The seam to the JVM's signals; replaced in tests. */
interface SignalPort {
    /** What the JVM did on a signal before. */
    enum Before {
        /** A handler in Java, or the default of the system. */
        FREE,
        /** Ignored, as after {@code nohup}; the JVM goes on ignoring HUP, INT and TERM then. */
        IGNORED,
        /** Native code that belongs to the JVM or was loaded into it. */
        NATIVE
    }

    /**
     * Returns the number of a signal.
     *
     * @throws IllegalArgumentException if there is no such signal on this system
     */
    int number(String name);

    /**
     * Replaces what happens on a signal.
     *
     * @param action called on a thread that the JVM makes
     * @throws IllegalArgumentException if the JVM refuses
     */
    Installed install(String name, Runnable action);

    /** Sends the signal to this process. */
    void raise(String name);

    /** An installed action. */
    interface Installed {
        Before before();

        void restore();
    }
}
