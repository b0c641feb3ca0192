package io.eventdispatcher.spring.test;

import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.lifecycle.ConnectionServices;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * What tests of an application inject: {@link MessageTestClient} and {@link LocalListenerPorts}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnBean(ListenerRegistry.class)
public final class MessageTestAutoConfiguration {

    MessageTestAutoConfiguration() {}

    @Bean
    InMemoryConnections eventDispatcherInMemoryConnections(ConnectionServices services, ListenerRegistry listeners) {
        return new InMemoryConnections(services, listeners);
    }

    @Bean
    OpenConversations eventDispatcherOpenConversations(InMemoryConnections connections) {
        return new OpenConversations(connections);
    }

    @Bean
    MessageTestClient eventDispatcherMessageTestClient(OpenConversations open) {
        return new MessageTestClient(open, Peer.ANY);
    }

    @Bean
    LocalListenerPorts eventDispatcherLocalListenerPorts(ListenerRegistry listeners, Environment environment) {
        return new LocalListenerPorts(listeners, environment);
    }

    /** It must hear that the context starts, also when nobody has asked for it by then. */
    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerInMemoryConnections() {
        return LazyInitializationExcludeFilter.forBeanTypes(InMemoryConnections.class);
    }
}
