package io.eventdispatcher.communicatord.status;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is known of this machine's clock.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum ClockState {
    /** The system says that it follows a time server. */
    VERIFIED,
    /** Nothing here says so. */
    NO_NTP;

    /** Written by systemd-timesyncd once it has set the clock. */
    private static final Path SYNCHRONIZED = Path.of("/run/systemd/timesync/synchronized");

    /**
     * Looks at this machine.
     *
     * @return what it says now
     */
    public static ClockState ofMachine() {
        return Files.exists(SYNCHRONIZED) ? VERIFIED : NO_NTP;
    }

    /**
     * Returns the value of {@code clock_resolution}.
     *
     * @return as the original writes it
     */
    public String resolution() {
        return this == VERIFIED ? "verified" : "no_ntp";
    }
}
