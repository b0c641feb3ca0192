package io.eventdispatcher.tools.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The name of this computer as the sender of a message.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class HostName {

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /**
     * The name of this computer, of the kernel where it tells, else as the name service says.
     *
     * @return not checked
     */
    public static String ofSystem() {
        try {
            return Files.readString(KERNEL, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "localhost";
            }
        }
    }

    /**
     * Makes a host name a valid name of a server: other characters than letters, digits and underscores become
     * underscores. Differs from the original, which fails then.
     *
     * @param host any text
     * @return {@code [A-Za-z_][A-Za-z0-9_]*}
     */
    public static String asServerName(String host) {
        String name = host.replaceAll("[^A-Za-z0-9_]", "_");
        boolean startsWell = !name.isEmpty() && !Character.isDigit(name.charAt(0));
        return startsWell ? name : "_" + name;
    }
}
