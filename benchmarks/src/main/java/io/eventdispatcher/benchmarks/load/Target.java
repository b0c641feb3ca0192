package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * The server that gets the load.
 *
 * <p>Threading: immutable.
 *
 * @param kind how to talk to it
 * @param address where it listens
 */
record Target(Kind kind, SocketAddress address) {

    /** The transports of the generator. */
    enum Kind {
        /** Plain TCP. */
        TCP,
        /** A Unix stream socket. */
        UNIX,
        /** TLS over TCP; the server's certificate is not checked. */
        TLS
    }

    /**
     * Reads {@code tcp://HOST:PORT}, {@code tls://HOST:PORT} or {@code unix:///PATH}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static Target parse(String text) {
        URI uri = URI.create(text);
        String scheme = String.valueOf(uri.getScheme());
        return switch (scheme) {
            case "unix" -> new Target(Kind.UNIX, UnixDomainSocketAddress.of(uri.getPath()));
            case "tcp", "tls" -> {
                if (uri.getHost() == null || uri.getPort() < 1) {
                    throw new IllegalArgumentException("target needs a host and a port: target=" + text);
                }
                Kind kind = scheme.equals("tcp") ? Kind.TCP : Kind.TLS;
                yield new Target(kind, new InetSocketAddress(uri.getHost(), uri.getPort()));
            }
            default -> throw new IllegalArgumentException("target is neither tcp, tls nor unix: target=" + text);
        };
    }

    /**
     * Makes a channel that is not connected yet.
     *
     * @param source 0 for any source address, else n for 127.0.0.(n+1)
     */
    SocketChannel open(int source) throws IOException {
        if (kind == Kind.UNIX) {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (source > 0) {
            channel.bind(new InetSocketAddress("127.0.0." + (source + 1), 0));
        }
        return channel;
    }
}
