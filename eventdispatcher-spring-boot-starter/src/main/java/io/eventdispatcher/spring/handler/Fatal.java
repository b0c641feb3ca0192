package io.eventdispatcher.spring.handler;

/**
 * Tells failures of one call from those after which the process is broken. Whatever the code of an application throws belongs to
 * its call, also errors such as Kotlin's {@code NotImplementedError}: one message must not end the event loop for all others.
 */
final class Fatal {

    private Fatal() {}

    /** Rethrows what says that the virtual machine cannot go on, such as out of memory. */
    static void rethrow(Throwable failure) {
        if (failure instanceof VirtualMachineError error && !(failure instanceof StackOverflowError)) {
            throw error;
        }
    }
}
