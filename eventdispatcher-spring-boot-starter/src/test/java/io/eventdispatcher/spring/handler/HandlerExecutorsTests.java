package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.handler.HandlerExecutors.Choice;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

class HandlerExecutorsTests {

    private static final String HANDLER = "Sum.add(int,int) of bean 'sum'";

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    @Test
    void virtualThreadsAreRefusedWhereThereAreNone() {
        HandlerExecutors executors = new HandlerExecutors(beans, ExecutionDefaults.automatic(false), 17);

        assertThatThrownBy(() -> executors.choose(HANDLER, Execution.VIRTUAL, ""))
                .isInstanceOf(InvalidHandlerException.class)
                .hasMessage(
                        "message handler " + HANDLER + " cannot be used: execution = VIRTUAL needs Java 21 or newer,"
                                + " this is Java 17; use DEFAULT, which takes virtual threads"
                                + " where there are any, or EXECUTOR, or run on a newer Java");
    }

    @Test
    void anUnknownExecutorIsRefusedWithTheKnownOnes() {
        bean("pool");
        HandlerExecutors executors = new HandlerExecutors(beans, ExecutionDefaults.automatic(false));

        assertThatThrownBy(() -> executors.choose(HANDLER, Execution.EXECUTOR, "pond"))
                .isInstanceOf(InvalidHandlerException.class)
                .hasMessageEndingWith("there is no executor bean named 'pond'; use one of: pool");
    }

    @Test
    void anExecutorContradictsLoopAndVirtual() {
        bean("pool");
        HandlerExecutors executors = new HandlerExecutors(beans, ExecutionDefaults.automatic(false));

        assertThatThrownBy(() -> executors.choose(HANDLER, Execution.VIRTUAL, "pool"))
                .isInstanceOf(InvalidHandlerException.class)
                .hasMessageContaining("execution = VIRTUAL and executor = \"pool\" contradict each other");
    }

    @Test
    void aNamedExecutorIsTaken() {
        Executor pool = bean("pool");
        HandlerExecutors executors = new HandlerExecutors(beans, ExecutionDefaults.automatic(true));

        assertThat(executors.choose(HANDLER, Execution.DEFAULT, "pool"))
                .isEqualTo(new Choice(Execution.EXECUTOR, "pool", pool));
    }

    @Test
    void theLoopNeedsNoExecutor() {
        HandlerExecutors executors = new HandlerExecutors(beans, ExecutionDefaults.automatic(false));

        assertThat(executors.choose(HANDLER, Execution.LOOP, "")).isEqualTo(new Choice(Execution.LOOP, "", null));
    }

    @Test
    void byDefaultTheExecutorOfBoot() {
        Executor pool = bean("applicationTaskExecutor");
        Choice expected = new Choice(Execution.EXECUTOR, "applicationTaskExecutor", pool);

        assertThat(new HandlerExecutors(beans, ExecutionDefaults.automatic(false))
                        .choose(HANDLER, Execution.DEFAULT, ""))
                .isEqualTo(expected);
        assertThat(new HandlerExecutors(beans, ExecutionDefaults.automatic(true), 17)
                        .choose(HANDLER, Execution.DEFAULT, ""))
                .isEqualTo(expected);
    }

    @Test
    void theConfiguredDefaultApplies() {
        Executor pool = bean("pool");
        HandlerExecutors executors =
                new HandlerExecutors(beans, new ExecutionDefaults(Execution.EXECUTOR, "pool", true));
        HandlerExecutors onLoop = new HandlerExecutors(beans, new ExecutionDefaults(Execution.LOOP, "pool", true));

        assertThat(executors.choose(HANDLER, Execution.DEFAULT, "").executor()).isSameAs(pool);
        assertThat(onLoop.choose(HANDLER, Execution.DEFAULT, "").execution()).isEqualTo(Execution.LOOP);
        assertThat(onLoop.choose(HANDLER, Execution.EXECUTOR, "").executor()).isSameAs(pool);
    }

    @Test
    void oneExecutorIsBuiltFromBootsSettingsWhenItsBeanIsMissing() {
        beans.registerSingleton("builder", new ThreadPoolTaskExecutorBuilder().corePoolSize(3));
        HandlerExecutors executors = new HandlerExecutors(beans, ExecutionDefaults.automatic(false));

        Executor first = executors.choose(HANDLER, Execution.DEFAULT, "").executor();
        Executor second = executors.choose(HANDLER, Execution.EXECUTOR, "").executor();

        assertThat(second).isSameAs(first);
        assertThat(first).isInstanceOfSatisfying(ThreadPoolTaskExecutor.class, pool -> {
            assertThat(pool.getCorePoolSize()).isEqualTo(3);
            executors.destroy();
            assertThat(pool.getThreadPoolExecutor().isShutdown()).isTrue();
        });
    }

    @Test
    void withoutBootTheExecutorHasEightThreads() {
        HandlerExecutors executors = new HandlerExecutors(beans, ExecutionDefaults.automatic(false));

        assertThat(executors.choose(HANDLER, Execution.DEFAULT, "").executor())
                .isInstanceOfSatisfying(
                        ThreadPoolTaskExecutor.class,
                        pool -> assertThat(pool.getCorePoolSize()).isEqualTo(8));
        executors.destroy();
    }

    @Test
    void virtualThreadsWhereThereAreAny() {
        assumeThat(Runtime.version().feature()).as("Java version").isGreaterThanOrEqualTo(21);
        HandlerExecutors executors = new HandlerExecutors(beans, ExecutionDefaults.automatic(true));

        Choice byDefault = executors.choose(HANDLER, Execution.DEFAULT, "");

        assertThat(byDefault.execution()).isEqualTo(Execution.VIRTUAL);
        assertThat(byDefault.executor()).isInstanceOf(VirtualThreadTaskExecutor.class);
        assertThat(executors.choose(HANDLER, Execution.VIRTUAL, "")).isEqualTo(byDefault);
    }

    private Executor bean(String name) {
        Executor executor = Runnable::run;
        beans.registerSingleton(name, executor);
        return executor;
    }
}
