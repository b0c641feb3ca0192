package io.eventdispatcher.tls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose certificate is shown and whose certificates are trusted. The material may be exchanged while it is in use: new
 * handshakes take the new one, established connections keep theirs.
 *
 * <p>PEM files hold X.509 certificates and unencrypted PKCS#8 keys (RSA, EC, EdDSA). The key must belong to the first
 * certificate; the others of the chain follow it, its issuer first.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class TlsContext {

    private static final Logger log = LoggerFactory.getLogger(TlsContext.class);

    private final String description;
    private final @Nullable Source source;
    private final boolean clientOnly;
    private final boolean trustsPublicAuthorities;

    /** Null until the trust store of the JVM is needed. Written under the lock of this object. */
    private volatile @Nullable Current current;

    @GuardedBy("this")
    private boolean broken;

    private TlsContext(
            String description,
            @Nullable Source source,
            @Nullable SSLContext first,
            boolean clientOnly,
            boolean trustsPublicAuthorities) {
        this.description = description;
        this.source = source;
        this.current = first == null ? null : new Current(first, 1);
        this.clientOnly = clientOnly;
        this.trustsPublicAuthorities = trustsPublicAuthorities;
    }

    private record Current(SSLContext context, int generation) {}

    private interface Source {
        SSLContext load() throws TlsMaterialException;
    }

    private static TlsContext load(String description, Source source, boolean clientOnly, boolean publicAuthorities)
            throws TlsMaterialException {
        return new TlsContext(description, source, source.load(), clientOnly, publicAuthorities);
    }

    /**
     * Takes a context made elsewhere, for example by an SSL bundle of Spring Boot.
     *
     * @param context initialised; its own limits of cached sessions stay as they are
     * @return the context; exchange it with {@link #reload(SSLContext)}
     * @since 0.1
     */
    public static TlsContext of(SSLContext context) {
        return new TlsContext("given SSLContext", null, Objects.requireNonNull(context, "context"), false, false);
    }

    /**
     * A client without a certificate of its own that trusts the public authorities of the JVM. Their store is read when
     * the first handshake needs it, on a thread for handshakes, because that takes a second on a busy machine; if it
     * cannot be read, the handshakes fail and say so.
     *
     * @return the context
     * @since 0.1
     */
    public static TlsContext system() {
        return new TlsContext("JVM's trust store", null, null, false, true);
    }

    /**
     * Reads PEM files.
     *
     * @param certificateChain own certificate first, then its issuers; the root may be left out
     * @param privateKey unencrypted PKCS#8; may be the same file
     * @param trusted certificates of the authorities that peers' certificates must come from; null = the public
     *     authorities of the JVM, with which client certificates cannot be asked for
     * @return the context
     * @throws TlsMaterialException if a file is missing, damaged, encrypted, or the key is not the certificate's
     * @since 0.1
     */
    public static TlsContext ofPem(Path certificateChain, Path privateKey, @Nullable Path trusted)
            throws TlsMaterialException {
        return load(
                certificateChain.toString(),
                () -> TlsMaterial.ofPem(certificateChain, privateKey, trusted),
                false,
                trusted == null);
    }

    /**
     * Reads a PEM file of authorities, for a client without a certificate of its own.
     *
     * @param pem certificates of the authorities that servers' certificates must come from
     * @return the context; a listener refuses it
     * @throws TlsMaterialException if the file is missing or damaged
     * @since 0.1
     */
    public static TlsContext trusting(Path pem) throws TlsMaterialException {
        return load(pem.toString(), () -> TlsMaterial.trusting(pem), true, false);
    }

    /**
     * Reads key stores. With several keys, a server chooses by the name that the client asks for (SNI).
     *
     * @param keyStore PKCS#12 or JKS with at least one private key
     * @param password of the store and of its keys; copied
     * @param trustStore PKCS#12 or JKS of trusted authorities; null as in {@link #ofPem}
     * @param trustPassword of the trust store, copied; null = it is not checked
     * @return the context
     * @throws TlsMaterialException if a store is missing or damaged, the password is wrong, or there is no key
     * @since 0.1
     */
    public static TlsContext ofKeyStore(
            Path keyStore, char[] password, @Nullable Path trustStore, char @Nullable [] trustPassword)
            throws TlsMaterialException {
        char[] own = password.clone();
        char[] trust = trustPassword == null ? null : trustPassword.clone();
        return load(
                keyStore.toString(),
                () -> TlsMaterial.ofKeyStore(keyStore, own, trustStore, trust),
                false,
                trustStore == null);
    }

    /**
     * The material that the next handshake takes.
     *
     * @return never null
     * @throws IllegalStateException if it is that of {@link #system} and the JVM's trust store cannot be used
     * @since 0.1
     */
    public SSLContext current() {
        return loaded().context;
    }

    private Current loaded() {
        Current known = current;
        return known == null ? loadSystem() : known;
    }

    private synchronized Current loadSystem() {
        Current known = current;
        if (known == null) {
            try {
                known = new Current(SSLContext.getDefault(), 1);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(
                        "the JVM's trust store cannot be used: " + e.getMessage()
                                + "; check the system properties javax.net.ssl.*",
                        e);
            }
            current = known;
        }
        return known;
    }

    /**
     * Counts the exchanges.
     *
     * @return 1 at first, one more after each successful reload
     * @since 0.1
     */
    public int generation() {
        Current known = current;
        return known == null ? 1 : known.generation;
    }

    /**
     * Whether there is certainly no certificate to show, so that no server can be made of it.
     *
     * @return true for {@link #trusting}
     * @since 0.1
     */
    public boolean isClientOnly() {
        return clientOnly;
    }

    /**
     * Whether certificates of the public authorities are certainly trusted: good for a client, but no way to tell who
     * may connect to a server.
     *
     * @return true for {@link #system} and where no trusted authorities were given
     * @since 0.1
     */
    public boolean trustsPublicAuthorities() {
        return trustsPublicAuthorities;
    }

    /**
     * Exchanges the material.
     *
     * @param context for new handshakes
     * @since 0.1
     */
    public synchronized void reload(SSLContext context) {
        Objects.requireNonNull(context, "context");
        int generation = generation() + 1;
        current = new Current(context, generation);
        broken = false;
        log.info("TLS material exchanged: {} generation={}", description, generation);
    }

    /**
     * Reads the files again. What cannot be used is not: the old material stays, which is logged at WARN once until a
     * reload succeeds.
     *
     * @return whether new material is in use
     * @throws IllegalStateException if it was not made of files
     * @since 0.1
     */
    public synchronized boolean reload() {
        Source files = source;
        if (files == null) {
            throw new IllegalStateException(
                    "no files to read again: " + description + "; use reload(SSLContext) instead");
        }
        try {
            reload(files.load());
            return true;
        } catch (TlsMaterialException e) {
            keepOld(e);
            return false;
        }
    }

    @GuardedBy("this")
    private void keepOld(TlsMaterialException failure) {
        if (broken) {
            log.debug("TLS material is still broken: {}", failure.getMessage());
        } else {
            broken = true;
            log.warn(
                    "TLS material not reloaded, the old one (generation={}) stays in use: {}",
                    generation(),
                    failure.getMessage());
        }
    }

    @Override
    public String toString() {
        return "TlsContext[" + description + " generation=" + generation() + "]";
    }
}
