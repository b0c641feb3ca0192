package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Dispatch;
import io.eventdispatcher.spring.handler.ExecutionDefaults;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/**
 * Makes of properties where handlers run by default.
 *
 * <p>Threading: one thread at a time.
 *
 * @param beanFactory holds the executors
 * @param environment knows whether virtual threads are wanted
 */
record ExecutionReader(ListableBeanFactory beanFactory, Environment environment) {

    private static final String PREFIX = "eventdispatcher.dispatch";
    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    ExecutionDefaults read(Dispatch dispatch) {
        String executor = dispatch.executor();
        if (executor != null) {
            checkExecutor(executor, dispatch.execution());
        }
        return new ExecutionDefaults(
                execution(dispatch.execution(), executor),
                executor == null ? ExecutionDefaults.BOOT_EXECUTOR : executor,
                Threading.VIRTUAL.isActive(environment));
    }

    private static Execution execution(EventDispatcherProperties.Execution execution, @Nullable String executor) {
        return switch (execution) {
            case AUTO -> executor == null ? Execution.DEFAULT : Execution.EXECUTOR;
            case LOOP -> Execution.LOOP;
            case EXECUTOR -> Execution.EXECUTOR;
            case VIRTUAL -> virtual();
        };
    }

    private static Execution virtual() {
        int java = Runtime.version().feature();
        if (java < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
            throw new UnusablePropertyException(
                    PREFIX + ".execution",
                    "virtual",
                    "virtual threads need Java " + FIRST_JAVA_WITH_VIRTUAL_THREADS + " or newer, this is Java " + java,
                    "use auto, which takes virtual threads where there are any, or run on a newer Java");
        }
        return Execution.VIRTUAL;
    }

    private void checkExecutor(String name, EventDispatcherProperties.Execution execution) {
        if (execution == EventDispatcherProperties.Execution.LOOP
                || execution == EventDispatcherProperties.Execution.VIRTUAL) {
            throw new UnusablePropertyException(
                    PREFIX + ".executor",
                    name,
                    "handlers do not run on executors: execution="
                            + execution.name().toLowerCase(Locale.ROOT),
                    "remove it, or set eventdispatcher.dispatch.execution to executor");
        }
        if (!beanFactory.containsBean(name) || !beanFactory.isTypeMatch(name, Executor.class)) {
            Set<String> executors = new TreeSet<>(List.of(beanFactory.getBeanNamesForType(Executor.class)));
            executors.removeAll(List.of(beanFactory.getBeanNamesForType(EventLoop.class)));
            String known = String.join(", ", executors);
            throw new UnusablePropertyException(
                    PREFIX + ".executor",
                    name,
                    "there is no bean of this name that is an executor",
                    known.isEmpty() ? "define one; there is none at all" : "use one of: " + known);
        }
    }
}
