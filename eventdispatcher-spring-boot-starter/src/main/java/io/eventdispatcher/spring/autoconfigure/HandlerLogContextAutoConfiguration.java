package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.handler.OriginResolver;
import io.eventdispatcher.spring.logging.HandlerLogContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/**
 * What handlers work on, in the context of everything they log.
 *
 * @since 0.1
 */
@AutoConfiguration(after = MessageHandlerAutoConfiguration.class)
@ConditionalOnBean(HandlerRegistry.class)
@ConditionalOnBooleanProperty(name = "eventdispatcher.log.mdc", matchIfMissing = true)
public final class HandlerLogContextAutoConfiguration {

    HandlerLogContextAutoConfiguration() {}

    @Bean
    HandlerLogContext eventDispatcherHandlerLogContext(OriginResolver origins) {
        return new HandlerLogContext(origins);
    }
}
