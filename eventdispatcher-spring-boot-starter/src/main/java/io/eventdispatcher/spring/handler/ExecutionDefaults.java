package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.Execution;

/**
 * Where handlers run that do not say it themselves.
 *
 * <p>Threading: immutable.
 *
 * @param execution {@link Execution#DEFAULT} chooses: virtual threads if {@code virtualThreads} is set and the runtime
 *     has them, else the executor
 * @param executor the name of the default executor bean; when Spring Boot's {@value #BOOT_EXECUTOR} is named and does
 *     not exist (an application with an executor of its own has none), an executor is built from Boot's settings
 * @param virtualThreads whether {@code spring.threads.virtual.enabled} is set
 * @since 0.1
 */
public record ExecutionDefaults(Execution execution, String executor, boolean virtualThreads) {

    /**
     * The name of Spring Boot's executor bean.
     *
     * @since 0.1
     */
    public static final String BOOT_EXECUTOR = "applicationTaskExecutor";

    /**
     * What applies without configuration.
     *
     * @param virtualThreads whether {@code spring.threads.virtual.enabled} is set
     * @return the defaults
     * @since 0.1
     */
    public static ExecutionDefaults automatic(boolean virtualThreads) {
        return new ExecutionDefaults(Execution.DEFAULT, BOOT_EXECUTOR, virtualThreads);
    }
}
