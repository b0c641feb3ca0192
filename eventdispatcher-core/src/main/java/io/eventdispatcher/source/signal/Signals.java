package io.eventdispatcher.source.signal;

import io.eventdispatcher.loop.EventLoop;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to signals of the operating system.
 *
 * <p>What works on HotSpot: HUP, INT, TERM (not when the JVM runs with {@code -Xrs}), USR1, ALRM, CHLD, CONT, IO, PROF,
 * PWR, STKFLT, SYS, TRAP, ABRT, TSTP, TTIN, TTOU, URG, VTALRM, WINCH, XCPU. What is refused, each with its reason:
 * KILL and STOP (the kernel), QUIT (thread dump), SEGV, BUS, FPE and ILL (the JVM runs on them), USR2 (the JVM suspends
 * threads with it), PIPE and XFSZ (the JVM turns them into exceptions).
 *
 * <p>With a listener for TERM, INT or HUP the JVM no longer ends by itself on that signal; the listener decides. User
 * code never runs on the thread of a signal: that one counts, and hands over to the loop at most once until the loop has
 * taken it. Differs from the C++ library, where a signal belongs to one object, stays blocked after its end, and cannot
 * be listened to once a second thread runs.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Signals {
    private static final SignalTable TABLE = new SignalTable(new JdkSignals());

    private Signals() {}

    /**
     * Starts listening. Any number of listeners may listen to one signal; each gets every event, on its own loop.
     *
     * @param signal {@code "HUP"}, {@code "SIGHUP"} in upper or lower case, or {@code "1"}
     * @param loop where the handler is called
     * @param handler called on the loop thread; must not block; what it throws is logged by the loop
     * @return the registration; close it to stop listening
     * @throws IllegalArgumentException if there is no such signal, or it cannot be listened to; the message says why and
     *     what to do
     */
    public static SignalRegistration on(String signal, EventLoop loop, Consumer<? super SignalEvent> handler) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(handler, "handler");
        return TABLE.add(SignalNames.canonical(signal), loop, handler);
    }

    /**
     * Returns the name under which a signal is reported.
     *
     * @param signal as in {@link #on}
     * @return upper case, without {@code SIG}
     * @throws IllegalArgumentException if there is no such signal
     */
    public static String name(String signal) {
        String name = SignalNames.canonical(signal);
        TABLE.number(name);
        return name;
    }

    /**
     * Tells why a signal cannot be listened to, without listening to it.
     *
     * @param signal as in {@link #on}
     * @return a reason for people, null if nothing is known that would prevent it
     * @throws IllegalArgumentException if there is no such signal
     */
    public static @Nullable String refusal(String signal) {
        return SignalNames.refusal(name(signal));
    }
}
