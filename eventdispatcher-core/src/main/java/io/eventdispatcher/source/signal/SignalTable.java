package io.eventdispatcher.source.signal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.loop.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens to which signal. What a process does on a signal is one thing for the whole process, so there is one
 * table for it; tests have their own.
 *
 * <p>Threading: any thread.
 */
final class SignalTable {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final SignalPort port;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, Handled> handled = new HashMap<>();

    SignalTable(SignalPort port) {
        this.port = port;
    }

    int number(String name) {
        try {
            return port.number(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "unknown signal: value='" + name + "'; known are for example HUP, INT, TERM, USR1, WINCH", e);
        }
    }

    SignalRegistration add(String name, EventLoop loop, Consumer<? super SignalEvent> handler) {
        int number = number(name);
        synchronized (lock) {
            Handled entry = handled.get(name);
            SignalRegistration registration = new SignalRegistration(this, name, number, loop, handler);
            if (entry == null) {
                // The listener is in place before the JVM may call: nothing is lost in between.
                handled.put(name, install(registration));
            } else {
                entry.listeners.add(registration);
            }
            return registration;
        }
    }

    void remove(SignalRegistration registration) {
        synchronized (lock) {
            Handled entry = handled.get(registration.name());
            if (entry != null && entry.listeners.remove(registration) && entry.listeners.isEmpty()) {
                handled.remove(registration.name());
                entry.installed.restore();
            }
        }
    }

    /** Sends the signal again when its last listener is gone, so that it does what it did before. */
    void raiseIfUnhandled(SignalRegistration last) {
        synchronized (lock) {
            if (handled.containsKey(last.name())) {
                return;
            }
        }
        LOG.warn("signal {}: {} is closed; the signal does again what it did before", last.name(), last);
        port.raise(last.name());
    }

    private Handled install(SignalRegistration first) {
        String name = first.name();
        List<SignalRegistration> listeners = new CopyOnWriteArrayList<>(List.of(first));
        SignalPort.Installed installed;
        try {
            installed = port.install(name, () -> listeners.forEach(SignalRegistration::signalled));
        } catch (IllegalArgumentException e) {
            first.close();
            throw refused(name, e);
        }
        if (installed.before() == SignalPort.Before.NATIVE) {
            installed.restore();
            first.close();
            throw refused(name, null);
        }
        if (installed.before() == SignalPort.Before.IGNORED) {
            LOG.warn(
                    "signal {}: the process was started with this signal ignored (nohup, or in the background of a"
                            + " script), and the JVM may go on ignoring it; start it without, for example with setsid",
                    name);
        }
        return new Handled(installed, listeners);
    }

    private static IllegalArgumentException refused(String name, @Nullable Throwable cause) {
        String reason = SignalNames.refusal(name);
        if (reason == null && List.of("HUP", "INT", "TERM").contains(name)) {
            reason = "the JVM was started with -Xrs, which leaves it to the system";
        }
        return new IllegalArgumentException(
                "signal cannot be listened to: signal=" + name + "; "
                        + (reason == null ? "the JVM or a native library uses it; USR1 is free" : reason),
                cause);
    }

    private record Handled(SignalPort.Installed installed, List<SignalRegistration> listeners) {}
}
