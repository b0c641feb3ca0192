package io.eventdispatcher.transport;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Applies {@link TransportOptions} to a channel; asks the kernel only for what differs from its own defaults.
 *
 * <p>Threading: immutable.
 */
final class ChannelSettings {

    private ChannelSettings() {}

    static void apply(TransportOptions options, SocketChannel channel, boolean tcp) throws IOException {
        if (options.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
        }
        if (options.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
        if (!tcp) {
            return;
        }
        if (options.noDelay()) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        if (options.keepAlive()) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            KeepAliveProbes tuning = options.tuning();
            positive(channel, ExtendedSocketOptions.TCP_KEEPIDLE, tuning.idleSeconds());
            positive(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, tuning.intervalSeconds());
            positive(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, tuning.count());
        }
    }

    private static void positive(NetworkChannel channel, SocketOption<Integer> option, int value) throws IOException {
        if (value > 0 && channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }
}
