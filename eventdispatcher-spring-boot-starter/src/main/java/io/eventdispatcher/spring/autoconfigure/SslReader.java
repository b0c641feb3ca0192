package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TlsEndpoint;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.ClientSsl;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.ListenerSsl;
import io.eventdispatcher.spring.lifecycle.TlsHandshakes;
import io.eventdispatcher.spring.tls.Reasons;
import io.eventdispatcher.spring.tls.SslMaterial;
import io.eventdispatcher.spring.tls.SslMaterials;
import io.eventdispatcher.transport.tls.ClientAuth;
import io.eventdispatcher.transport.tls.TlsOptions;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/**
 * Makes options of TLS of the properties below {@code ssl}, naming the key of what cannot be used.
 *
 * <p>Threading: one thread at a time.
 *
 * @param materials loads the bundles
 * @param files finds the file that a bundle could not be loaded from
 * @param observers told how handshakes end
 */
record SslReader(SslMaterials materials, BundleFiles files, List<TlsHandshakes> observers) {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** A bundle and how it is used. */
    record Tls(SslMaterial material, TlsOptions options) {}

    /** Options of a listener; null if it does not encrypt. */
    @Nullable
    Tls listener(String name, String prefix, Endpoint endpoint, @Nullable ListenerSsl ssl) {
        String key = prefix + ".ssl";
        String bundle = ssl == null ? null : ssl.bundle();
        if (!(endpoint instanceof TlsEndpoint)) {
            refuseUnused(prefix, List.of(endpoint), ssl != null, bundle);
            return null;
        }
        if (ssl == null || bundle == null || bundle.isBlank()) {
            throw missing(prefix, endpoint);
        }
        SslMaterial material = material(key + ".bundle", bundle);
        if (!material.hasCertificate()) {
            throw new UnusablePropertyException(
                    key + ".bundle",
                    bundle,
                    "the bundle has no certificate with its key, which a listener must show",
                    "set the certificate and the private key of the key store of the bundle");
        }
        checkTrust(key + ".client-auth", ssl.clientAuth(), material);
        return new Tls(
                material,
                TlsOptions.defaults(material.context())
                        .withObserver(outcome -> observers.forEach(each -> each.ended(name, outcome)))
                        .withProtocols(protocols(key + ".protocols", ssl.protocols(), material))
                        .withClientAuth(ssl.clientAuth())
                        .withHandshakeTimeout(
                                PropertyChecks.positive(key + ".handshake-timeout", ssl.handshakeTimeout()))
                        .withLimits(
                                PropertyChecks.atLeast(key + ".max-handshakes", ssl.maxHandshakes(), 1),
                                PropertyChecks.atLeast(key + ".max-waiting", ssl.maxWaiting(), 1)));
    }

    /** Options of a client; null if none of its addresses encrypts. */
    @Nullable
    Tls client(String name, String prefix, List<Endpoint> endpoints, @Nullable ClientSsl ssl) {
        String key = prefix + ".ssl";
        String bundle = ssl == null ? null : ssl.bundle();
        Endpoint encrypted = endpoints.stream()
                .filter(TlsEndpoint.class::isInstance)
                .findFirst()
                .orElse(null);
        if (encrypted == null) {
            refuseUnused(prefix, endpoints, ssl != null, bundle);
            return null;
        }
        if (ssl == null || bundle == null || bundle.isBlank()) {
            throw missing(prefix, encrypted);
        }
        SslMaterial material = material(key + ".bundle", bundle);
        String serverName = ssl.serverName();
        if (serverName != null && serverName.isBlank()) {
            throw new UnusablePropertyException(
                    key + ".server-name", "", "it is empty", "remove it, or write the name in the peer's certificate");
        }
        return new Tls(
                material,
                TlsOptions.defaults(material.context())
                        .withObserver(outcome -> observers.forEach(each -> each.ended(name, outcome)))
                        .withProtocols(protocols(key + ".protocols", ssl.protocols(), material))
                        .withServerName(serverName)
                        .withVerifyHostName(ssl.verifyHostName())
                        .withHandshakeTimeout(
                                PropertyChecks.positive(key + ".handshake-timeout", ssl.handshakeTimeout())));
    }

    private static void checkTrust(String key, ClientAuth wanted, SslMaterial material) {
        if (wanted != ClientAuth.NONE && !material.hasTrustStore()) {
            throw new UnusablePropertyException(
                    key,
                    wanted.name().toLowerCase(Locale.ROOT),
                    "the bundle '" + material.bundle()
                            + "' has no trust store, so a certificate of any public authority" + " would do",
                    "set the trust store of the bundle to the authority that signs your clients' certificates");
        }
    }

    private static void refuseUnused(String prefix, List<Endpoint> endpoints, boolean set, @Nullable String bundle) {
        if (set) {
            throw new UnusablePropertyException(
                    prefix + ".ssl" + (bundle == null ? "" : ".bundle"),
                    bundle == null ? "" : bundle,
                    "nothing is encrypted on " + endpoints.get(0),
                    "write tls:// in " + prefix + ".uri, or remove it");
        }
    }

    private UnusablePropertyException missing(String prefix, Endpoint endpoint) {
        return new UnusablePropertyException(
                prefix + ".ssl.bundle",
                "",
                "it is missing, and " + endpoint + " needs certificates",
                "name an SSL bundle" + known() + ", or write tcp:// in " + prefix + ".uri");
    }

    private SslMaterial material(String key, String bundle) {
        try {
            return materials.get(bundle);
        } catch (NoSuchSslBundleException e) {
            throw new UnusablePropertyException(
                    key,
                    bundle,
                    "there is no SSL bundle of this name",
                    "name an SSL bundle" + known() + ", or add spring.ssl.bundle.pem." + bundle);
        } catch (RuntimeException e) {
            files.refuseUnreadable(bundle);
            throw new UnusablePropertyException(
                    key, bundle, "the bundle cannot be loaded: " + Reasons.of(e), "correct " + BundleFiles.key(bundle));
        }
    }

    private String known() {
        List<String> names = materials.names();
        return names.isEmpty()
                ? ", for example spring.ssl.bundle.pem.NAME"
                : " (known: " + String.join(", ", names) + ")";
    }

    private static List<String> protocols(String key, @Nullable List<String> wanted, SslMaterial material) {
        List<String> chosen = wanted == null || wanted.isEmpty() ? material.protocols() : wanted;
        if (chosen.isEmpty()) {
            return PROTOCOLS.subList(0, 1);
        }
        for (String each : chosen) {
            if (!PROTOCOLS.contains(each)) {
                throw new UnusablePropertyException(
                        key,
                        each,
                        wanted == chosen
                                ? "it is not a version of TLS that is safe"
                                : "the options of the bundle '" + material.bundle()
                                        + "' name a version of TLS that is not safe",
                        "use " + String.join(" or ", PROTOCOLS));
            }
        }
        return List.copyOf(chosen);
    }
}
