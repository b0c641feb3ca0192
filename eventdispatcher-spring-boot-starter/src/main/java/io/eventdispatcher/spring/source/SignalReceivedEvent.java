package io.eventdispatcher.spring.source;

import io.eventdispatcher.source.signal.SignalEvent;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Published when the process received a signal that is listed in {@code eventdispatcher.signals}. After the listeners have
 * seen it, the default action of the signal follows, unless one of them {@linkplain #preventDefault() prevented} it: {@code
 * HUP} reopens the log files, {@code INT} and {@code TERM} end the application in order; the others have none.
 *
 * <pre>{@code
 * @EventListener(condition = "event.name == 'USR1'")
 * void dump(SignalReceivedEvent event) { ... }
 * }</pre>
 *
 * <p>Threading: any thread. Published on the loop thread: do not block.
 *
 * @since 0.1
 */
public final class SignalReceivedEvent {

    private final SignalEvent signal;
    private final AtomicBoolean prevented = new AtomicBoolean();

    /**
     * Creates the event.
     *
     * @param signal what was received
     */
    public SignalReceivedEvent(SignalEvent signal) {
        this.signal = signal;
    }

    /**
     * Returns the name.
     *
     * @return without {@code SIG}, for example {@code HUP}
     */
    public String getName() {
        return signal.name();
    }

    /**
     * Returns the number.
     *
     * @return on this system, for example 1 for {@code HUP}
     */
    public int getNumber() {
        return signal.number();
    }

    /**
     * Returns how many signals this event stands for.
     *
     * @return more than 1 when they came faster than they were handled
     */
    public long getCount() {
        return signal.count();
    }

    /** Keeps the default action of the signal from happening. */
    public void preventDefault() {
        prevented.set(true);
    }

    boolean isDefaultPrevented() {
        return prevented.get();
    }

    @Override
    public String toString() {
        return signal.toString();
    }
}
