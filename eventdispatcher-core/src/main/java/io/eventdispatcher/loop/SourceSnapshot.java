package io.eventdispatcher.loop;

/**
 * One thing that a loop listens to, or that keeps it alive.
 *
 * <p>Threading: immutable.
 *
 * @param name the name given by the owner; not unique
 * @param kind what it is
 * @param priority 0..255, smaller first; {@link IoRegistration#DEFAULT_PRIORITY} for timers and keep-alive tokens,
 *     which have none
 * @param enabled whether it can cause a callback now; a disabled registration cannot
 * @param detail for people: {@code "interest=read|write"}, {@code "every 1s"}, or empty
 * @since 0.1
 */
public record SourceSnapshot(String name, Kind kind, int priority, boolean enabled, String detail) {
    /**
     * The kinds of sources.
     *
     * @since 0.1
     */
    public enum Kind {
        /** A registered channel. */
        IO,
        /** An armed timer. */
        TIMER,
        /** A {@link KeepAlive} token. */
        KEEP_ALIVE
    }
}
