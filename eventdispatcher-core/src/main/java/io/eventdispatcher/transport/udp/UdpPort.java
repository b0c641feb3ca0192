package io.eventdispatcher.transport.udp;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.IoHandler;
import io.eventdispatcher.loop.IoRegistration;
import io.eventdispatcher.transport.DatagramPort;
import io.eventdispatcher.transport.TransportHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link DatagramChannel}.
 *
 * <p>Threading: as {@link DatagramPort}.
 */
final class UdpPort implements DatagramPort, IoHandler {

    private static final Logger log = LoggerFactory.getLogger(UdpPort.class);

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private volatile @Nullable EventLoop loop;
    private volatile @Nullable IoRegistration registration;
    private @Nullable TransportHandler handler;

    /** Takes over a bound, non-blocking channel. */
    UdpPort(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public String scheme() {
        return "udp";
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public String text(SocketAddress address) {
        return print(address);
    }

    /** As in an endpoint, whose host is in canonical form. */
    static String print(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return address.toString();
        }
        String literal = inet.getAddress().getHostAddress();
        if (literal.indexOf(':') < 0) {
            return literal + ":" + inet.getPort();
        }
        try {
            literal = new UdpEndpoint(literal, inet.getPort()).host();
        } catch (IllegalArgumentException e) {
            // an interface name with unusual characters: the long form is correct too
        }
        return "[" + literal + "]:" + inet.getPort();
    }

    @Override
    public boolean isLocal(SocketAddress peer) {
        return Endpoint.isLoopback(local.getAddress())
                && peer instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && Endpoint.isLoopback(inet.getAddress());
    }

    @Override
    public void attach(EventLoop target, String name, int priority, TransportHandler owner) throws IOException {
        if (handler != null) {
            throw new IllegalStateException("socket attached twice: name='" + name + "' " + this);
        }
        registration = target.register(channel, name, priority, 0, this);
        loop = target;
        handler = owner;
    }

    @Override
    public void onReady(IoRegistration ready, int readyOps) {
        TransportHandler target = handler;
        if (target == null) {
            return;
        }
        if ((readyOps & SelectionKey.OP_READ) != 0) {
            target.onReadable();
        }
        if ((readyOps & ready.interest() & SelectionKey.OP_WRITE) != 0 && channel.isOpen()) {
            target.onWritable();
        }
    }

    @Override
    public void onFailure(IoRegistration failed, Throwable failure) {
        TransportHandler target = handler;
        if (target != null) {
            target.onFailure(failure);
        }
    }

    @Override
    public @Nullable SocketAddress receive(ByteBuffer target) throws IOException {
        return channel.receive(target);
    }

    /** The channel says 0 when there is no room, and the bytes otherwise; datagrams are sent whole. */
    @Override
    public boolean send(ByteBuffer datagram, SocketAddress to) throws IOException {
        return channel.send(datagram, to) > 0;
    }

    @Override
    public void readInterest(boolean wanted) {
        interest(SelectionKey.OP_READ, wanted);
    }

    @Override
    public void writeInterest(boolean wanted) {
        interest(SelectionKey.OP_WRITE, wanted);
    }

    private void interest(int op, boolean wanted) {
        IoRegistration current = registration;
        if (current == null) {
            throw new IllegalStateException("socket must be attached before interest is set: " + this);
        }
        if (channel.isOpen()) {
            int before = current.interest();
            current.interest(wanted ? before | op : before & ~op);
        }
    }

    @Override
    public void close() {
        cancelRegistration();
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("close failed: {}: {}", this, e.toString());
        }
    }

    /** The kernel lets go of the address only when the selector does, so the loop has to turn once. */
    private void cancelRegistration() {
        EventLoop current = loop;
        IoRegistration cancelled = registration;
        if (current == null || cancelled == null) {
            return;
        }
        if (current.inLoop()) {
            cancelled.cancel();
            return;
        }
        try {
            current.execute(cancelled::cancel);
        } catch (RejectedExecutionException e) {
            log.debug("loop has let go already: {}: {}", this, e.getMessage());
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public String toString() {
        return "udp socket " + text(local);
    }
}
