package io.eventdispatcher.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an {@link SSLContext} of files.
 *
 * <p>Threading: any thread.
 */
final class TlsMaterial {

    private static final Logger log = LoggerFactory.getLogger(TlsMaterial.class);

    /** Sessions that could be resumed, per context; each holds the peer's certificates. */
    private static final int MAX_SESSIONS = 1024;

    private static final char[] NO_PASSWORD = new char[0];

    private TlsMaterial() {}

    static SSLContext ofPem(Path chain, Path key, @Nullable Path trusted) throws TlsMaterialException {
        List<X509Certificate> certificates = PemFile.read(chain).certificates();
        X509Certificate own = certificates.get(0);
        PrivateKey privateKey = PemFile.read(key).privateKey(own.getPublicKey().getAlgorithm());
        if (!KeyPairCheck.belongTogether(own.getPublicKey(), privateKey)) {
            throw new TlsMaterialException(
                    "the private key does not belong to the first certificate of the chain: certificate=" + chain
                            + " key=" + key + " subject='" + own.getSubjectX500Principal() + "'",
                    null);
        }
        warnUnlessValid(own, chain);
        try {
            KeyStore keys = emptyStore();
            keys.setKeyEntry("own", privateKey, NO_PASSWORD, certificates.toArray(Certificate[]::new));
            return context(keys, NO_PASSWORD, trusted == null ? null : authorities(trusted));
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(chain, e);
        }
    }

    static SSLContext trusting(Path trusted) throws TlsMaterialException {
        try {
            return context(null, NO_PASSWORD, authorities(trusted));
        } catch (TlsMaterialException e) {
            throw e;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(trusted, e);
        }
    }

    static SSLContext ofKeyStore(Path store, char[] password, @Nullable Path trust, char @Nullable [] trustPassword)
            throws TlsMaterialException {
        KeyStore keys = load(store, password);
        KeyStore authorities = trust == null ? null : load(trust, trustPassword);
        try {
            checkKeys(keys, store, password);
            return context(keys, password, authorities);
        } catch (TlsMaterialException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw unusable(store, e);
        }
    }

    private static KeyStore load(Path path, char @Nullable [] password) throws TlsMaterialException {
        try {
            return KeyStore.getInstance(path.toFile(), password);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsMaterialException(
                    "cannot open the key store: path=" + path + ": " + e.getMessage()
                            + "; it must be PKCS#12 or JKS, readable for this user, and the password must be right",
                    e);
        }
    }

    private static void checkKeys(KeyStore keys, Path path, char[] password)
            throws GeneralSecurityException, TlsMaterialException {
        boolean found = false;
        for (String alias : Collections.list(keys.aliases())) {
            Key key = keys.isKeyEntry(alias) ? keys.getKey(alias, password) : null;
            if (key instanceof PrivateKey && keys.getCertificate(alias) instanceof X509Certificate own) {
                found = true;
                warnUnlessValid(own, path);
            }
        }
        if (!found) {
            throw new TlsMaterialException(
                    "no private key with a certificate in the key store: path=" + path
                            + "; a store of trusted certificates is given as the other argument",
                    null);
        }
    }

    private static void warnUnlessValid(X509Certificate own, Path path) {
        try {
            own.checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            log.warn(
                    "certificate is not valid today, peers will refuse it: path={} subject='{}' from={} to={}",
                    path,
                    own.getSubjectX500Principal(),
                    own.getNotBefore().toInstant(),
                    own.getNotAfter().toInstant());
        }
    }

    private static KeyStore authorities(Path pem) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate certificate : PemFile.read(pem).certificates()) {
            store.setCertificateEntry("trusted-" + ++number, certificate);
        }
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** PKIX key managers choose among several certificates by the name that the client asks for (SNI, RFC 6066). */
    private static SSLContext context(@Nullable KeyStore keys, char[] password, @Nullable KeyStore authorities)
            throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        context.getServerSessionContext().setSessionCacheSize(MAX_SESSIONS);
        context.getClientSessionContext().setSessionCacheSize(MAX_SESSIONS);
        return context;
    }

    private static TlsMaterialException unusable(Path path, Exception cause) {
        return cause instanceof TlsMaterialException known
                ? known
                : new TlsMaterialException("unusable TLS material: path=" + path + ": " + cause.getMessage(), cause);
    }
}
