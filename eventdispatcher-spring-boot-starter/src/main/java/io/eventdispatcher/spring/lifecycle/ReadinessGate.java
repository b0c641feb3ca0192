package io.eventdispatcher.spring.lifecycle;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;

/**
 * Lets the listeners accept and read only while the application is ready. They are bound from the start on, so that a mistake
 * shows there and ports are known, and peers wait meanwhile.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ReadinessGate implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    private final ListenerRegistry listeners;
    private final boolean followed;

    /**
     * Creates the gate.
     *
     * @param listeners paused and resumed
     * @param availability tells whether the application is ready now
     * @param followed false leaves the listeners alone
     */
    public ReadinessGate(ListenerRegistry listeners, ApplicationAvailability availability, boolean followed) {
        this.listeners = listeners;
        this.followed = followed;
        if (followed) {
            listeners.open(availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        if (followed) {
            boolean ready = event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
            if (ready != listeners.isOpen()) {
                Announcer.LOG.info(
                        "The application is {}: listeners {}",
                        ready ? "ready" : "not ready",
                        ready ? "accept and read" : "are paused");
            }
            listeners.open(ready);
        }
    }

    /**
     * Listeners are paused before who publishes the event goes on.
     *
     * @return false
     */
    @Override
    public boolean supportsAsyncExecution() {
        return false;
    }
}
