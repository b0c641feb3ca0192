package io.eventdispatcher.transport.udp;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.BindFailures;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.DatagramAcceptor;
import io.eventdispatcher.transport.DatagramConnect;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.PlaintextRule;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages over UDP, one in each datagram: {@code udp://host:port}.
 *
 * <p>A listener on {@code 0.0.0.0} takes IPv4 only, one on {@code [::]} both families. A client is connected at once; to
 * a host it hears that host alone, to a group or a broadcast address whoever answers. Two sockets never share a port,
 * except those that have joined a group. Differs from the C++ library in IPv6 groups, in choosing interfaces, and in
 * saying why something cannot be bound.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class UdpTransportFactory implements StreamTransportFactory {

    /** The longest datagram that servers of the C++ library take whole. */
    public static final int DEFAULT_MAX_DATAGRAM_BYTES = 1024;

    /** IPv4: 65,535 bytes with all headers. */
    private static final int MAX_DATAGRAM_BYTES = 65507;

    /**
     * A factory that asks the system's name service.
     *
     * @since 0.1
     */
    public UdpTransportFactory() {}

    @Override
    public String scheme() {
        return "udp";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof UdpEndpoint;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
        UdpEndpoint udp = udp(endpoint);
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : lookup(udp)) {
            addresses.add(new InetSocketAddress(address, udp.port()));
        }
        return addresses;
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint) {
        return Literals.isLiteral(udp(endpoint).host());
    }

    private static InetAddress[] lookup(UdpEndpoint endpoint) throws UnknownHostException {
        try {
            return InetAddress.getAllByName(endpoint.host());
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
        if (!(address instanceof InetSocketAddress target) || target.isUnresolved()) {
            throw new IllegalArgumentException("not a resolved internet address: " + address);
        }
        loop.checkInLoop("connect");
        DatagramOptions datagrams = DatagramOptions.of(options);
        DatagramChannel channel = null;
        try {
            channel = UdpSockets.towards(target, options);
            int max = maxDatagramBytes(datagrams, UdpOptions.of(options), channel);
            return DatagramConnect.start(loop, new UdpPort(channel), target, datagrams, max, handler);
        } catch (IOException | UnsupportedOperationException e) {
            UdpSockets.close(channel);
            return failed(loop, target, e, handler);
        }
    }

    private static ConnectAttempt failed(
            EventLoop loop, InetSocketAddress target, Exception cause, ConnectHandler handler) {
        FailedConnect attempt = new FailedConnect();
        ConnectException failure =
                new ConnectException("cannot connect to " + UdpPort.print(target) + ": " + cause.getMessage());
        failure.initCause(cause);
        loop.execute(() -> attempt.tell(handler, failure));
        return attempt;
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        UdpEndpoint udp = udp(endpoint);
        InetAddress host = lookup(udp)[0];
        DatagramOptions datagrams = DatagramOptions.of(options.accepted());
        UdpOptions own = UdpOptions.of(options.accepted());
        SocketAddress replyTo = replyTo(udp, datagrams.replyTo(), host);
        Membership membership = Membership.of(udp, host, own);
        PlaintextRule.check(endpoint, membership == null ? host : membership.exposure(), options);
        DatagramChannel channel = null;
        try {
            channel = UdpSockets.bound(host, udp.port(), membership, options);
            int max = maxDatagramBytes(datagrams, own, channel);
            UdpPort port = new UdpPort(channel);
            UdpEndpoint bound = udp.withPort(port.localAddress().getPort());
            return new DatagramAcceptor(port, bound, datagrams, max, replyTo, () -> {});
        } catch (IOException | UnsupportedOperationException e) {
            UdpSockets.close(channel);
            throw BindFailures.of(endpoint, e);
        } catch (IllegalArgumentException e) {
            UdpSockets.close(channel);
            throw new BindFailedException(endpoint, Reason.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable SocketAddress replyTo(UdpEndpoint listening, @Nullable Endpoint wanted, InetAddress host)
            throws IOException {
        if (wanted == null) {
            return null;
        }
        if (!(wanted instanceof UdpEndpoint target) || target.port() == 0) {
            throw new BindFailedException(
                    listening,
                    Reason.INVALID,
                    "answers of a udp listener go to a udp endpoint with a port: replyTo=" + wanted,
                    null);
        }
        for (InetAddress address : lookup(target)) {
            if (address instanceof Inet6Address == host instanceof Inet6Address) {
                return new InetSocketAddress(address, target.port());
            }
        }
        throw new BindFailedException(
                listening,
                Reason.INVALID,
                "answers must go to an address of the family listened on: replyTo=" + wanted + " address="
                        + host.getHostAddress(),
                null);
    }

    /**
     * The limit as it is set, but not more than leaves in one piece unless that is wanted. What every network carries is
     * not worth a look at the interface.
     */
    private static int maxDatagramBytes(DatagramOptions datagrams, UdpOptions own, DatagramChannel channel)
            throws IOException {
        int wanted = datagrams.maxDatagramBytes() == 0 ? DEFAULT_MAX_DATAGRAM_BYTES : datagrams.maxDatagramBytes();
        int max = Math.min(wanted, MAX_DATAGRAM_BYTES);
        if (max <= DEFAULT_MAX_DATAGRAM_BYTES || own.fragments()) {
            return max;
        }
        return Math.min(max, UdpSockets.maxUnfragmented(channel, own));
    }

    private static UdpEndpoint udp(Endpoint endpoint) {
        if (endpoint instanceof UdpEndpoint udp) {
            return udp;
        }
        throw new IllegalArgumentException("not a udp endpoint: " + endpoint);
    }
}
