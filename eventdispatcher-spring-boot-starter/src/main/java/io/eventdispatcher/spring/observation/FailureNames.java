package io.eventdispatcher.spring.observation;

/**
 * Failures whose classes may be tags: the first few different ones. An application that makes classes of exceptions at run
 * time would make a meter for each of them otherwise.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class FailureNames {

    private static final int MAX_CLASSES = 100;

    private final OperationNames classes = new OperationNames(MAX_CLASSES);

    /** Creates an empty set. */
    public FailureNames() {}

    /**
     * Returns a failure whose class may be a tag.
     *
     * @param failure any
     * @return the same, or one around it
     */
    public Throwable bounded(Throwable failure) {
        String name = failure.getClass().getName();
        return classes.of(name).equals(name) ? failure : new OtherFailure(failure);
    }
}
