package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.client.ClientObserver;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;

/**
 * What an application adds to all its clients.
 *
 * <p>Threading: immutable.
 *
 * @param publisher where events go
 * @param customizers called in this order
 * @param observers told in this order
 * @since 0.1
 */
public record ClientExtensions(
        ApplicationEventPublisher publisher, List<ClientCustomizer> customizers, List<ClientObserver> observers) {

    /**
     * Copies the lists.
     *
     * @param publisher see the record component
     * @param customizers see the record component
     * @param observers see the record component
     */
    public ClientExtensions {
        customizers = List.copyOf(customizers);
        observers = List.copyOf(observers);
    }
}
