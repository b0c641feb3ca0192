package io.eventdispatcher.spring.handler;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.annotation.Execution;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Finds the executor for each handler; all handlers with the same wish get the same one. The messenger keeps the order
 * of a connection and bounds what waits for these executors.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class HandlerExecutors implements DisposableBean {

    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;
    private static final String THREAD_NAMES = "eventdispatcher-";

    /** As Spring Boot's default; its builder alone would make one thread. */
    private static final int DEFAULT_THREADS = 8;

    private final ListableBeanFactory beanFactory;
    private final ExecutionDefaults defaults;
    private final int javaVersion;

    @GuardedBy("this")
    private @Nullable Executor virtual;

    @GuardedBy("this")
    private @Nullable ThreadPoolTaskExecutor own;

    /**
     * Makes the executors of an application.
     *
     * @param beanFactory holds the executor beans
     * @param defaults for handlers that do not say where they run
     * @since 0.1
     */
    public HandlerExecutors(ListableBeanFactory beanFactory, ExecutionDefaults defaults) {
        this(beanFactory, defaults, Runtime.version().feature());
    }

    HandlerExecutors(ListableBeanFactory beanFactory, ExecutionDefaults defaults, int javaVersion) {
        this.beanFactory = beanFactory;
        this.defaults = defaults;
        this.javaVersion = javaVersion;
    }

    /**
     * Where one handler runs.
     *
     * @param execution never {@link Execution#DEFAULT}
     * @param bean the name of the executor bean, empty without one
     * @param executor null = the loop thread
     */
    record Choice(
            Execution execution, String bean, @Nullable Executor executor) {}

    /**
     * Chooses for one handler.
     *
     * @param bean the name of an executor bean, empty for the default
     * @throws InvalidHandlerException if the wish contradicts itself, or cannot be met here
     */
    Choice choose(String handler, Execution wanted, String bean) {
        if (!bean.isEmpty()) {
            if (wanted == Execution.LOOP || wanted == Execution.VIRTUAL) {
                throw new InvalidHandlerException(
                        handler,
                        "execution = " + wanted + " and executor = \"" + bean + "\" contradict each other",
                        "remove one of the two attributes",
                        null);
            }
            return new Choice(Execution.EXECUTOR, bean, named(handler, bean));
        }
        Execution execution = wanted == Execution.DEFAULT ? byDefault() : wanted;
        return switch (execution) {
            case LOOP -> new Choice(execution, "", null);
            case VIRTUAL -> new Choice(execution, "", virtual(handler));
            case EXECUTOR, DEFAULT -> new Choice(Execution.EXECUTOR, defaults.executor(), byDefault(handler));
        };
    }

    private Execution byDefault() {
        if (defaults.execution() != Execution.DEFAULT) {
            return defaults.execution();
        }
        return defaults.virtualThreads() && hasVirtualThreads() ? Execution.VIRTUAL : Execution.EXECUTOR;
    }

    private boolean hasVirtualThreads() {
        return javaVersion >= FIRST_JAVA_WITH_VIRTUAL_THREADS;
    }

    private Executor byDefault(String handler) {
        String bean = defaults.executor();
        boolean missing = bean.equals(ExecutionDefaults.BOOT_EXECUTOR) && !beanFactory.containsBean(bean);
        return missing ? own() : named(handler, bean);
    }

    private Executor named(String handler, String bean) {
        if (!beanFactory.containsBean(bean) || !beanFactory.isTypeMatch(bean, Executor.class)) {
            String present = Arrays.stream(beanFactory.getBeanNamesForType(Executor.class))
                    .filter(name -> !beanFactory.isTypeMatch(name, EventLoop.class)) // that is Execution.LOOP
                    .collect(Collectors.joining(", "));
            throw new InvalidHandlerException(
                    handler,
                    "there is no executor bean named '" + bean + "'",
                    present.isEmpty() ? "define one; there is none at all" : "use one of: " + present,
                    null);
        }
        return beanFactory.getBean(bean, Executor.class);
    }

    private synchronized Executor virtual(String handler) {
        if (!hasVirtualThreads()) {
            throw new InvalidHandlerException(
                    handler,
                    "execution = VIRTUAL needs Java " + FIRST_JAVA_WITH_VIRTUAL_THREADS + " or newer, this is Java "
                            + javaVersion,
                    "use DEFAULT, which takes virtual threads where there are any, or EXECUTOR, or run on a newer Java",
                    null);
        }
        Executor executor = virtual;
        if (executor == null) {
            executor = new VirtualThreadTaskExecutor(THREAD_NAMES);
            virtual = executor;
        }
        return executor;
    }

    private synchronized Executor own() {
        ThreadPoolTaskExecutor executor = own;
        if (executor == null) {
            executor = beanFactory
                    .getBeanProvider(ThreadPoolTaskExecutorBuilder.class)
                    .getIfAvailable(() -> new ThreadPoolTaskExecutorBuilder().corePoolSize(DEFAULT_THREADS))
                    .threadNamePrefix(THREAD_NAMES)
                    .build();
            executor.initialize();
            own = executor;
        }
        return executor;
    }

    /** Ends the executor built here, if any. */
    @Override
    public synchronized void destroy() {
        if (own != null) {
            own.shutdown();
        }
    }
}
