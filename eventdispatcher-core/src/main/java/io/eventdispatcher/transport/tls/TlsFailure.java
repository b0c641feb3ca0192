package io.eventdispatcher.transport.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Says in words of people why a handshake failed. */
final class TlsFailure {

    private static final int MAX_CAUSES = 10;

    private TlsFailure() {}

    static String reason(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        boolean ours = root instanceof Error || root instanceof RuntimeException;
        String text = ours || root.getMessage() == null ? root.toString() : root.getMessage();
        String hint = hint(root, text);
        return hint.isEmpty() ? text : hint + ": " + text;
    }

    /** Newer JDKs begin with the name of the alert in brackets. */
    private static String hint(Throwable root, String text) {
        if (root instanceof CertificateExpiredException) {
            return "the peer's certificate has expired";
        }
        if (root instanceof CertificateNotYetValidException) {
            return "the peer's certificate is not valid yet";
        }
        if (root instanceof CertPathBuilderException || text.contains("No trusted certificate")) {
            return "the peer's certificate does not come from a trusted authority";
        }
        if (text.contains("No name matching") || text.contains("No subject alternative")) {
            return "the peer's certificate is for another name";
        }
        if (text.contains("Empty client certificate chain")) {
            return "the client has shown no certificate";
        }
        return "";
    }
}
