package io.eventdispatcher.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
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
        checkOrder(certificates, chain);
        warnUnlessValid(own, chain);
        try {
            KeyStore keys = emptyStore();
            add(keys, "own", privateKey, certificates.toArray(Certificate[]::new));
            return context(keys, trusted == null ? null : authorities(trusted));
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(chain, e);
        }
    }

    static SSLContext trusting(Path trusted) throws TlsMaterialException {
        try {
            return context(null, authorities(trusted));
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
            if (trust != null && authorities != null) {
                checkTrusts(authorities, trust);
            }
            return context(opened(keys, store, password), authorities);
        } catch (TlsMaterialException e) {
            throw e;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(store, e);
        }
    }

    private static KeyStore load(Path path, char @Nullable [] password) throws TlsMaterialException {
        try {
            return KeyStore.getInstance(path.toFile(), password);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) { // that is no file
            throw new TlsMaterialException(
                    "cannot open the key store: path=" + path + ": " + e.getMessage()
                            + "; it must be PKCS#12 or JKS, readable for this user, and the password must be right",
                    e);
        }
    }

    private static void checkOrder(List<X509Certificate> chain, Path path) throws TlsMaterialException {
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate issued = chain.get(i - 1);
            X509Certificate issuer = chain.get(i);
            if (!issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                throw new TlsMaterialException(
                        "the certificates are not a chain in its order: path=" + path + " number=" + (i + 1)
                                + " subject='" + issuer.getSubjectX500Principal() + "' wanted='"
                                + issued.getIssuerX500Principal() + "'; each must be followed by its issuer",
                        null);
            }
        }
    }

    /** A PKCS#12 store that is opened without its password looks empty. */
    private static void checkTrusts(KeyStore authorities, Path path)
            throws GeneralSecurityException, TlsMaterialException {
        for (String alias : Collections.list(authorities.aliases())) {
            if (authorities.getCertificate(alias) != null) {
                return;
            }
        }
        throw new TlsMaterialException(
                "no trusted certificate in the trust store: path=" + path
                        + "; a PKCS#12 store shows its certificates only with its password",
                null);
    }

    /** The private keys of a store, as {@link #add} keeps them. */
    private static KeyStore opened(KeyStore keys, Path path, char[] password)
            throws GeneralSecurityException, IOException {
        KeyStore opened = emptyStore();
        boolean found = false;
        for (String alias : Collections.list(keys.aliases())) {
            Key key = keys.isKeyEntry(alias) ? keys.getKey(alias, password) : null;
            if (key instanceof PrivateKey && keys.getCertificate(alias) instanceof X509Certificate own) {
                found = true;
                warnUnlessValid(own, path);
                add(opened, alias, (PrivateKey) key, keys.getCertificateChain(alias));
            }
        }
        if (!found) {
            throw new TlsMaterialException(
                    "no private key with a certificate in the key store: path=" + path
                            + "; a store of trusted certificates is given as the other argument",
                    null);
        }
        return opened;
    }

    /**
     * The key manager decrypts the key anew for each handshake, with the standard 10,000 rounds half of the work of a
     * handshake. This store never leaves the memory, where they would protect nothing.
     */
    private static void add(KeyStore keys, String alias, PrivateKey key, Certificate[] chain)
            throws GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[16];
        byte[] start = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(start);
        PBEParameterSpec oneRound = new PBEParameterSpec(salt, 1, new IvParameterSpec(start));
        keys.setEntry(
                alias,
                new KeyStore.PrivateKeyEntry(key, chain),
                new KeyStore.PasswordProtection(NO_PASSWORD, "PBEWithHmacSHA256AndAES_128", oneRound));
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
    private static SSLContext context(@Nullable KeyStore keys, @Nullable KeyStore authorities)
            throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, NO_PASSWORD);
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
