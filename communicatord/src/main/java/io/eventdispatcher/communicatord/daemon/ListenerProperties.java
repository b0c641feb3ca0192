package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the listeners of the daemon out of its properties: settings of {@code eventdispatcher.listeners.communicator-*}, which
 * can be overridden one by one.
 *
 * <p>Threading: immutable.
 */
final class ListenerProperties {

    /** First part of the names of the daemon's listeners. */
    static final String PREFIX = "communicator-";

    /** The name of the listener for datagrams. */
    static final String SIGNAL = PREFIX + "signal";

    private static final String REMOTE = "remote";
    private static final String SECURE = "secure";
    private static final String OFF = "off";
    private static final String AUTO = "auto";
    private static final int LOCAL_PORT = 4040;
    private static final int SIGNAL_PORT = 4041;
    private static final int REMOTE_PORT = 4042;
    private static final int SECURE_PORT = 4043;
    private static final String SOCKET = "communicatord.sock";
    private static final Path SYSTEM_DIRECTORY = Path.of("/run/communicator");
    private static final String BUNDLE = "spring.ssl.bundle.pem.communicatord.";

    /** The name of the bundle with the certificates of the daemon. */
    static final String BUNDLE_NAME = "communicatord";

    private final CommunicatordProperties properties;
    private final Map<String, Object> made = new LinkedHashMap<>();

    private ListenerProperties(CommunicatordProperties properties) {
        this.properties = properties;
    }

    /**
     * Makes the settings.
     *
     * @param properties of the daemon
     * @param environment variables, such as {@code XDG_RUNTIME_DIR}
     * @return by key
     * @throws UnusablePropertyException if a value cannot be used
     */
    static Map<String, Object> of(CommunicatordProperties properties, Map<String, String> environment) {
        ListenerProperties listeners = new ListenerProperties(properties);
        listeners.unix(environment);
        listeners.inet("local", "communicatord.local-listen", properties.localListen(), "tcp", LOCAL_PORT);
        listeners.signal();
        listeners.remote();
        listeners.secure();
        return listeners.made;
    }

    /** Whether a listener of the daemon is for other machines. */
    static boolean isForOtherMachines(String listener) {
        return listener.equals(PREFIX + REMOTE) || listener.equals(PREFIX + SECURE);
    }

    private void put(String listener, String key, @Nullable Object value) {
        if (value != null) {
            made.put("eventdispatcher.listeners." + PREFIX + listener + "." + key, value);
        }
    }

    /** Services may be silent for as long as they like. */
    private void stream(String listener, String uri) {
        put(listener, "uri", uri);
        put(listener, "idle-timeout", "0");
        put(listener, "max-connections", properties.maxConnections());
    }

    private void unix(Map<String, String> environment) {
        String path = properties.unixListen();
        if (!path.equals(OFF)) {
            Path socket = path.equals(AUTO) ? defaultSocket(environment, Files::isWritable) : Path.of(stripUri(path));
            if (path.equals(AUTO)) {
                DirectoryOfSocket.create(socket);
            }
            stream("unix", "unix:" + socket);
            put("unix", "permissions", properties.unixPermissions());
            put("unix", "group", properties.unixGroup());
        }
    }

    /** {@code cd:///path} as in the original. */
    private static String stripUri(String path) {
        return path.replaceFirst("^(cd|sc|unix)://(?=/)", "");
    }

    /**
     * Finds the place of the Unix socket: that of the original if it can be written, otherwise one of the user.
     *
     * @param environment variables
     * @param writable tells whether there is a directory that can be written
     */
    static Path defaultSocket(Map<String, String> environment, Predicate<Path> writable) {
        if (writable.test(SYSTEM_DIRECTORY)) {
            return SYSTEM_DIRECTORY.resolve(SOCKET);
        }
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isBlank() && writable.test(Path.of(runtime))) {
            return Path.of(runtime, "communicator", SOCKET);
        }
        String user = System.getProperty("user.name", "nobody");
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "communicator-" + user, SOCKET);
    }

    private void inet(String listener, String key, String address, String scheme, int port) {
        if (!address.equals(OFF)) {
            stream(listener, scheme + "://" + ListenAddress.parse(key, address, port));
        }
    }

    private void signal() {
        if (!properties.signal().equals(OFF)) {
            put(
                    "signal",
                    "uri",
                    "udp://" + ListenAddress.parse("communicatord.signal", properties.signal(), SIGNAL_PORT));
            put("signal", "datagram.secret-code", properties.signalSecret());
        }
    }

    private void remote() {
        String address = properties.remoteListen();
        if (address != null && !address.equals(OFF)) {
            inet(REMOTE, "communicatord.remote-listen", address, "tcp", REMOTE_PORT);
            put(REMOTE, "unsafe-plaintext", properties.unsafePlaintext());
        }
    }

    private void secure() {
        String address = properties.secureListen();
        if (address == null || address.equals(OFF)) {
            return;
        }
        inet(SECURE, "communicatord.secure-listen", address, "tls", SECURE_PORT);
        put(SECURE, "ssl.bundle", BUNDLE_NAME);
        put(SECURE, "ssl.client-auth", "need");
        bundle("keystore.certificate", "certificate", properties.certificate());
        bundle("keystore.private-key", "private-key", properties.privateKey());
        bundle("truststore.certificate", "ca-certificate", properties.caCertificate());
    }

    private void bundle(String key, String property, @Nullable String file) {
        if (file == null || file.isBlank()) {
            throw new UnusablePropertyException(
                    "communicatord." + property.toLowerCase(Locale.ROOT),
                    "",
                    "it is missing, and communicatord.secure-listen is set",
                    "name a PEM file, or remove communicatord.secure-listen");
        }
        made.put(BUNDLE + key, "file:" + file);
    }
}
