package io.eventdispatcher.endpoint;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * IPv4 and IPv6 literals. The JDK's parser is not used: it takes "127.1" and "2130706433" for addresses and asks the
 * name service about what it does not know.
 *
 * <p>Threading: immutable.
 */
final class InetLiteral {

    static final int V4_BYTES = 4;
    static final int V6_BYTES = 16;

    private static final int GROUPS = 8;

    private InetLiteral() {}

    /** Returns the 4 or 16 bytes of a literal without brackets and zone, or null when the text is none. */
    static byte @Nullable [] parse(String text) {
        int percent = text.indexOf('%');
        String address = percent < 0 ? text : text.substring(0, percent);
        return address.indexOf(':') < 0 ? parseV4(text) : parseV6(address);
    }

    private static byte @Nullable [] parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4_BYTES) {
            return null;
        }
        byte[] address = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            int value = digits(parts[i], 10, 3);
            boolean leadingZero = parts[i].length() > 1 && parts[i].charAt(0) == '0';
            if (value < 0 || value > 255 || leadingZero) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    private static byte @Nullable [] parseV6(String text) {
        int gap = text.indexOf("::");
        byte @Nullable [] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        byte @Nullable [] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int length = head.length + tail.length;
        if (gap < 0 ? length != V6_BYTES : length > V6_BYTES - 2) {
            return null;
        }
        byte[] address = new byte[V6_BYTES];
        System.arraycopy(head, 0, address, 0, head.length);
        System.arraycopy(tail, 0, address, V6_BYTES - tail.length, tail.length);
        return address;
    }

    /** The bytes of colon-separated groups, of which the last may be an IPv4 address. */
    private static byte @Nullable [] groups(String text, boolean mayEndWithV4) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        if (parts.length > GROUPS) {
            return null;
        }
        byte @Nullable [] v4 = mayEndWithV4 ? parseV4(parts[parts.length - 1]) : null;
        int words = v4 == null ? parts.length : parts.length - 1;
        byte[] bytes = new byte[2 * words + (v4 == null ? 0 : V4_BYTES)];
        for (int i = 0; i < words; i++) {
            int value = digits(parts[i], 16, 4);
            if (value < 0) {
                return null;
            }
            bytes[2 * i] = (byte) (value >>> 8);
            bytes[2 * i + 1] = (byte) value;
        }
        if (v4 != null) {
            System.arraycopy(v4, 0, bytes, 2 * words, V4_BYTES);
        }
        return bytes;
    }

    /** The value of 1 to {@code maxDigits} ASCII digits, or -1. */
    private static int digits(String text, int radix, int maxDigits) {
        if (text.isEmpty() || text.length() > maxDigits) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    static boolean isLoopback(byte[] address) {
        if (address.length == V4_BYTES) {
            return address[0] == 127;
        }
        return isMapped(address) ? address[12] == 127 : zeros(address, 0, 15) && address[15] == 1;
    }

    static boolean isWildcard(byte[] address) {
        return zeros(address, isMapped(address) ? 12 : 0, address.length);
    }

    /** Whether an IPv4 address lies in the last four bytes: ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2). */
    private static boolean isMapped(byte[] address) {
        return address.length == V6_BYTES && zeros(address, 0, 10) && address[10] == -1 && address[11] == -1;
    }

    private static boolean zeros(byte[] address, int from, int to) {
        for (int i = from; i < to; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Prints an address as RFC 5952 asks for: lower case, the longest run of two or more zero groups left out. */
    static String print(byte[] address) {
        if (address.length == V4_BYTES) {
            return printV4(address, 0);
        }
        if (isMapped(address)) {
            return "::ffff:" + printV4(address, 12);
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && zeros(address, 2 * (i + run), 2 * (i + run) + 2)) {
                run++;
            }
            if (run > gapLength) {
                gapStart = i;
                gapLength = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            int group = Byte.toUnsignedInt(address[2 * i]) << 8 | Byte.toUnsignedInt(address[2 * i + 1]);
            text.append(Integer.toHexString(group).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    private static String printV4(byte[] address, int offset) {
        return Byte.toUnsignedInt(address[offset]) + "." + Byte.toUnsignedInt(address[offset + 1]) + "."
                + Byte.toUnsignedInt(address[offset + 2]) + "." + Byte.toUnsignedInt(address[offset + 3]);
    }
}
