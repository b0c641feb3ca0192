package io.eventdispatcher.benchmarks.peer;

import io.eventdispatcher.benchmarks.ServerArguments;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server of Netty on one event loop: {@code ENDPOINT [--transport=nio|epoll] [--certificate PEM --key PEM]}; tcp,
 * unix, and tls (the JDK's provider) with the two files.
 *
 * <p>Threading: one thread at a time.
 */
final class NettyEndpoint {

    private final ServerArguments arguments;
    private final boolean epoll;
    private final boolean unix;
    private final @Nullable SslContext ssl;

    NettyEndpoint(ServerArguments arguments) throws SSLException {
        arguments.check(Set.of("tcp", "unix", "tls"), Set.of("transport", "certificate", "key"));
        this.arguments = arguments;
        epoll = arguments.choice("transport", "nio", "epoll").equals("epoll");
        if (epoll && !Epoll.isAvailable()) {
            throw new IllegalArgumentException(
                    "--transport=epoll is not available here: " + Epoll.unavailabilityCause());
        }
        unix = arguments.scheme().equals("unix");
        ssl = arguments.scheme().equals("tls")
                ? SslContextBuilder.forServer(
                                arguments.file("certificate").toFile(),
                                arguments.file("key").toFile())
                        .sslProvider(SslProvider.JDK)
                        .build()
                : null;
    }

    /**
     * Binds and waits until it is bound.
     *
     * @param handlers adds the handlers of a new connection, after that of TLS if there is one
     * @return the URI on which it listens
     * @throws InterruptedException if interrupted while binding
     */
    String listen(Consumer<ChannelPipeline> handlers) throws InterruptedException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, io()))
                .channel(channel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (ssl != null) {
                            channel.pipeline().addLast(ssl.newHandler(channel.alloc()));
                        }
                        handlers.accept(channel.pipeline());
                    }
                });
        if (!unix) {
            bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
        }
        SocketAddress bound = bootstrap.bind(address()).sync().channel().localAddress();
        return arguments.listening(bound instanceof InetSocketAddress inet ? inet.getPort() : 0);
    }

    private IoHandlerFactory io() {
        return epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    private Class<? extends ServerChannel> channel() {
        if (epoll) {
            return unix ? EpollServerDomainSocketChannel.class : EpollServerSocketChannel.class;
        }
        return unix ? NioServerDomainSocketChannel.class : NioServerSocketChannel.class;
    }

    private SocketAddress address() {
        if (!unix) {
            return new InetSocketAddress(
                    arguments.endpoint().getHost(), arguments.endpoint().getPort());
        }
        return epoll
                ? new DomainSocketAddress(arguments.path().toFile())
                : UnixDomainSocketAddress.of(arguments.path());
    }
}
