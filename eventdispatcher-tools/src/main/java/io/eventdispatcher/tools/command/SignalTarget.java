package io.eventdispatcher.tools.command;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.endpoint.TlsEndpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.endpoint.UnixEndpoint;
import io.eventdispatcher.tools.cli.ConfigurationFile;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.ToolException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a signal goes.
 *
 * <p>Threading: immutable.
 */
final class SignalTarget {

    static final String DEFAULT_HOST = "127.0.0.1";
    static final int DEFAULT_PORT = 4041;

    /** Hosts named "unix" with a port are taken for paths; they can be written as tcp://unix:1. */
    private static final Pattern URI = Pattern.compile("(?i)[a-z][a-z-]*://.*|(unix|unix-dgram|fifo|local):.*");

    private SignalTarget() {}

    /** The host as a source gives it: {@code --host}, or {@code --server} with a colon, the old way. */
    static @Nullable String host(SignalOptions options) {
        return options.host != null ? options.host : oldHost(options);
    }

    private static @Nullable String oldHost(SignalOptions options) {
        String server = options.server;
        return server != null && server.indexOf(':') >= 0 ? server : null;
    }

    /** The destination server as a source gives it. */
    static @Nullable String server(SignalOptions options) {
        return oldHost(options) == null ? options.server : null;
    }

    static Endpoint of(SignalSettings settings) throws ToolException {
        SignalOptions source = settings.whoSaysWhere();
        SignalOptions.Type type = settings.first(options -> options.type);
        boolean encrypt = settings.isOn(options -> options.encrypt);
        try {
            if (source == null) {
                return inet(DEFAULT_HOST, DEFAULT_PORT, type, encrypt);
            }
            String host = host(source);
            if (source.host != null && oldHost(source) != null) {
                throw failed("--server " + source.server + " is the old way to say --host; one of them is enough");
            }
            String unix = source.unix;
            if (unix != null) {
                if (host != null || source.type != null || source.encrypt != null) {
                    throw failed("--unix goes without --host, --type and --encrypt");
                }
                return new UnixEndpoint(Path.of(unix));
            }
            String address = host == null ? "" : resolved(host);
            return URI.matcher(address).matches()
                    ? uri(address, source)
                    : inet(hostOf(address), portOf(address), type, encrypt);
        } catch (IllegalArgumentException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private static Endpoint uri(String address, SignalOptions source) throws ToolException {
        Endpoint endpoint = Endpoint.parse(address);
        if (source.type != null || source.encrypt != null) {
            throw failed("--host " + address + " says the type already, --type and --encrypt must be left out");
        }
        return endpoint;
    }

    private static Endpoint inet(String host, int port, SignalOptions.@Nullable Type type, boolean encrypt)
            throws ToolException {
        if (type == SignalOptions.Type.TCP) {
            return encrypt ? new TlsEndpoint(host, port) : new TcpEndpoint(host, port);
        }
        if (encrypt) {
            throw failed("--encrypt needs --type tcp, datagrams are not encrypted");
        }
        return new UdpEndpoint(host, port);
    }

    /** Looks into the file of {@code file@variable}. */
    private static String resolved(String host) throws ToolException {
        int at = host.indexOf('@');
        if (at < 0) {
            return host;
        }
        return ConfigurationFile.read(host.substring(0, at)).require(host.substring(at + 1));
    }

    private static boolean isBareIpv6(String address) {
        return !address.startsWith("[") && address.indexOf(':') != address.lastIndexOf(':');
    }

    private static int colon(String address) {
        int colon = isBareIpv6(address) ? -1 : address.lastIndexOf(':');
        return colon < address.lastIndexOf(']') ? -1 : colon;
    }

    private static String hostOf(String address) {
        int colon = colon(address);
        String host = colon < 0 ? address : address.substring(0, colon);
        return host.isEmpty() ? DEFAULT_HOST : host;
    }

    private static int portOf(String address) throws ToolException {
        int colon = colon(address);
        String port = colon < 0 ? "" : address.substring(colon + 1);
        if (port.isEmpty()) {
            return DEFAULT_PORT;
        }
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) == 0 || Integer.parseInt(port) > 65_535) {
            throw failed("the port must be a number from 1 to 65535: '" + address + "'");
        }
        return Integer.parseInt(port);
    }

    private static ToolException failed(String why) {
        return new ToolException(ExitCode.FAILED, why);
    }
}
