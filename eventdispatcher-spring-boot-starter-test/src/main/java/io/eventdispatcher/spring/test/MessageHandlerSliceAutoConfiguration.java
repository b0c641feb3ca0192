package io.eventdispatcher.spring.test;

import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Keeps the application of a {@link MessageHandlerTest} from opening sockets.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
public final class MessageHandlerSliceAutoConfiguration {

    MessageHandlerSliceAutoConfiguration() {}

    @Bean
    static WithoutSockets eventDispatcherWithoutSockets() {
        return new WithoutSockets();
    }

    @Bean
    InMemoryLifecycle eventDispatcherInMemoryLifecycle(ListenerRegistry listeners, ClientRegistry clients) {
        return new InMemoryLifecycle(listeners, clients);
    }

    /** It starts what can be started, so it cannot wait until somebody asks for it. */
    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerInMemoryLifecycle() {
        return LazyInitializationExcludeFilter.forBeanTypes(InMemoryLifecycle.class);
    }
}
