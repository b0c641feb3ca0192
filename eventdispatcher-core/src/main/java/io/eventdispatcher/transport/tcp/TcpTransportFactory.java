package io.eventdispatcher.transport.tcp;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailures;
import io.eventdispatcher.transport.ChannelAcceptor;
import io.eventdispatcher.transport.ChannelConnect;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.PlaintextRule;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Streams over TCP.
 *
 * <p>A listener on {@code 0.0.0.0} takes IPv4 only, one on {@code [::]} both families, one on a name the name's first
 * address. Differs from the C++ library, whose clients cannot connect to IPv6 addresses and whose servers never set
 * TCP_NODELAY.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class TcpTransportFactory implements StreamTransportFactory {

    private final HostLookup hosts;

    /**
     * A factory that asks the system's name service.
     *
     * @since 0.1
     */
    public TcpTransportFactory() {
        this(InetAddress::getAllByName);
    }

    TcpTransportFactory(HostLookup hosts) {
        this.hosts = hosts;
    }

    @Override
    public String scheme() {
        return "tcp";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof TcpEndpoint;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
        TcpEndpoint tcp = tcp(endpoint);
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : AddressOrder.interleaved(lookup(tcp))) {
            addresses.add(new InetSocketAddress(address, tcp.port()));
        }
        return addresses;
    }

    /** The host of an endpoint is in canonical form: a literal is digits and dots, or has a colon. */
    @Override
    public boolean resolvesAtOnce(Endpoint endpoint) {
        String host = tcp(endpoint).host();
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private InetAddress[] lookup(TcpEndpoint endpoint) throws UnknownHostException {
        try {
            return hosts.lookup(endpoint.host());
        } catch (UnknownHostException e) {
            UnknownHostException named =
                    new UnknownHostException("unknown host: host='" + endpoint.host() + "' endpoint=" + endpoint);
            named.initCause(e);
            throw named;
        }
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            throw new IllegalArgumentException("not a resolved internet address: " + address);
        }
        return ChannelConnect.start(loop, address, options, handler);
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        TcpEndpoint tcp = tcp(endpoint);
        InetAddress address = lookup(tcp)[0];
        PlaintextRule.check(endpoint, address, options);
        ServerSocketChannel channel = null;
        try {
            // an IPv6 channel would take 0.0.0.0 for every address of both families
            channel = ServerSocketChannel.open(
                    address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
            if (options.accepted().receiveBuffer() > 0) {
                // the window scale is agreed on while connecting, so the accepted socket would be too late
                channel.setOption(
                        StandardSocketOptions.SO_RCVBUF, options.accepted().receiveBuffer());
            }
            channel.bind(new InetSocketAddress(address, tcp.port()), options.backlog());
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            return new ChannelAcceptor(channel, tcp.withPort(port), options.accepted(), null, () -> {});
        } catch (IOException | UnsupportedOperationException e) {
            if (channel != null) {
                channel.close();
            }
            throw BindFailures.of(endpoint, e);
        }
    }

    private static TcpEndpoint tcp(Endpoint endpoint) {
        if (endpoint instanceof TcpEndpoint tcp) {
            return tcp;
        }
        throw new IllegalArgumentException("not a tcp endpoint: " + endpoint);
    }
}
