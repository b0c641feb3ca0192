package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.endpoint.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the log, the environment and the application where listeners listen and when they stop. The log lines come from the
 * logger {@code io.eventdispatcher}.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Announcer {

    /** Logger of the lines about start and stop. */
    static final Logger LOG = LoggerFactory.getLogger("io.eventdispatcher");

    private final Events events;
    private final LocalPorts ports;

    /**
     * Creates the announcer.
     *
     * @param publisher where events go
     * @param ports where ports go
     */
    public Announcer(ApplicationEventPublisher publisher, LocalPorts ports) {
        this.events = new Events(publisher);
        this.ports = ports;
    }

    void started(ListenerSettings settings, Endpoint bound, boolean paused) {
        String hint = settings.isDefault() ? " (default; set eventdispatcher.listeners to change)" : "";
        LOG.info("Listener '{}' on {}{}{}", settings.name(), bound, hint, paused ? " (paused)" : "");
        ports.publish(settings.name(), bound);
        events.publish(new ListenerStartedEvent(settings.name(), bound));
    }

    /** Nobody can connect from now on, and the listener may be started again before {@link #stopped}. */
    void stopping(ListenerSettings settings, Endpoint bound) {
        ports.withdraw(settings.name(), bound);
    }

    void stopped(ListenerSettings settings, Endpoint bound, boolean graceful) {
        LOG.debug("Listener '{}' on {} stopped, graceful={}", settings.name(), bound, graceful);
        events.publish(new ListenerStoppedEvent(settings.name(), bound, graceful));
    }
}
