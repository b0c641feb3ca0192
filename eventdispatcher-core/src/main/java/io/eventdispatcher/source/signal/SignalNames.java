package io.eventdispatcher.source.signal;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How people write signals, and why some cannot be had.
 *
 * <p>Threading: immutable.
 */
final class SignalNames {
    private static final String KERNEL = "the kernel never delivers it; TERM is the signal that asks a process to end";
    private static final String CRASH =
            "the JVM itself lives on it (null checks, stack banging, memory-mapped files); USR1 is free";
    private static final Map<String, String> REFUSALS = Map.of(
            "KILL", KERNEL,
            "STOP", KERNEL,
            "QUIT", "the JVM prints a thread dump on it; use USR1, or start the JVM with -Xrs to do without the dump",
            "SEGV", CRASH,
            "BUS", CRASH,
            "FPE", CRASH,
            "ILL", CRASH,
            "USR2",
                    "the JVM suspends threads with it; use USR1, or move the JVM's own signal with the environment"
                            + " variable _JAVA_SR_SIGNUM",
            "PIPE", "the JVM turns it into an IOException of the write",
            "XFSZ", "the JVM turns it into an IOException of the write");

    private static final String[] BY_NUMBER = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    private SignalNames() {}

    /** Upper case without {@code SIG}; a number (those of Linux on x86 and ARM) becomes its name. */
    static String canonical(String signal) {
        String name = signal.trim().toUpperCase(Locale.ROOT);
        if (name.startsWith("SIG")) {
            name = name.substring(3);
        }
        if (name.matches("[0-9]{1,3}")) {
            int number = Integer.parseInt(name);
            if (number < 1 || number >= BY_NUMBER.length) {
                throw new IllegalArgumentException("signal number out of range: value=" + number + " min=1 max="
                        + (BY_NUMBER.length - 1) + "; real-time signals are not known to the JVM");
            }
            name = BY_NUMBER[number];
        }
        return name.equals("POLL") ? "IO" : name;
    }

    /** Why the JVM keeps a signal, null if it is free as far as known. */
    static @Nullable String refusal(String name) {
        return REFUSALS.get(name);
    }
}
