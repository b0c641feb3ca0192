package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.spring.handler.HandlerRegistration;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ConnectionPause;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerStartException;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import io.eventdispatcher.spring.trace.MessageTrace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the endpoint can change: listeners, clients, handlers, connections and the trace. Every change is logged.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class DispatcherControls {

    private static final Logger log = LoggerFactory.getLogger(DispatcherControls.class);

    private static final String RUNNING = "running";
    private static final String PAUSED = "paused";
    private static final String STOPPED = "stopped";
    private static final String ALL = "all";

    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private final HandlerRegistry handlers;
    private final ConnectionRegistry connections;
    private final MessageTrace trace;
    private final Duration grace;

    /**
     * Creates the controls.
     *
     * @param listeners the listeners
     * @param clients the clients
     * @param handlers the handlers
     * @param connections the live connections
     * @param trace the trace
     * @param grace how long a listener or client that is stopped here may take to drain
     */
    public DispatcherControls(
            ListenerRegistry listeners,
            ClientRegistry clients,
            HandlerRegistry handlers,
            ConnectionRegistry connections,
            MessageTrace trace,
            Duration grace) {
        this.listeners = listeners;
        this.clients = clients;
        this.handlers = handlers;
        this.connections = connections;
        this.trace = trace;
        this.grace = grace;
    }

    /** Changes a state, switches the trace, or both; all is checked before anything is changed. */
    void change(String section, String id, @Nullable String state, @Nullable Boolean traced) {
        if (state == null && traced == null) {
            throw ChangeRefusedException.invalid("nothing to change: give 'state' or 'trace'");
        }
        Runnable switching = traced == null ? () -> {} : traceSwitch(section, id, traced);
        Runnable moving = state == null ? () -> {} : stateChange(section, id, state);
        log.info("changed over the actuator: {}/{} state={} trace={}", section, LogText.clip(id), state, traced);
        switching.run();
        moving.run();
    }

    private Runnable stateChange(String section, String id, String state) {
        return switch (section) {
            case Section.LISTENERS -> stateChange(known(listeners.find(id), section, id), state);
            case Section.CLIENTS -> stateChange(known(clients.find(id), section, id), state);
            case Section.HANDLERS -> stateChange(known(handlers.find(id).orElse(null), section, id), state);
            case Section.CONNECTIONS -> stateChange(known(connections.find(id), section, id), state);
            default ->
                throw ChangeRefusedException.invalid("section '" + LogText.clip(section)
                        + "' has no states to change: listeners, clients, handlers and connections have");
        };
    }

    private Runnable stateChange(NamedListener listener, String state) {
        return switch (state) {
            case RUNNING ->
                () -> {
                    listener.resume();
                    start(listener);
                };
            case PAUSED -> listener::pause;
            case STOPPED -> () -> listener.stop(grace).exceptionally(failure -> false);
            default -> throw unknownState(state, "running, paused or stopped");
        };
    }

    private static void start(NamedListener listener) {
        try {
            listener.start();
        } catch (ListenerStartException e) {
            log.warn("not started over the actuator: {}", e.getMessage());
            throw ChangeRefusedException.conflict(LogText.clip(String.valueOf(e.getMessage()), 1024));
        }
    }

    private Runnable stateChange(NamedClient client, String state) {
        return switch (state) {
            case RUNNING ->
                () -> {
                    client.resume();
                    client.start();
                };
            case PAUSED -> client::pause;
            case STOPPED -> () -> client.stop(grace).exceptionally(failure -> false);
            default -> throw unknownState(state, "running, paused or stopped");
        };
    }

    private static Runnable stateChange(HandlerRegistration handler, String state) {
        return switch (state) {
            case RUNNING -> handler::start;
            case STOPPED -> handler::stop;
            default -> throw unknownState(state, "running or stopped");
        };
    }

    private static Runnable stateChange(Connection connection, String state) {
        return switch (state) {
            case RUNNING -> () -> ConnectionPause.end(connection);
            case PAUSED -> () -> ConnectionPause.begin(connection);
            default -> throw unknownState(state, "running or paused; DELETE closes it");
        };
    }

    private Runnable traceSwitch(String section, String id, boolean on) {
        return switch (section) {
            case Section.LISTENERS -> {
                String name = known(listeners.find(id), section, id).name();
                yield () -> trace.traceEndpoint(name, on);
            }
            case Section.CLIENTS -> {
                String name = known(clients.find(id), section, id).name();
                yield () -> trace.traceEndpoint(name, on);
            }
            case Section.CONNECTIONS -> {
                Connection connection = known(connections.find(id), section, id);
                yield () -> trace.traceConnection(connection, on);
            }
            case Section.TRACE -> traceSwitch(id, on);
            default ->
                throw ChangeRefusedException.invalid("section '" + LogText.clip(section)
                        + "' cannot be traced: trace, listeners, clients and connections can");
        };
    }

    /** The name may be that of anything. */
    private Runnable traceSwitch(String name, boolean on) {
        if (name.equals(ALL)) {
            return () -> trace.traceAll(on);
        }
        if (listeners.find(name) != null || clients.find(name) != null) {
            return () -> trace.traceEndpoint(name, on);
        }
        Connection connection = connections.find(name);
        if (connection != null) {
            return () -> trace.traceConnection(connection, on);
        }
        throw ChangeRefusedException.invalid("nothing to trace is called '" + LogText.clip(name)
                + "': use all, or a listener, client or connection");
    }

    /** Closes a connection, after what waits to be written is written. */
    void close(String section, String id) {
        Connection connection = known(section.equals(Section.CONNECTIONS) ? connections.find(id) : null, section, id);
        log.info("closed over the actuator: {}", connection.id());
        connection.drain(CloseReason.ADMIN);
    }

    private static <T> T known(@Nullable T found, String section, String id) {
        if (found == null) {
            String one = section.endsWith("s") ? section.substring(0, section.length() - 1) : section;
            throw ChangeRefusedException.invalid("no " + LogText.clip(one) + " '" + LogText.clip(id) + "' in section '"
                    + LogText.clip(section) + "'");
        }
        return found;
    }

    private static ChangeRefusedException unknownState(String state, String possible) {
        return ChangeRefusedException.invalid("unknown state '" + LogText.clip(state) + "': use " + possible);
    }
}
