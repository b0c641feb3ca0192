package io.eventdispatcher.transport.tls;

import java.nio.charset.StandardCharsets;

/** What can be told from the header of a TLS record (RFC 8446 section 5.1) without an engine. */
final class TlsRecords {

    private static final int HEADER_BYTES = 5;
    private static final int MAX_CONTENT_BYTES = 16 * 1024;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int SHOWN_BYTES = 16;

    private TlsRecords() {}

    /** Whether bytes begin with a complete record, or with something that never becomes one. */
    static boolean worthLookingAt(byte[] bytes) {
        int length = bytes.length;
        if (length == 0) {
            return false;
        }
        if (bytes[0] < HANDSHAKE - 2 || bytes[0] > HANDSHAKE + 1) {
            return true;
        }
        if (length < HEADER_BYTES) {
            return false;
        }
        int content = (bytes[3] & 0xff) << 8 | (bytes[4] & 0xff);
        return content > MAX_CONTENT_BYTES || length >= HEADER_BYTES + content;
    }

    /** Whether this cannot be the begin of a handshake. */
    static boolean isForeign(byte[] first) {
        return first.length > 0 && first[0] != HANDSHAKE;
    }

    /** The first bytes of a peer that speaks another protocol, printable. */
    static String shown(byte[] first) {
        String text = new String(first, 0, Math.min(first.length, SHOWN_BYTES), StandardCharsets.ISO_8859_1);
        return text.replaceAll("[^ -~]", ".");
    }

    /**
     * The code of an unencrypted alert among the records of a peer, which an engine that expects encrypted ones takes for
     * damaged; -1 if there is none.
     */
    static int plainAlert(byte[] bytes) {
        int at = 0;
        while (at + HEADER_BYTES <= bytes.length) {
            int content = (bytes[at + 3] & 0xff) << 8 | (bytes[at + 4] & 0xff);
            if (bytes[at] == ALERT && content == 2 && at + HEADER_BYTES + 2 <= bytes.length) {
                return bytes[at + HEADER_BYTES + 1] & 0xff;
            }
            at += HEADER_BYTES + content;
        }
        return -1;
    }

    /** The name of an alert that ends handshakes (RFC 8446 section 6). */
    static String alertName(int code) {
        return switch (code) {
            case 40 -> "handshake_failure";
            case 42 -> "bad_certificate";
            case 45 -> "certificate_expired";
            case 46 -> "certificate_unknown";
            case 48 -> "unknown_ca";
            case 70 -> "protocol_version";
            case 116 -> "certificate_required";
            default -> "see RFC 8446";
        };
    }
}
