package io.eventdispatcher.framing;

import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Reads the text form of a framing.
 *
 * <p>Threading: immutable.
 */
final class FramingText {

    private FramingText() {}

    static Framing parse(String text, int maxFrameBytes) {
        int colon = text.indexOf(':');
        String kind = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        String argument = colon < 0 ? "" : text.substring(colon + 1);
        if (kind.equals("lines") && colon < 0) {
            return Framing.lines(maxFrameBytes);
        }
        if (kind.equals("raw") && colon < 0) {
            return Framing.raw(maxFrameBytes);
        }
        if (kind.equals("fixed") && !argument.isBlank()) {
            return fixed(text, argument.strip(), maxFrameBytes);
        }
        if (kind.equals("delimiter") && !argument.isEmpty()) {
            return Framing.delimiter(Escapes.read(argument), maxFrameBytes);
        }
        if (kind.equals("length")) {
            return length(text, argument.strip().toLowerCase(Locale.ROOT), maxFrameBytes);
        }
        throw unknown(text);
    }

    private static Framing fixed(String text, String argument, int maxFrameBytes) {
        int size;
        try {
            size = Integer.parseInt(argument);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "framing not understood: '" + text + "': '" + argument + "' is no size in bytes", e);
        }
        if (size > maxFrameBytes) {
            throw new IllegalArgumentException("framing exceeds the limit of frames: '" + text + "' size=" + size
                    + " max=" + maxFrameBytes + "; make the frames smaller or the limit larger");
        }
        return Framing.fixed(size);
    }

    private static Framing length(String text, String argument, int maxFrameBytes) {
        boolean little = argument.endsWith("le");
        String digits = little || argument.endsWith("be") ? argument.substring(0, argument.length() - 2) : argument;
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return switch (digits) {
            case "1" -> Framing.lengthPrefix(1, order, Math.min(maxFrameBytes, 0xFF));
            case "2" -> Framing.lengthPrefix(2, order, Math.min(maxFrameBytes, 0xFFFF));
            case "4" -> Framing.lengthPrefix(4, order, maxFrameBytes);
            default -> throw unknown(text);
        };
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("framing not understood: '" + text
                + "'; known are lines, raw, fixed:SIZE, delimiter:TEXT (escapes \\0 \\t \\n \\r \\\\ \\xHH),"
                + " length:1, length:2, length:4, the latter with le or be for the byte order");
    }
}
