package io.eventdispatcher.transport.junix;

import io.eventdispatcher.endpoint.AbstractEndpoint;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailures;
import io.eventdispatcher.transport.ListenOptions;
import java.io.IOException;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;

/**
 * Binds stream sockets of junixsocket.
 *
 * <p>Threading: any thread.
 */
final class JunixStreams {

    private JunixStreams() {}

    static Acceptor listen(AbstractEndpoint endpoint, ListenOptions options) throws IOException {
        UnixAddress address = UnixAddress.ofName(endpoint.name());
        AFUNIXServerSocketChannel channel = Junix.provider().openServerSocketChannel();
        try {
            channel.configureBlocking(false);
            channel.bind(Junix.address(address), options.backlog());
            return new JunixAcceptor(channel, endpoint, address, options.accepted());
        } catch (IOException e) {
            Watch.closeQuietly(channel);
            throw BindFailures.of(endpoint, e);
        }
    }
}
