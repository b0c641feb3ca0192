package io.eventdispatcher.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;

/** Whether a private key belongs to a certificate; a pair that was exchanged by halves is found before it is used. */
final class KeyPairCheck {

    private static final byte[] PROBE = "eventdispatcher".getBytes(StandardCharsets.US_ASCII);

    private KeyPairCheck() {}

    static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        if (publicKey instanceof RSAKey known && privateKey instanceof RSAKey own) {
            return known.getModulus().equals(own.getModulus());
        }
        String algorithm = publicKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : publicKey.getAlgorithm();
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
