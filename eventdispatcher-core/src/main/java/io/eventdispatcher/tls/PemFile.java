package io.eventdispatcher.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of one PEM file (RFC 7468). Text around the blocks is ignored, so the output of tools can be used as it is.
 *
 * <p>Threading: immutable.
 */
final class PemFile {

    /** A bundle of all public authorities has about 250 KB. */
    private static final long MAX_BYTES = 4 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    private final Path path;
    private final List<Block> blocks;

    private PemFile(Path path, List<Block> blocks) {
        this.path = path;
        this.blocks = List.copyOf(blocks);
    }

    private record Block(String type, String base64) {}

    static PemFile read(Path path) throws TlsMaterialException {
        try {
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw new TlsMaterialException(
                        "file is too long for PEM: path=" + path + " bytes=" + size + " max=" + MAX_BYTES, null);
            }
            return new PemFile(path, blocks(path, Files.readString(path, StandardCharsets.ISO_8859_1)));
        } catch (TlsMaterialException e) {
            throw e;
        } catch (IOException e) {
            throw new TlsMaterialException(
                    "cannot read the PEM file: path=" + path + " ("
                            + e.getClass().getSimpleName() + "); check that it is there and readable for this user",
                    e);
        }
    }

    /** Every block that begins must end: of a file that is half written nothing is used. */
    private static List<Block> blocks(Path path, String text) throws TlsMaterialException {
        List<Block> found = new ArrayList<>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int next = text.indexOf(BEGIN, begin + BEGIN.length());
            String block = text.substring(begin + BEGIN.length(), next < 0 ? text.length() : next);
            int typeEnd = Math.max(0, block.indexOf(DASHES));
            String type = block.substring(0, typeEnd);
            int end = block.indexOf("-----END " + type + DASHES);
            if (end < typeEnd + DASHES.length()) {
                throw new TlsMaterialException(
                        "PEM block without its end: path=" + path + " block='" + type
                                + "'; the file may be half written",
                        null);
            }
            found.add(new Block(type, block.substring(typeEnd + DASHES.length(), end)));
            begin = next;
        }
        return found;
    }

    private byte[] content(Block block) throws TlsMaterialException {
        try {
            return Base64.getMimeDecoder().decode(block.base64);
        } catch (IllegalArgumentException e) {
            throw new TlsMaterialException(
                    "damaged PEM block (not base64): path=" + path + " block='" + block.type + "'", e);
        }
    }

    /** The certificates in the order of the file, at least one. */
    List<X509Certificate> certificates() throws TlsMaterialException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.type.equals("CERTIFICATE") || block.type.equals("TRUSTED CERTIFICATE")) {
                    found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(content(block))));
                }
            }
        } catch (CertificateException e) {
            throw new TlsMaterialException("damaged certificate: path=" + path + ": " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new TlsMaterialException(
                    "no certificate in the PEM file: path=" + path
                            + "; it needs a block that starts with -----BEGIN CERTIFICATE-----",
                    null);
        }
        return found;
    }

    /** The one private key, which must be unencrypted PKCS#8 and of the algorithm of its certificate. */
    PrivateKey privateKey(String algorithm) throws TlsMaterialException {
        for (Block block : blocks) {
            switch (block.type) {
                case "PRIVATE KEY":
                    return decode(content(block), algorithm);
                case "ENCRYPTED PRIVATE KEY":
                    throw new TlsMaterialException(
                            "the private key is encrypted, which is not supported: path=" + path
                                    + "; decrypt it with 'openssl pkcs8 -in key.pem -out plain.pem' into a file that"
                                    + " only this user can read, or use a PKCS#12 key store with a password",
                            null);
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY":
                    throw new TlsMaterialException(
                            "the private key is not in PKCS#8 form: path=" + path + " block='" + block.type
                                    + "'; convert it with 'openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem'",
                            null);
                default:
                    break;
            }
        }
        throw new TlsMaterialException(
                "no private key in the PEM file: path=" + path
                        + "; it needs a block that starts with -----BEGIN PRIVATE KEY-----",
                null);
    }

    private PrivateKey decode(byte[] content, String algorithm) throws TlsMaterialException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
        } catch (GeneralSecurityException e) {
            throw new TlsMaterialException(
                    "the private key is damaged or not of the algorithm of its certificate: path=" + path
                            + " algorithm=" + algorithm,
                    e);
        }
    }
}
