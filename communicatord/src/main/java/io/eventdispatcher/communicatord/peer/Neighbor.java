package io.eventdispatcher.communicatord.peer;

import org.jspecify.annotations.Nullable;

/**
 * An address where another daemon is, or may be, and what is going on with it.
 *
 * <pre>configured: named by who runs this daemon
 * wanted:     to be linked to
 * confirmed:  a daemon was there once; survives a restart</pre>
 *
 * <p>Threading: loop thread only.
 */
final class Neighbor {

    final LinkAddress address;
    boolean secure;
    boolean configured;
    boolean wanted;
    boolean confirmed;

    /** It has asked to be dialled, whatever the order of the addresses says. */
    boolean asked;

    /** An attempt is under way. */
    boolean busy;

    int failures;
    long nextNanos;

    @Nullable
    String server;

    Neighbor(LinkAddress address, boolean secure) {
        this.address = address;
        this.secure = secure;
    }

    /** Whether it counts as a machine of the cluster. */
    boolean isMember() {
        return configured || confirmed;
    }

    @Override
    public String toString() {
        return address + (server == null ? "" : " (" + server + ")");
    }
}
