package io.eventdispatcher.transport.junix;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The address of a Unix socket by its bytes: a path, an abstract name, or none. junixsocket's own address type is an
 * internet address for the JDK, which would print and judge it as one.
 *
 * <p>Threading: immutable.
 */
final class UnixAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    /** Sockets without a name. */
    static final UnixAddress UNNAMED = new UnixAddress(new byte[0]);

    /** As {@code sun_path} has it, without what fills it up: abstract names begin with a NUL. */
    private final byte[] bytes;

    private UnixAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy; NULs at the end are dropped, because junixsocket fills the names of senders up with them. */
    static UnixAddress of(byte[] sunPath) {
        int length = sunPath.length;
        while (length > 0 && sunPath[length - 1] == 0) {
            length--;
        }
        return length == 0 ? UNNAMED : new UnixAddress(Arrays.copyOf(sunPath, length));
    }

    static UnixAddress ofPath(String path) {
        return of(path.getBytes(StandardCharsets.UTF_8));
    }

    static UnixAddress ofName(String name) {
        return of(('\0' + name).getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    boolean isUnnamed() {
        return bytes.length == 0;
    }

    boolean isAbstract() {
        return bytes.length > 0 && bytes[0] == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnixAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** A path as it is, an abstract name as {@code @name}, as other tools print them; control characters escaped. */
    @Override
    public String toString() {
        if (isUnnamed()) {
            return "(unnamed)";
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        StringBuilder result = new StringBuilder(isAbstract() ? "@" : "");
        for (int i = isAbstract() ? 1 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                result.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }
}
