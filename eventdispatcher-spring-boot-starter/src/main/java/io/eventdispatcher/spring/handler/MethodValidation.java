package io.eventdispatcher.spring.handler;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Knows the constraints on arguments of methods. Made of Bean Validation when the application has it.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MethodValidation {

    /** Checks nothing. */
    MethodValidation NONE = (type, method) -> null;

    /**
     * Looks at the constraints of a method, once at start.
     *
     * @param type the class of the bean
     * @param method of that class
     * @return checks the arguments of each call; {@code null} when there is nothing to check
     * @since 0.1
     */
    @Nullable
    Check check(Class<?> type, Method method);

    /**
     * The constraints of one method.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Check {

        /**
         * Checks the arguments of a call.
         *
         * @param bean whose method is called
         * @param arguments of the call
         * @param violations is told about each one
         * @since 0.1
         */
        void check(Object bean, @Nullable Object[] arguments, Violations violations);
    }

    /**
     * Collects what is wrong with arguments.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Violations {

        /**
         * An argument, or something in it, is refused.
         *
         * @param argument its index
         * @param path the names of components from the argument inwards, joined by dots; empty for the argument itself
         * @param problem what is wrong, for the peer
         * @since 0.1
         */
        void add(int argument, String path, String problem);
    }
}
