package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Signals and changes of files as application events.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnBean(ListenerRegistry.class)
@EnableConfigurationProperties(SourceProperties.class)
public final class EventSourceAutoConfiguration {

    EventSourceAutoConfiguration() {}

    @Bean
    SignalListeners eventDispatcherSignals(
            SourceProperties properties, EventLoop loop, ApplicationEventPublisher publisher) {
        return new SignalListeners(
                SourceSettingsReader.signals(properties.signals()), loop, publisher, Runtime.getRuntime()::exit);
    }

    @Bean
    FileWatches eventDispatcherFileWatches(
            SourceProperties properties, EventLoop loop, ApplicationEventPublisher publisher) {
        return new FileWatches(SourceSettingsReader.watches(properties), loop, publisher);
    }

    /** Nobody asks for them, but they are what works. */
    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerSources() {
        return LazyInitializationExcludeFilter.forBeanTypes(SignalListeners.class, FileWatches.class);
    }
}
