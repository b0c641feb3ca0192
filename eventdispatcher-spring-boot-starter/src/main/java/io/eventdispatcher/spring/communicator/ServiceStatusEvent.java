package io.eventdispatcher.spring.communicator;

/**
 * Published when the daemon says that a service came, went, or is not known.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @param service its name
 * @param server its machine; empty when the daemon does not say
 * @param status what the daemon says
 * @since 0.1
 */
public record ServiceStatusEvent(String service, String server, Status status) {

    /**
     * What the daemon says of a service.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    public enum Status {
        /** It is registered. */
        UP,
        /** It was registered until now. */
        DOWN,
        /** The daemon does not know. */
        UNKNOWN
    }
}
