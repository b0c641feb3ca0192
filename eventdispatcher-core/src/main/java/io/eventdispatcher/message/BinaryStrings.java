package io.eventdispatcher.message;

import java.nio.charset.StandardCharsets;

/**
 * Conversion between texts and binary strings (see {@link NameRules}), and the bytes of the latter.
 *
 * <p>Threading: immutable.
 */
final class BinaryStrings {
    private BinaryStrings() {}

    /** Every text for which {@link #problem} is null; others lose what cannot be encoded. */
    static String of(String text) {
        return isAscii(text) ? text : of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String of(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The text of a binary string; malformed UTF-8 becomes U+FFFD. */
    static String text(String binary) {
        return isAscii(binary) ? binary : new String(bytes(binary), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String binary) {
        return binary.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Writes one byte per character and returns the index behind the last. */
    @SuppressWarnings("deprecation") // copies the low bytes, which is what a binary string is made for
    static int copy(String binary, byte[] target, int at) {
        int length = binary.length();
        binary.getBytes(0, length, target, at);
        return at + length;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Why a text cannot be part of a message ("NUL at index 3"); empty when it can. */
    static String problem(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "NUL at index " + i;
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return "unpaired surrogate at index " + i;
                }
                i++;
            }
        }
        return "";
    }
}
