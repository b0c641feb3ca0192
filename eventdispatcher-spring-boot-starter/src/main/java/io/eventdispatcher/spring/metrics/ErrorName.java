package io.eventdispatcher.spring.metrics;

/**
 * Names classes of failures for tags.
 *
 * <p>Threading: immutable.
 */
final class ErrorName {

    private ErrorName() {}

    /** A tag must not be empty, as the simple name of an anonymous class is. */
    static String of(Throwable failure) {
        Class<?> type = failure.getClass();
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }
}
