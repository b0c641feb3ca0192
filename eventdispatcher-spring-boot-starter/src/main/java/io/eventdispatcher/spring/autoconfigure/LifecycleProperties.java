package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.lifecycle.Farewell;
import io.eventdispatcher.spring.lifecycle.Phases;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties under {@code eventdispatcher.lifecycle}: when listeners and clients start, stop and pause.
 *
 * <p>Threading: immutable.
 *
 * @param listenersPhase Phase of the listeners: among all beans with a phase those of the largest start last and stop first.
 *     Larger than that of the clients.
 * @param clientsPhase Phase of the clients, larger than 2147479552, that of the event loop and the sources.
 * @param quitting Which peers of listeners are told QUITTING, as the last message before the connection is closed, when the
 *     application or the listener stops. Services that are told so may stop as well.
 * @param followReadiness Whether listeners accept and read only while the application is ready: they are bound but paused from
 *     the start until ReadinessState.ACCEPTING_TRAFFIC, and during REFUSING_TRAFFIC.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher.lifecycle")
public record LifecycleProperties(
        @DefaultValue("" + Phases.LISTENERS) int listenersPhase,
        @DefaultValue("" + Phases.CLIENTS) int clientsPhase,
        @DefaultValue("none") Farewell.Audience quitting,
        @DefaultValue("false") boolean followReadiness) {

    private static final String PREFIX = "eventdispatcher.lifecycle.";

    /** The phases in the order in which things need each other. */
    LifecycleProperties checked() {
        if (clientsPhase <= Phases.SOURCES) {
            throw new UnusablePropertyException(
                    PREFIX + "clients-phase",
                    Integer.toString(clientsPhase),
                    "the event loop and the sources must be there before, in the phases up to " + Phases.SOURCES,
                    "use " + (Phases.SOURCES + 1) + " or more");
        }
        if (listenersPhase <= clientsPhase) {
            throw new UnusablePropertyException(
                    PREFIX + "listeners-phase",
                    Integer.toString(listenersPhase),
                    "handlers need the clients, whose phase is " + clientsPhase,
                    "use a larger one than that");
        }
        return this;
    }
}
