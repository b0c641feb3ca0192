package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.BindFailedException.Reason;
import java.net.InetAddress;

/**
 * Unencrypted listeners stay on the loopback interface unless somebody has written down that this is unsafe and wanted.
 * Differs from the C++ library, which binds whatever it is told.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class PlaintextRule {

    private PlaintextRule() {}

    /**
     * Checks an address before it is bound.
     *
     * @param endpoint what should be bound, for the message
     * @param address what it resolved to
     * @param options say whether plaintext is allowed everywhere
     * @throws BindFailedException if the address is not loopback and {@link ListenOptions#unsafePlaintext} is off
     * @since 0.1
     */
    public static void check(Endpoint endpoint, InetAddress address, ListenOptions options) throws BindFailedException {
        if (!options.unsafePlaintext() && !Endpoint.isLoopback(address)) {
            throw new BindFailedException(
                    endpoint,
                    Reason.INVALID,
                    "the address can be reached from other machines and nothing is encrypted there: address="
                            + address.getHostAddress()
                            + "; use tls://, listen on 127.0.0.1, or allow it with unsafe-plaintext (in code:"
                            + " ListenOptions.withUnsafePlaintext)",
                    null);
        }
    }
}
