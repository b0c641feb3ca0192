package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Names that come from the machine: its own, and those of installed services.
 *
 * <p>Threading: immutable.
 */
final class ServerName {

    private static final String SUFFIX = ".service";

    private ServerName() {}

    /**
     * Decides the name of this machine.
     *
     * @param configured null = by its host name
     * @return a valid name
     * @throws UnusablePropertyException if what is configured is none
     */
    static String of(@Nullable String configured) {
        if (configured == null || configured.isBlank()) {
            return fromHost(hostName());
        }
        if (!Services.isName(configured)) {
            throw new UnusablePropertyException(
                    "communicatord.server-name",
                    configured,
                    "it is not a name",
                    "use letters, digits and underscores, not starting with a digit");
        }
        return configured;
    }

    /** The original removes dots, so that two hosts may get the same name. */
    static String fromHost(String host) {
        String name = host.replace('-', '_').replace('.', '_');
        return Services.isName(name) ? name : Services.DAEMON;
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (IOException noName) {
                return Services.DAEMON;
            }
        }
    }

    /**
     * Lists the installed services.
     *
     * @param directory with files NAME.service
     * @return sorted; empty when there is no such directory
     */
    static Set<String> installed(Path directory) {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    name = name.substring(0, name.length() - SUFFIX.length());
                    if (Services.isName(name)) {
                        names.add(name);
                    }
                }
            } catch (IOException e) {
                throw new UnusablePropertyException(
                        "communicatord.services",
                        directory.toString(),
                        "the directory cannot be read: " + e.getMessage(),
                        "make it readable, or name another one");
            }
        }
        return names;
    }
}
