package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.endpoint.UnixEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Switches the daemon on inside the application, and finds the address where it is to listen. Whatever is configured under
 * {@code communicatord} wins.
 *
 * <p>Threading: called by the thread that starts the application.
 */
final class EmbeddedDaemon {

    private static final String DAEMON = "io.eventdispatcher.communicatord.daemon.CommunicatordAutoConfiguration";
    private static final String MODE = "eventdispatcher.communicator.mode";
    private static final String URI = "eventdispatcher.communicator.uri";
    private static final String UNIX_LISTEN = "communicatord.unix-listen";
    private static final String LOCAL_LISTEN = "communicatord.local-listen";
    private static final String OFF = "off";

    private EmbeddedDaemon() {}

    /**
     * Adds the properties of the daemon.
     *
     * @param properties of the client
     * @param environment what is configured
     * @param loader finds the daemon; null = that of this class
     * @param made where to add them
     * @return where the client connects to
     */
    static String configure(
            CommunicatorProperties properties,
            Environment environment,
            @Nullable ClassLoader loader,
            Map<String, Object> made) {
        if (!ClassUtils.isPresent(DAEMON, loader)) {
            throw new UnusablePropertyException(
                    MODE,
                    "embedded",
                    "the daemon is not on the class path",
                    "add the dependency io.eventdispatcher:eventdispatcher-communicatord, or remove the property and run"
                            + " communicatord beside the application");
        }
        made.put("communicatord.enabled", "true");
        made.put("communicatord.signal", OFF);
        made.put(UNIX_LISTEN, OFF);
        made.put(LOCAL_LISTEN, OFF);
        List<String> uris = properties.uri();
        if (uris.size() > 1) {
            throw new UnusablePropertyException(
                    URI, String.join(",", uris), "an embedded daemon has one address", "leave only one");
        }
        return uris.isEmpty() ? own(environment, made) : given(uris.get(0), made);
    }

    private static String own(Environment environment, Map<String, Object> made) {
        String configured = environment.getProperty(UNIX_LISTEN);
        if (configured != null && configured.contains("/")) {
            return configured.contains(":") ? configured : "cd://" + configured;
        }
        Path socket = directory().resolve("communicatord.sock");
        made.put(UNIX_LISTEN, socket.toString());
        return "cd://" + socket;
    }

    /** Of this process alone, and of this user. */
    private static Path directory() {
        try {
            Path made = Files.createTempDirectory("communicator-");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UnusablePropertyException(
                    MODE,
                    "embedded",
                    "no directory for its socket can be made: " + e.getMessage(),
                    "set " + URI + " to the path where the daemon is to listen, for example cd:///tmp/dev.sock");
        }
    }

    private static String given(String uri, Map<String, Object> made) {
        Endpoint endpoint;
        try {
            endpoint = Endpoint.parse(uri);
        } catch (IllegalArgumentException e) {
            throw new UnusablePropertyException(
                    URI, uri, String.valueOf(e.getMessage()), "write for example cd:///tmp/dev.sock");
        }
        if (endpoint instanceof UnixEndpoint unix) {
            made.put(UNIX_LISTEN, unix.path().toString());
        } else if (endpoint instanceof TcpEndpoint tcp && tcp.port() != 0) {
            made.put(LOCAL_LISTEN, tcp.toString().substring("tcp://".length()));
        } else {
            throw new UnusablePropertyException(
                    URI,
                    uri,
                    "an embedded daemon listens on a Unix socket or a TCP port that is known beforehand",
                    "write for example cd:///tmp/dev.sock; " + LOCAL_LISTEN
                            + "=127.0.0.1:0 opens another port, which the" + " system chooses");
        }
        return uri;
    }
}
