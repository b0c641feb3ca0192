package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.annotation.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects what {@link EventDispatcherConfigurer}s add.
 *
 * <p>Threading: one thread at a time (confined to the start of the application).
 *
 * @since 0.1
 */
public final class HandlerConfiguration {

    private final List<Consumer<HandlerRegistry>> handlers = new ArrayList<>();
    private final List<MessageArgumentResolver> resolvers = new ArrayList<>();
    private final List<MessageInterceptor> interceptors = new ArrayList<>();

    HandlerConfiguration() {}

    /**
     * Adds a handler that is done when it returns, run where handlers run by default.
     *
     * @param pattern the commands, as in {@code @MessageHandler}
     * @param action called with each exchange
     * @return this
     * @since 0.1
     */
    public HandlerConfiguration handler(String pattern, Consumer<Exchange> action) {
        return handler(pattern, Execution.DEFAULT, DispatchHandler.of(action));
    }

    /**
     * Adds a handler.
     *
     * @param pattern the commands, as in {@code @MessageHandler}
     * @param execution where it runs
     * @param handler called with each exchange
     * @return this
     * @since 0.1
     */
    public HandlerConfiguration handler(String pattern, Execution execution, DispatchHandler handler) {
        handlers.add(registry -> registry.register(pattern, execution, handler));
        return this;
    }

    /**
     * Adds a resolver, asked before those that are beans.
     *
     * @param resolver provides arguments of annotated methods
     * @return this
     * @since 0.1
     */
    public HandlerConfiguration argumentResolver(MessageArgumentResolver resolver) {
        resolvers.add(resolver);
        return this;
    }

    /**
     * Adds an interceptor, called before those that are beans.
     *
     * @param interceptor stands around all handlers
     * @return this
     * @since 0.1
     */
    public HandlerConfiguration interceptor(MessageInterceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    List<MessageInterceptor> interceptors() {
        return interceptors;
    }

    List<MessageArgumentResolver> resolvers() {
        return resolvers;
    }

    void register(HandlerRegistry registry) {
        handlers.forEach(handler -> handler.accept(registry));
    }
}
