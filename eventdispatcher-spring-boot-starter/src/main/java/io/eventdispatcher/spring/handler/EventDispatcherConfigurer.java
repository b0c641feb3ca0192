package io.eventdispatcher.spring.handler;

/**
 * Adds to the message handlers in code. Beans of this type are called in their {@code @Order}, once, after all
 * singletons exist and before the first listener opens.
 *
 * <pre>{@code
 * @Bean
 * EventDispatcherConfigurer more() {
 *     return config -> config.handler("PING", exchange -> exchange.reply("PONG"))
 *             .argumentResolver(new TenantResolver());
 * }
 * }</pre>
 *
 * <p>Threading: called by the thread that starts the application.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface EventDispatcherConfigurer {

    /**
     * Adds handlers and argument resolvers.
     *
     * @param config collects them; not to be kept
     * @since 0.1
     */
    void configure(HandlerConfiguration config);
}
