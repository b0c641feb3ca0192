package io.eventdispatcher.transport;

/**
 * When the kernel probes a silent TCP peer (RFC 9293, section 3.8.4). Applied where the platform supports it.
 *
 * <p>Threading: immutable.
 *
 * @param idleSeconds silence before the first probe; 0 = as the system is set
 * @param intervalSeconds between probes; 0 = as the system is set
 * @param count unanswered probes after which the peer is given up; 0 = as the system is set
 * @since 0.1
 */
public record KeepAliveProbes(int idleSeconds, int intervalSeconds, int count) {

    /** Everything as the system is set: on Linux usually 2 hours, 75 seconds, 9 probes. */
    public static final KeepAliveProbes SYSTEM = new KeepAliveProbes(0, 0, 0);

    /**
     * Checks the ranges.
     *
     * @param idleSeconds see the record
     * @param intervalSeconds see the record
     * @param count see the record
     * @throws IllegalArgumentException if a value is negative, or above 32,767 seconds or 127 probes (Linux' limits)
     */
    public KeepAliveProbes {
        if (idleSeconds < 0 || idleSeconds > 32_767 || intervalSeconds < 0 || intervalSeconds > 32_767) {
            throw new IllegalArgumentException("keep-alive times must be 0 to 32767 seconds: idleSeconds=" + idleSeconds
                    + " intervalSeconds=" + intervalSeconds);
        }
        if (count < 0 || count > 127) {
            throw new IllegalArgumentException("keep-alive count must be 0 to 127: count=" + count);
        }
    }
}
