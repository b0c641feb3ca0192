package io.eventdispatcher.transport;

import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * How long the path of a Unix socket can be.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class SocketPath {

    /** {@code sockaddr_un.sun_path} has 108 bytes on Linux; the JDK uses two less. */
    static final int MAX_BYTES = 106;

    /** The JDK's name for the charset of paths is not public; on every current Unix it is the platform's. */
    private static final Charset CHARSET = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private SocketPath() {}

    static int length(Path path) {
        return path.toString().getBytes(CHARSET).length;
    }

    /**
     * Says whether a path fits into a socket address.
     *
     * @param path any path
     * @return whether it is longer than 106 bytes
     * @since 0.1
     */
    public static boolean isTooLong(Path path) {
        return length(path) > MAX_BYTES;
    }

    /**
     * Describes a path that {@linkplain #isTooLong is too long}.
     *
     * @param path any path
     * @return for an error: the length, the limit and what to do
     * @since 0.1
     */
    public static String tooLong(Path path) {
        return "path too long: length=" + length(path) + " max=" + MAX_BYTES
                + " bytes (the system has 108, the JDK needs two of them); use a shorter directory";
    }
}
