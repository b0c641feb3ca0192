package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.handler.HandlerDiscovery;
import io.eventdispatcher.spring.handler.HandlerExecutors;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.handler.HandlerPipelines;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.handler.OriginResolver;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Handlers of an application: {@code @MessageHandler} methods and those registered in code.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnBean(ListenerRegistry.class)
public final class MessageHandlerAutoConfiguration {

    private static final String ACCEPT_AFTER_CLOSE =
            "spring.task.execution.pool.shutdown.accept-tasks-after-context-close";

    MessageHandlerAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    OriginResolver eventDispatcherOriginResolver() {
        return OriginResolver.ofMessenger();
    }

    @Bean
    @ConditionalOnMissingBean
    HandlerExecutors eventDispatcherHandlerExecutors(
            EventDispatcherProperties properties,
            ConfigurableListableBeanFactory beanFactory,
            Environment environment) {
        return new HandlerExecutors(
                beanFactory, new ExecutionReader(beanFactory, environment).read(properties.dispatch()));
    }

    @Bean
    @ConditionalOnMissingBean
    HandlerPipelines eventDispatcherHandlerPipelines(
            ObjectProvider<HandlerObserver> observers, EventLoop loop, EventDispatcherProperties properties) {
        Duration timeout = PropertyChecks.notNegative(
                "eventdispatcher.dispatch.handler-timeout",
                properties.dispatch().handlerTimeout());
        return new HandlerPipelines(observers, loop.clock(), timeout);
    }

    @Bean
    @ConditionalOnMissingBean
    HandlerRegistry eventDispatcherHandlerRegistry(
            Dispatcher dispatcher, HandlerExecutors executors, OriginResolver origins, HandlerPipelines pipelines) {
        return new HandlerRegistry(dispatcher, executors, origins, pipelines);
    }

    @Bean
    HandlerDiscovery eventDispatcherHandlerDiscovery(
            ConfigurableListableBeanFactory beanFactory,
            Environment environment,
            HandlerRegistry registry,
            HandlerExecutors executors,
            OriginResolver origins,
            HandlerPipelines pipelines) {
        return new HandlerDiscovery(beanFactory, environment, registry, executors, origins, pipelines);
    }

    @Bean
    HandlerOriginCheck eventDispatcherHandlerOriginCheck(
            EventDispatcherProperties properties, HandlerRegistry handlers) {
        return new HandlerOriginCheck(properties, handlers);
    }

    /**
     * Lets Spring Boot's executor take work until the listeners are drained: by default it refuses all work from the first
     * moment of the shutdown on, and messages that wait for their turn could not be handled any more.
     */
    @Bean
    ThreadPoolTaskExecutorCustomizer eventDispatcherDrainableExecutor(Environment environment) {
        return executor -> {
            if (!environment.containsProperty(ACCEPT_AFTER_CLOSE)) {
                executor.setAcceptTasksAfterContextClose(true);
            }
        };
    }

    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerHandlers() {
        return LazyInitializationExcludeFilter.forBeanTypes(HandlerDiscovery.class, HandlerOriginCheck.class);
    }
}
