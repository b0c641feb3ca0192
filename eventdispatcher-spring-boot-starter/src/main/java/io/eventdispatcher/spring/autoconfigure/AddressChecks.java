package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.endpoint.AbstractEndpoint;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.endpoint.TlsEndpoint;
import io.eventdispatcher.endpoint.UnixDatagramEndpoint;
import io.eventdispatcher.endpoint.UnixEndpoint;
import io.eventdispatcher.transport.ListenOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Checks what stands beside the address of a listener: whether it may be reached without encryption, and who may use its
 * file.
 *
 * <p>Threading: immutable.
 *
 * @param prefix of the keys, {@code eventdispatcher.listeners.NAME}
 * @param uri as it was written
 * @param endpoint what it says
 */
record AddressChecks(String prefix, String uri, Endpoint endpoint) {

    /** Unencrypted addresses that other machines reach are refused unless somebody wrote down that this is wanted. */
    void plaintext(boolean allowed) {
        if (allowed || !(endpoint instanceof InetEndpoint inet) || endpoint instanceof TlsEndpoint) {
            return;
        }
        try {
            InetAddress address = InetAddress.getByName(inet.host());
            // where a multicast group can be reached from depends on the interface; the listener looks
            if (!Endpoint.isLoopback(address) && !address.isMulticastAddress()) {
                throw new UnusablePropertyException(
                        prefix + ".uri",
                        uri,
                        "other machines reach it, and nothing is encrypted there",
                        "listen on 127.0.0.1, write tls:// with an SSL bundle, or set " + prefix
                                + ".unsafe-plaintext=true if everybody on that network may read, forge and connect");
            }
        } catch (UnknownHostException leftToTheListener) {
            return;
        }
    }

    /** Options of the file, where the address has one. */
    ListenOptions file(@Nullable String permissions, @Nullable String group) {
        ListenOptions options = ListenOptions.defaults();
        if (permissions != null) {
            refuseWithoutFile("permissions", permissions);
            try {
                options = options.withUnixFile(permissions, null);
            } catch (IllegalArgumentException e) {
                throw PropertyChecks.unusable(prefix + ".permissions", permissions, e, "write for example rw-rw----");
            }
        }
        if (group != null) {
            refuseWithoutFile("group", group);
            checkGroup(group);
            options = options.withUnixFile(options.unixPermissions(), group);
        }
        return options;
    }

    private void refuseWithoutFile(String property, String value) {
        boolean hasFile = endpoint instanceof UnixEndpoint
                || endpoint instanceof UnixDatagramEndpoint
                || endpoint instanceof FifoEndpoint;
        if (!hasFile) {
            throw new UnusablePropertyException(
                    prefix + "." + property,
                    value,
                    "only Unix sockets and FIFOs have a file, this listens on " + endpoint,
                    endpoint instanceof AbstractEndpoint ? "remove it, or use a path instead of a name" : "remove it");
        }
    }

    private void checkGroup(String group) {
        String key = prefix + ".group";
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException e) {
            throw new UnusablePropertyException(
                    key, group, "this machine has no such group", "use one that 'getent group' lists");
        } catch (IOException | UnsupportedOperationException e) {
            throw new UnusablePropertyException(
                    key, group, "groups cannot be looked up here: " + e.getMessage(), "remove it");
        }
    }
}
