package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.connection.FlowLimits;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.messenger.SystemHooks;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.lifecycle.ApplicationControl;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.Connections;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.LoopLifecycle;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

class EventDispatcherAutoConfigurationTests {

    private static final String CLIENT = "eventdispatcher.clients.hub.uri=local:nobody";

    private final ApplicationContextRunner runner = Starter.plain();

    @Test
    void isSwitchedOffByProperty() {
        runner.withPropertyValues("eventdispatcher.enabled=false", CLIENT)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(EventLoop.class)
                        .doesNotHaveBean(MessageHandlerAutoConfiguration.class)
                        .doesNotHaveBean(MessageClient.class));
    }

    @Test
    void isSwitchedOffThoughTheApplicationHasADispatcher() {
        Starter.full()
                .withBean(Dispatcher.class)
                .withPropertyValues("eventdispatcher.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(EventLoop.class)
                        .doesNotHaveBean(MessageHandlerAutoConfiguration.class));
    }

    @Test
    void publishesItsParts() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(EventLoop.class)
                .hasSingleBean(Dispatcher.class)
                .hasSingleBean(Messenger.class)
                .hasSingleBean(ConnectionRegistry.class)
                .hasSingleBean(Connections.class)
                .hasSingleBean(ListenerRegistry.class)
                .hasSingleBean(ClientRegistry.class)
                .hasSingleBean(ApplicationControl.class));
    }

    @Test
    void hasNoListenerWithoutConfigurationAndHandlers() {
        runner.run(context ->
                assertThat(context.getBean(ListenerRegistry.class).all()).isEmpty());
    }

    @Test
    void hasNoDefaultListenerWhenThereIsAClient() {
        runner.withUserConfiguration(HandlerInCode.class)
                .withPropertyValues(CLIENT)
                .run(context -> assertThat(
                                context.getBean(ListenerRegistry.class).all())
                        .isEmpty());
    }

    @Test
    void listensInMemory() {
        runner.withPropertyValues("eventdispatcher.listeners.inside.uri=local:inside")
                .run(context -> {
                    NamedListener listener =
                            context.getBean(ListenerRegistry.class).get("inside");
                    assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
                    assertThat(listener.endpoint()).hasToString("local:inside");
                });
    }

    @Test
    void leavesListenersWithoutAutoStartupAlone() {
        runner.withPropertyValues(
                        "eventdispatcher.listeners.inside.uri=local:inside",
                        "eventdispatcher.listeners.inside.auto-startup=false")
                .run(context -> {
                    NamedListener listener =
                            context.getBean(ListenerRegistry.class).get("inside");
                    assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
                    listener.start();
                    assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
                });
    }

    @Test
    void hooksOfTheApplicationWin() {
        runner.withBean("mine", SystemHooks.class, () -> new SystemHooks() {})
                .run(context ->
                        assertThat(context).hasSingleBean(SystemHooks.class).doesNotHaveBean(ApplicationControl.class));
    }

    @Test
    void registersBuiltInCommandsUnlessSwitchedOff() {
        runner.run(context ->
                assertThat(context.getBean(Dispatcher.class).commands()).contains("HELP", "ALIVE", "STOP", "UNKNOWN"));
        runner.withPropertyValues("eventdispatcher.built-in-commands=false")
                .run(context ->
                        assertThat(context.getBean(Dispatcher.class).commands()).isEmpty());
    }

    @Test
    void limitsTheTotalOfTheWriteBuffers() {
        runner.withPropertyValues(
                        "eventdispatcher.listeners.inside.uri=local:inside",
                        "eventdispatcher.listeners.small.uri=local:small",
                        "eventdispatcher.listeners.small.write-buffer.total=8MB",
                        "eventdispatcher.limits.write-buffer.total=3GB")
                .run(context -> {
                    ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
                    assertThat(total(listeners.get("inside"))).isEqualTo(3L << 30);
                    assertThat(total(listeners.get("small"))).isEqualTo(8L << 20);
                });
        runner.withPropertyValues("eventdispatcher.listeners.inside.uri=local:inside")
                .run(context -> assertThat(
                                total(context.getBean(ListenerRegistry.class).get("inside")))
                        .isEqualTo(FlowLimits.defaults().maxTotalBytes()));
    }

    private static long total(NamedListener listener) {
        return listener.settings().options().connection().flow().maxTotalBytes();
    }

    @Test
    void startsWithLazyInitialization() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withPropertyValues("eventdispatcher.listeners.inside.uri=local:lazy")
                .run(context -> {
                    assertThat(context.getBean(LoopLifecycle.class).isRunning()).isTrue();
                    assertThat(context.getBean(Dispatcher.class).commands()).contains("HELP");
                    assertThat(context.getBean(ListenerRegistry.class)
                                    .get("inside")
                                    .state())
                            .isEqualTo(ListenerState.RUNNING);
                });
    }

    @Test
    void theLoopDoesNotTakeThePlaceOfSpringBootsExecutor() {
        runner.withBean(UsesExecutor.class).run(context -> {
            assertThat(context).hasBean("applicationTaskExecutor").hasSingleBean(EventLoop.class);
            assertThat(context.getBean(UsesExecutor.class).any()).isInstanceOf(ThreadPoolTaskExecutor.class);
        });
    }

    @Test
    void executorTakesMessagesUntilListenersAreDrained() {
        runner.run(context -> {
            ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutor.class);
            assertThat(executor).hasFieldOrPropertyWithValue("acceptTasksAfterContextClose", true);
        });
        runner.withPropertyValues("spring.task.execution.pool.shutdown.accept-tasks-after-context-close=false")
                .run(context -> assertThat(context.getBean(ThreadPoolTaskExecutor.class))
                        .hasFieldOrPropertyWithValue("acceptTasksAfterContextClose", false));
    }

    @Test
    void injectsTheOnlyClientByType() {
        runner.withPropertyValues(CLIENT)
                .run(context -> assertThat(context.getBean(MessageClient.class))
                        .isSameAs(
                                context.getBean(ClientRegistry.class).get("hub").messageClient()));
    }

    @Test
    void injectsClientsByQualifierAndByParameterName() {
        runner.withPropertyValues(CLIENT, "eventdispatcher.clients.log.uri=local:nobody")
                .withUserConfiguration(UsesClients.class)
                .run(context -> {
                    UsesClients.Pair pair = context.getBean(UsesClients.Pair.class);
                    assertThat(pair.byQualifier().name()).isEqualTo("hub");
                    assertThat(pair.byParameterName().name()).isEqualTo("log");
                });
    }

    @Test
    void aBeanOfTheSameNameAsAClientStays() {
        runner.withPropertyValues(CLIENT)
                .withBean("hub", String.class, () -> "mine")
                .run(context -> {
                    assertThat(context.getBean("hub")).isEqualTo("mine");
                    assertThat(context.getBean("hubMessageClient")).isInstanceOf(MessageClient.class);
                });
    }

    @Test
    void namesTheKnownClientsWhenOneIsMissing() {
        runner.withPropertyValues(CLIENT)
                .run(context -> assertThat(context.getBean(ClientRegistry.class))
                        .satisfies(clients -> assertThatIllegalArgumentException()
                                .isThrownBy(() -> clients.get("bub"))
                                .withMessage("no client of this name: name='bub' known=hub")));
    }

    @Test
    void definesNoClientBeansWhileProcessedAheadOfTime() {
        runner.withSystemProperties(AbstractAotProcessor.AOT_PROCESSING + "=true")
                .withPropertyValues(CLIENT)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(MessageClient.class);
                    assertThat(context.getBean(ClientRegistry.class).find("hub"))
                            .isNotNull();
                });
    }

    record UsesExecutor(Executor any) {}

    @Configuration(proxyBeanMethods = false)
    static class HandlerInCode {

        @Bean
        Object handler(Dispatcher dispatcher) {
            dispatcher.add(DispatchEntry.on("PING").handler(exchange -> null).build());
            return "registered";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class UsesClients {

        record Pair(MessageClient byQualifier, MessageClient byParameterName) {}

        @Bean
        Pair pair(@Qualifier("hub") MessageClient any, MessageClient log) {
            return new Pair(any, log);
        }
    }
}
