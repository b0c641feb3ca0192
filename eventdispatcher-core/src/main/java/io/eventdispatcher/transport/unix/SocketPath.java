package io.eventdispatcher.transport.unix;

import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * How long the path of a Unix socket can be.
 *
 * <p>Threading: immutable.
 */
final class SocketPath {

    /** {@code sockaddr_un.sun_path} has 108 bytes on Linux; the JDK uses two less. */
    static final int MAX_BYTES = 106;

    /** The JDK's name for the charset of paths is not public; on every current Unix it is the platform's. */
    private static final Charset CHARSET = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private SocketPath() {}

    static int length(Path path) {
        return path.toString().getBytes(CHARSET).length;
    }

    static boolean isTooLong(Path path) {
        return length(path) > MAX_BYTES;
    }

    static String tooLong(Path path) {
        return "path too long: length=" + length(path) + " max=" + MAX_BYTES
                + " bytes (the system has 108, the JDK needs two of them); use a shorter directory";
    }
}
