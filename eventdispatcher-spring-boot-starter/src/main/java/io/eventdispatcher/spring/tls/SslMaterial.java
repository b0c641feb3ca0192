package io.eventdispatcher.spring.tls;

import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.tls.TlsContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * An SSL bundle in use. When the bundle changes, new handshakes use what it holds then, and live connections stay as they
 * are; what cannot be used, such as a certificate with the key of another, is refused with a warning, and what was loaded
 * before stays in use.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class SslMaterial {

    private static final Logger log = LoggerFactory.getLogger(SslMaterial.class);

    private final String bundle;
    private final NanoClock clock;
    private final boolean hasCertificate;
    private final boolean hasTrustStore;
    private final List<String> protocols;
    private final TlsContext context;
    private long reloads;
    private long failures;
    private @Nullable Instant lastReload;
    private @Nullable String lastFailure;

    SslMaterial(String bundle, SslBundle loaded, NanoClock clock) {
        this.bundle = bundle;
        this.clock = clock;
        this.hasCertificate = KeyPairs.check(loaded.getManagers().getKeyManagers());
        this.hasTrustStore = loaded.getStores().getTrustStore() != null;
        this.protocols = protocols(loaded.getOptions());
        this.context = TlsContext.of(loaded.createSslContext());
    }

    private static List<String> protocols(SslOptions options) {
        String[] enabled = options.getEnabledProtocols();
        return enabled == null ? List.of() : List.of(enabled);
    }

    /** Takes over a changed bundle, or keeps what there is. */
    void update(SslBundle changed) {
        try {
            if (hasCertificate && !KeyPairs.check(changed.getManagers().getKeyManagers())) {
                throw new IllegalArgumentException("there is no certificate in it any more");
            }
            if (hasTrustStore && changed.getStores().getTrustStore() == null) {
                throw new IllegalArgumentException("there is no trust store in it any more");
            }
            context.reload(changed.createSslContext());
        } catch (RuntimeException e) {
            failed(Reasons.of(e));
            return;
        }
        succeeded();
    }

    private void succeeded() {
        synchronized (this) {
            reloads++;
            lastReload = clock.now();
            lastFailure = null;
        }
        log.info("SSL bundle '{}' is loaded anew: new connections use it, live ones stay as they are", bundle);
    }

    private void failed(String reason) {
        synchronized (this) {
            failures++;
            lastFailure = reason;
        }
        log.warn(
                "SSL bundle '{}' cannot be loaded anew: {}; what was loaded before stays in use, replace the files by a"
                        + " certificate and the key that belongs to it",
                bundle,
                reason);
    }

    /**
     * Returns the name.
     *
     * @return the name of the bundle
     */
    public String bundle() {
        return bundle;
    }

    /**
     * Returns what handshakes use.
     *
     * @return the material, the same object for the life of the application
     */
    public TlsContext context() {
        return context;
    }

    /**
     * Tells whether the bundle had a certificate with its key when it was loaded first.
     *
     * @return false if it can only check those of peers
     */
    public boolean hasCertificate() {
        return hasCertificate;
    }

    /**
     * Tells whether the bundle named the authorities it trusts when it was loaded first.
     *
     * @return false if it trusts those that Java trusts
     */
    public boolean hasTrustStore() {
        return hasTrustStore;
    }

    /**
     * Returns the versions of TLS that the options of the bundle enable.
     *
     * @return empty if they do not say
     */
    public List<String> protocols() {
        return protocols;
    }

    /**
     * Returns how often it was loaded anew.
     *
     * @return 0 or more, failures not counted
     */
    public synchronized long reloads() {
        return reloads;
    }

    /**
     * Returns how often it changed to something that could not be used.
     *
     * @return 0 or more
     */
    public synchronized long failedReloads() {
        return failures;
    }

    /**
     * Returns when it was loaded anew.
     *
     * @return the last time that succeeded, null if there was none
     */
    public synchronized @Nullable Instant lastReload() {
        return lastReload;
    }

    /**
     * Returns why it could not be loaded anew.
     *
     * @return null if that never happened, or has succeeded since
     */
    public synchronized @Nullable String lastFailure() {
        return lastFailure;
    }

    @Override
    public String toString() {
        return "SSL bundle '" + bundle + "'";
    }
}
