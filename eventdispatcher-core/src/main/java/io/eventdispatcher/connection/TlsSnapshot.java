package io.eventdispatcher.connection;

import java.security.Principal;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What the encryption of a connection is.
 *
 * <p>Threading: immutable.
 *
 * @param protocol for example {@code "TLSv1.3"}
 * @param cipher name of the cipher suite, for example {@code "TLS_AES_256_GCM_SHA384"}
 * @param peerSubject subject of the peer's certificate, null when it presented none
 * @since 0.1
 */
public record TlsSnapshot(
        String protocol, String cipher, @Nullable String peerSubject) {

    static @Nullable TlsSnapshot of(@Nullable SSLSession session) {
        return session == null
                ? null
                : new TlsSnapshot(session.getProtocol(), session.getCipherSuite(), subject(session));
    }

    private static @Nullable String subject(SSLSession session) {
        try {
            Principal peer = session.getPeerPrincipal();
            return peer == null ? null : peer.getName();
        } catch (SSLPeerUnverifiedException noCertificate) {
            return null;
        }
    }
}
