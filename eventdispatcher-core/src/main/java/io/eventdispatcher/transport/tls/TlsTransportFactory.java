package io.eventdispatcher.transport.tls;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.endpoint.TlsEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS streams over the transport of the scheme {@code tcp}. {@link TlsOptions} say with which certificates; a client
 * without them trusts the public authorities of the JVM, a listener without them is refused.
 *
 * <p>Differs from the C++ library: certificates and names are verified, TLS 1.3 is the default, and handshakes are done
 * off the loop.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class TlsTransportFactory implements StreamTransportFactory {

    private final @Nullable StreamTransportFactory given;

    /**
     * A factory over the {@code tcp} transport of {@link Transports#standard()}.
     *
     * @since 0.1
     */
    public TlsTransportFactory() {
        this(null);
    }

    /**
     * A factory over a chosen transport.
     *
     * @param tcp serves {@link TcpEndpoint}s; null = as {@link Transports#standard()} has it
     * @since 0.1
     */
    public TlsTransportFactory(@Nullable StreamTransportFactory tcp) {
        this.given = tcp;
    }

    /** Loaded when first needed: this factory is itself made while the transports are being loaded. */
    private static final class Standard {
        static final StreamTransportFactory TCP = Transports.standard().of(new TcpEndpoint("127.0.0.1", 0));
    }

    private StreamTransportFactory tcp() {
        return given == null ? Standard.TCP : given;
    }

    @Override
    public String scheme() {
        return "tls";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof TlsEndpoint;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
        TlsEndpoint tls = tls(endpoint);
        List<SocketAddress> named = new ArrayList<>();
        for (SocketAddress address : tcp().resolve(plain(tls))) {
            named.add(address instanceof InetSocketAddress inet ? named(inet, tls.host()) : address);
        }
        return named;
    }

    /** The name travels with the address, because the certificate is checked against it. */
    private static InetSocketAddress named(InetSocketAddress address, String host) throws UnknownHostException {
        InetAddress plain = address.getAddress();
        InetAddress named = plain instanceof Inet6Address scoped && scoped.getScopeId() != 0
                ? Inet6Address.getByAddress(host, plain.getAddress(), scoped.getScopeId())
                : InetAddress.getByAddress(host, plain.getAddress());
        return new InetSocketAddress(named, address.getPort());
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint) {
        return tcp().resolvesAtOnce(plain(tls(endpoint)));
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            throw new IllegalArgumentException("not a resolved internet address: " + address);
        }
        TlsConnect attempt = new TlsConnect(loop, inet, clientOptions(options), handler);
        attempt.connecting(tcp().connect(loop, address, options, attempt));
        return attempt;
    }

    private static TlsOptions clientOptions(TransportOptions options) {
        TlsOptions found = options.find(TlsOptions.class);
        return found == null ? TlsOptions.defaults(TlsContext.system()) : found;
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        TlsEndpoint tls = tls(endpoint);
        TlsOptions own = serverOptions(tls, options);
        try {
            Acceptor inner = tcp().listen(plain(tls), options.withUnsafePlaintext(true));
            int port = inner.boundEndpoint() instanceof TcpEndpoint bound ? bound.port() : tls.port();
            return new TlsAcceptor(inner, tls.withPort(port), own);
        } catch (BindFailedException e) {
            String text = e.getMessage();
            String prefix = "cannot listen on " + e.endpoint() + ": ";
            String detail = text != null && text.startsWith(prefix) ? text.substring(prefix.length()) : e.toString();
            throw new BindFailedException(endpoint, e.reason(), detail, e.getCause());
        }
    }

    private static TlsOptions serverOptions(TlsEndpoint endpoint, ListenOptions options) throws BindFailedException {
        TlsOptions own = options.accepted().find(TlsOptions.class);
        if (own == null) {
            throw invalid(
                    endpoint,
                    "there is no certificate to show; set eventdispatcher.listeners.<name>.ssl.bundle (in code:"
                            + " ListenOptions.withAccepted(TransportOptions.defaults().with(TlsOptions.defaults(context))))");
        }
        if (own.context().isClientOnly()) {
            throw invalid(
                    endpoint,
                    "there is no certificate to show, only trusted ones: context=" + own.context()
                            + "; use TlsContext.ofPem or ofKeyStore");
        }
        if (own.clientAuth() != ClientAuth.NONE && own.context().trustsPublicAuthorities()) {
            throw invalid(
                    endpoint,
                    "client certificates are asked for, but everybody's would be trusted: clientAuth="
                            + own.clientAuth() + " context=" + own.context()
                            + "; name the authority whose clients may connect");
        }
        return own;
    }

    private static BindFailedException invalid(TlsEndpoint endpoint, String detail) {
        return new BindFailedException(endpoint, Reason.INVALID, detail, null);
    }

    private static TcpEndpoint plain(TlsEndpoint endpoint) {
        return new TcpEndpoint(endpoint.host(), endpoint.port());
    }

    private static TlsEndpoint tls(Endpoint endpoint) {
        if (endpoint instanceof TlsEndpoint tls) {
            return tls;
        }
        throw new IllegalArgumentException("not a tls endpoint: " + endpoint);
    }
}
