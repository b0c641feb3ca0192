package io.eventdispatcher.transport;

import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link Acceptor}. What a scheme does not have is ignored.
 *
 * <p>Threading: immutable.
 *
 * @param backlog peers that may wait to be accepted, 1 or more; the system may lower it (Linux:
 *     {@code net.core.somaxconn})
 * @param reuseAddress whether a TCP port can be bound while connections of a former listener linger (SO_REUSEADDR)
 * @param unixPermissions of the file of a Unix socket, as {@code rw-rw----}; connecting needs the right to write
 * @param unixGroup the group that the file of a Unix socket is given to; null = as the system chooses
 * @param unsafePlaintext whether an unencrypted listener may be bound to an address other than loopback, where anybody on
 *     the network can read, forge and connect
 * @param accepted settings of the accepted streams
 * @since 0.1
 */
public record ListenOptions(
        int backlog,
        boolean reuseAddress,
        String unixPermissions,
        @Nullable String unixGroup,
        boolean unsafePlaintext,
        TransportOptions accepted) {

    private static final ListenOptions DEFAULTS =
            new ListenOptions(1024, true, "rw-------", null, false, TransportOptions.defaults());

    /**
     * Checks the ranges.
     *
     * @param backlog see the record
     * @param reuseAddress see the record
     * @param unixPermissions see the record
     * @param unixGroup see the record
     * @param unsafePlaintext see the record
     * @param accepted see the record
     * @throws IllegalArgumentException if the backlog is below 1, the permissions are not nine characters like {@code
     *     rw-rw----}, or the group is empty
     */
    public ListenOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("the backlog must be 1 or more: backlog=" + backlog);
        }
        try {
            PosixFilePermissions.fromString(unixPermissions);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "permissions of a Unix socket are nine characters like rw-rw----: unixPermissions='"
                            + unixPermissions + "'",
                    e);
        }
        if (unixGroup != null && unixGroup.isBlank()) {
            throw new IllegalArgumentException("the group of a Unix socket is empty; leave it out to keep the system's"
                    + " choice: unixGroup='" + unixGroup + "'");
        }
    }

    /**
     * The defaults: backlog 1,024, reuse the address, Unix sockets for the owner only, plaintext on loopback only.
     *
     * @return the defaults
     * @since 0.1
     */
    public static ListenOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Replaces {@link #backlog}.
     *
     * @param peers that may wait, 1 or more
     * @return a changed copy
     * @throws IllegalArgumentException if below 1
     * @since 0.1
     */
    public ListenOptions withBacklog(int peers) {
        return new ListenOptions(peers, reuseAddress, unixPermissions, unixGroup, unsafePlaintext, accepted);
    }

    /**
     * Replaces {@link #reuseAddress}.
     *
     * @param wanted whether to reuse
     * @return a changed copy
     * @since 0.1
     */
    public ListenOptions withReuseAddress(boolean wanted) {
        return new ListenOptions(backlog, wanted, unixPermissions, unixGroup, unsafePlaintext, accepted);
    }

    /**
     * Replaces what concerns the file of a Unix socket.
     *
     * @param permissions see {@link #unixPermissions}
     * @param group see {@link #unixGroup}
     * @return a changed copy
     * @throws IllegalArgumentException if one is not valid
     * @since 0.1
     */
    public ListenOptions withUnixFile(String permissions, @Nullable String group) {
        return new ListenOptions(backlog, reuseAddress, permissions, group, unsafePlaintext, accepted);
    }

    /**
     * Replaces {@link #unsafePlaintext}.
     *
     * @param wanted true only where the network itself is trusted or encrypted
     * @return a changed copy
     * @since 0.1
     */
    public ListenOptions withUnsafePlaintext(boolean wanted) {
        return new ListenOptions(backlog, reuseAddress, unixPermissions, unixGroup, wanted, accepted);
    }

    /**
     * Replaces {@link #accepted}.
     *
     * @param options of the accepted streams
     * @return a changed copy
     * @since 0.1
     */
    public ListenOptions withAccepted(TransportOptions options) {
        return new ListenOptions(backlog, reuseAddress, unixPermissions, unixGroup, unsafePlaintext, options);
    }
}
