package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.server.ListenerOptions;

/**
 * Changes what properties cannot say about a listener, such as its backlog. Beans of this type are called in their order, each
 * with what the one before has made, after the properties were read.
 *
 * <pre>{@code
 * @Bean
 * ListenerCustomizer smallBacklog() {
 *     return (listener, options) -> options.withListen(options.listen().withBacklog(16));
 * }
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ListenerCustomizer {

    /**
     * Changes the options of a listener.
     *
     * <p>Threading: called once for each listener while the application starts.
     *
     * @param listener its name
     * @param options as they are now
     * @return as they are to be
     * @since 0.1
     */
    ListenerOptions customize(String listener, ListenerOptions options);
}
