package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.backoff.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How a daemon keeps links to others.
 *
 * <p>Threading: immutable.
 *
 * @param server name of this daemon
 * @param myAddress where others reach it
 * @param secure whether links are encrypted unless told otherwise
 * @param plaintext whether links without encryption are permitted
 * @param discover whether daemons are linked to that only others have told of
 * @param neighbors who is configured
 * @param networks addresses that others may tell of
 * @param subjects subjects of certificates of daemons; empty = the common name must be the name of the server
 * @param installed services installed on this machine
 * @param ping pause between two questions whether a daemon is still there
 * @param deadAfter silence after which it is taken for gone
 * @param retry pauses between attempts
 * @param afterRefusal pauses after a refusal
 * @since 0.1
 */
public record MeshSettings(
        String server,
        LinkAddress myAddress,
        boolean secure,
        boolean plaintext,
        boolean discover,
        List<Configured> neighbors,
        List<Network> networks,
        Set<String> subjects,
        Set<String> installed,
        Duration ping,
        Duration deadAfter,
        Backoff retry,
        Backoff afterRefusal) {

    /**
     * A neighbour that who runs this daemon has named.
     *
     * @param address where it is
     * @param secure whether it is reached with TLS
     * @since 0.1
     */
    public record Configured(LinkAddress address, boolean secure) {}
}
