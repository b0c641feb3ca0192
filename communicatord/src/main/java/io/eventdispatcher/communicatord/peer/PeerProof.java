package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Peer;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whether a peer may be a daemon of a given name. With TLS its certificate says so: by default the common name of the subject is
 * the name of the server. The password of the original is not asked for, which everybody has who reads one message.
 *
 * <p>Threading: immutable.
 *
 * @param settings of the links
 */
record PeerProof(MeshSettings settings) {

    /** Whether a peer may speak as a daemon at all; its name is not known yet. */
    boolean permits(Peer peer) {
        return peer.certified() || settings.plaintext();
    }

    /** What is wrong with a peer that calls itself so; empty = nothing. */
    String problem(Peer peer, String server) {
        if (!peer.certified()) {
            return settings.plaintext() ? "" : "a certificate is needed";
        }
        if (!settings.subjects().isEmpty()) {
            return settings.subjects().contains(peer.user()) ? "" : "the certificate is not that of a daemon";
        }
        return server.equals(commonName(peer.user()))
                ? ""
                : "the common name of the certificate is not the server_name";
    }

    private static String commonName(String subject) {
        try {
            for (Rdn each : new LdapName(subject).getRdns()) {
                if (each.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(each.getValue());
                }
            }
        } catch (InvalidNameException notASubject) {
            return "";
        }
        return "";
    }
}
