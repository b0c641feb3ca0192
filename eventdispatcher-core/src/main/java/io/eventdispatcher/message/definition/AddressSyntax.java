package io.eventdispatcher.message.definition;

import java.util.regex.Pattern;

/**
 * The syntax of addresses: {@code 127.0.0.1}, {@code 127.0.0.1:80}, {@code ::1}, {@code [::1]:80}, {@code host:80}.
 *
 * <p>Threading: immutable.
 */
final class AddressSyntax {
    private static final int MAX_CHARS = 300; // 253 of a host name, and the port
    private static final int MAX_HOST_CHARS = 253;
    private static final int MAX_PORT = 65535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

    private AddressSyntax() {}

    static boolean isAddress(String text) {
        if (text.length() > MAX_CHARS) {
            return false;
        }
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && isIpv6(text.substring(1, end)) && isPortSuffix(text.substring(end + 1));
        }
        int colon = text.indexOf(':');
        if (colon != text.lastIndexOf(':')) {
            return isIpv6(text);
        }
        String host = colon < 0 ? text : text.substring(0, colon);
        return isHost(host) && (colon < 0 || isPort(text.substring(colon + 1)));
    }

    private static boolean isPortSuffix(String text) {
        return text.isEmpty() || text.startsWith(":") && isPort(text.substring(1));
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= MAX_PORT;
    }

    private static boolean isHost(String text) {
        if (NUMBERS.matcher(text).matches()) {
            return isIpv4(text);
        }
        if (text.isEmpty() || text.length() > MAX_HOST_CHARS) {
            return false;
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        for (String label : name.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv4(String text) {
        String[] bytes = text.split("\\.", -1);
        boolean valid = bytes.length == 4;
        for (String b : bytes) {
            valid &= b.length() >= 1 && b.length() <= 3 && PORT.matcher(b).matches() && Integer.parseInt(b) <= 255;
        }
        return valid;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == 8;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before);
        int right = after.isEmpty() ? 0 : groups(after);
        // the last group may be an IPv4 address, but not in front of the gap
        return left >= 0 && right >= 0 && left + right <= 7 && before.indexOf('.') < 0;
    }

    /** Number of 16-bit groups; -100 when one is not valid. */
    private static int groups(String text) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i + 1 == parts.length;
            if (GROUP.matcher(parts[i]).matches()) {
                count++;
            } else if (last && isIpv4(parts[i])) {
                count += 2;
            } else {
                return -100;
            }
        }
        return count;
    }
}
