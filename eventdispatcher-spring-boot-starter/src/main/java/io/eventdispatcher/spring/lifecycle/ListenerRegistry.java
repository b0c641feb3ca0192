package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.messenger.Messenger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configured listeners by name.
 *
 * <pre>{@code
 * listeners.get("edge").pause();
 * }</pre>
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ListenerRegistry {

    private final ConnectionServices services;
    private final Announcer announcer;
    private final Farewell farewell;
    private final Supplier<@Nullable ListenerSettings> unconfigured;
    private final ListenerHandlers handlers;
    private final List<NamedListener> listeners = new ArrayList<>();
    private final List<Consumer<NamedListener>> watchers = new ArrayList<>();
    private boolean complete;
    private volatile boolean open = true;

    /**
     * Creates the listeners, without starting any.
     *
     * @param configured settings, with unique names
     * @param unconfigured asked once, when all beans exist, if {@code configured} is empty: a listener to have nevertheless
     *     or null
     * @param services shared by all listeners
     * @param announcer tells about starts and stops
     * @param farewell what peers are told when the application stops
     * @param handlers asked first who handles the connections of a listener
     */
    public ListenerRegistry(
            List<ListenerSettings> configured,
            Supplier<@Nullable ListenerSettings> unconfigured,
            ConnectionServices services,
            Announcer announcer,
            Farewell farewell,
            ListenerHandlers handlers) {
        this.services = services;
        this.handlers = handlers;
        this.announcer = announcer;
        this.farewell = farewell;
        this.unconfigured = unconfigured;
        this.complete = !configured.isEmpty();
        configured.forEach(this::add);
    }

    /** Decides, once, whether there is a listener although none is configured. To be called when all beans exist. */
    void complete() {
        synchronized (this) {
            if (complete) {
                return;
            }
            complete = true;
        }
        ListenerSettings settings = unconfigured.get();
        if (settings != null) {
            add(settings);
        }
    }

    /**
     * Adds a listener whose messages are not those of the application. To be called before the application starts.
     *
     * @param settings of the listener, whose name is not taken
     * @param messenger handles what it receives
     */
    public void add(ListenerSettings settings, Messenger messenger) {
        addOwn(settings, messenger::newHandler);
    }

    private void add(ListenerSettings settings) {
        Supplier<? extends ConnectionHandler> own = handlers.handlersOf(settings);
        if (own == null) {
            Supplier<ConnectionHandler> usual = services.messenger()::newHandler;
            add(new NamedListener(settings, services, usual, announcer, farewell, this::isOpen));
        } else {
            addOwn(settings, own);
        }
    }

    /** Its peers are not those of the application, and are not told when that stops. */
    private void addOwn(ListenerSettings settings, Supplier<? extends ConnectionHandler> own) {
        Farewell none = new Farewell(Farewell.Audience.NONE);
        add(new NamedListener(settings, services, own, announcer, none, this::isOpen));
    }

    private void add(NamedListener added) {
        List<Consumer<NamedListener>> told;
        synchronized (this) {
            listeners.add(added);
            told = List.copyOf(watchers);
        }
        told.forEach(watcher -> watcher.accept(added));
    }

    /**
     * Pauses all listeners until they are opened again, or ends that. Those that an application has paused stay so.
     *
     * @param value whether they may accept and read; those that start meanwhile too
     */
    public void open(boolean value) {
        open = value;
        all().forEach(NamedListener::updatePause);
    }

    /**
     * Tells whether the listeners may accept and read.
     *
     * @return false from {@code open(false)} until {@code open(true)}
     */
    public boolean isOpen() {
        return open;
    }

    /**
     * Returns all listeners.
     *
     * @return in the order of the configuration
     */
    public synchronized List<NamedListener> all() {
        return List.copyOf(listeners);
    }

    /**
     * Returns a listener.
     *
     * @param name as configured
     * @return the listener
     * @throws IllegalArgumentException if there is none of that name; the message lists those that exist
     */
    public NamedListener get(String name) {
        NamedListener found = find(name);
        if (found == null) {
            throw new IllegalArgumentException("no listener of this name: name='" + name + "' known="
                    + all().stream().map(NamedListener::name).collect(Collectors.joining(",")));
        }
        return found;
    }

    /**
     * Finds a listener.
     *
     * @param name as configured
     * @return null if there is none of that name
     */
    public @Nullable NamedListener find(String name) {
        for (NamedListener listener : all()) {
            if (listener.name().equals(name)) {
                return listener;
            }
        }
        return null;
    }

    /**
     * Hands each listener to an action, those that exist now and the one that may be added when the application starts.
     *
     * @param action called on the calling or on the starting thread
     */
    public void forEachEver(Consumer<NamedListener> action) {
        List<NamedListener> present;
        synchronized (this) {
            watchers.add(action);
            present = List.copyOf(listeners);
        }
        present.forEach(action);
    }
}
