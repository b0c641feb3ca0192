package io.eventdispatcher.spring.lifecycle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes application events such that a listener that throws, or a context that is closing, harms nobody.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Events {

    private static final Logger log = LoggerFactory.getLogger(Events.class);

    private final ApplicationEventPublisher publisher;

    /**
     * Creates the publisher.
     *
     * @param publisher where events go
     */
    public Events(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Publishes an event; what a listener throws is logged.
     *
     * @param event the event
     */
    public void publish(Object event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException e) {
            log.error("a listener of {} failed; ignored", event.getClass().getSimpleName(), e);
        }
    }
}
