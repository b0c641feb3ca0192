package io.eventdispatcher.spring.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * Finds out whether certificates belong to their keys. Java itself does not look: a certificate that was exchanged before its
 * key would be noticed only by the peers, in every handshake.
 *
 * <p>Threading: immutable.
 */
final class KeyPairs {

    private static final List<String> TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA", "DSA");
    private static final byte[] PROBE = "belongs together".getBytes(StandardCharsets.US_ASCII);

    private KeyPairs() {}

    /**
     * Checks all keys.
     *
     * @return whether there are any
     * @throws IllegalArgumentException if one does not belong to its certificate
     */
    static boolean check(KeyManager[] managers) {
        boolean any = false;
        for (KeyManager manager : managers) {
            if (manager instanceof X509KeyManager keys) {
                for (String type : TYPES) {
                    any |= check(keys, keys.getServerAliases(type, null));
                }
            }
        }
        return any;
    }

    private static boolean check(X509KeyManager keys, String[] aliases) {
        if (aliases == null) {
            return false;
        }
        boolean any = false;
        for (String alias : aliases) {
            PrivateKey key = keys.getPrivateKey(alias);
            X509Certificate[] chain = keys.getCertificateChain(alias);
            if (key != null && chain != null && chain.length > 0) {
                any = true;
                check(key, chain[0]);
            }
        }
        return any;
    }

    private static void check(PrivateKey key, X509Certificate certificate) {
        if (!belong(key, certificate.getPublicKey())) {
            throw new IllegalArgumentException("the private key does not belong to the certificate of "
                    + certificate.getSubjectX500Principal().getName());
        }
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAKey one && certified instanceof RSAKey other) {
            return one.getModulus().equals(other.getModulus());
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(PROBE);
            return verifying.verify(signature);
        } catch (GeneralSecurityException notOfOneKind) {
            return false;
        }
    }
}
