package io.eventdispatcher.tools.command;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.tls.TlsMaterialException;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.tls.TlsOptions;
import io.eventdispatcher.transport.udp.UdpOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the transports that {@code ed-signal} uses.
 *
 * <p>Threading: immutable.
 */
final class SignalTransport {

    private static final Set<String> DATAGRAMS = Set.of("udp", "unix-dgram");

    private SignalTransport() {}

    /** Whether each message travels alone and nobody sees an end. */
    static boolean isDatagram(Endpoint endpoint) {
        return DATAGRAMS.contains(endpoint.scheme());
    }

    static TransportOptions options(SignalSettings settings, Endpoint endpoint) throws ToolException {
        return switch (endpoint.scheme()) {
            case "tls" -> TransportOptions.defaults().with(tls(settings));
            // as the original, which sends to broadcast addresses, too
            case "udp" -> TransportOptions.defaults().with(UdpOptions.defaults().withBroadcast(true));
            default -> TransportOptions.defaults();
        };
    }

    private static TlsOptions tls(SignalSettings settings) throws ToolException {
        Path ca = settings.first(options -> options.ca);
        Path cert = settings.first(options -> options.cert);
        Path key = settings.first(options -> options.key);
        boolean encrypt = settings.isOn(options -> options.encrypt) && ca == null;
        boolean insecure = settings.first(options -> options.insecure, encrypt);
        if ((cert == null) != (key == null)) {
            throw new ToolException(ExitCode.FAILED, "--cert and --key go together");
        }
        try {
            TlsOptions options = TlsOptions.defaults(insecure ? unchecked(cert, key) : checked(ca, cert, key))
                    // old peers are used to it
                    .withProtocols(List.of("TLSv1.3", "TLSv1.2"))
                    .withHandshakeTimeout(settings.first(given -> given.timeout, EdSignal.DEFAULT_TIMEOUT))
                    .withServerName(settings.first(given -> given.tlsName));
            return insecure ? options.withVerifyHostName(false) : options;
        } catch (TlsMaterialException | GeneralSecurityException e) {
            throw new ToolException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static TlsContext checked(@Nullable Path ca, @Nullable Path cert, @Nullable Path key)
            throws TlsMaterialException {
        if (cert != null && key != null) {
            return TlsContext.ofPem(cert, key, ca);
        }
        return ca == null ? TlsContext.system() : TlsContext.trusting(ca);
    }

    private static TlsContext unchecked(@Nullable Path cert, @Nullable Path key) throws GeneralSecurityException {
        if (cert != null && key != null) {
            throw new GeneralSecurityException("--cert does not go with --insecure; name the authority with --ca");
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsEverybody()}, null);
        return TlsContext.of(context);
    }
}
