package io.eventdispatcher.process;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.PumpedAcceptor;
import io.eventdispatcher.transport.PumpedEnds;
import io.eventdispatcher.transport.PumpedStream;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pumped streams over two pipes of the system for each pair: what a child process has, with the child's side in this
 * process too. Endpoints are those of memory, by their names.
 */
final class PipePairs implements StreamTransportFactory {

    private static final Duration LINGER = Duration.ofSeconds(10);

    private final Map<String, Bound> bound = new ConcurrentHashMap<>();

    static SocketAddress address(String name) {
        return new ProcessAddress(name);
    }

    @Override
    public String scheme() {
        return "pipe";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof LocalEndpoint;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) {
        return List.of(address(((LocalEndpoint) endpoint).name()));
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        Bound listener = bound.get(address.toString());
        boolean[] over = {false};
        loop.execute(() -> {
            if (over[0]) {
                return;
            }
            over[0] = true;
            try {
                handler.onConnected(connect(listener, address));
            } catch (IOException e) {
                handler.onConnectFailed(e);
            }
        });
        return () -> over[0] = true;
    }

    private PumpedStream connect(Bound listener, SocketAddress address) throws IOException {
        if (listener == null) {
            throw new ConnectException("cannot connect to " + address + ": nobody there");
        }
        Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        SocketAddress client = address("client");
        PumpedStream far = stream(listener.loop, address, client, there, back);
        PumpedStream near = stream(listener.loop, client, address, back, there);
        listener.acceptor.offer(far);
        return near;
    }

    private static PumpedStream stream(EventLoop loop, SocketAddress local, SocketAddress remote, Pipe in, Pipe out) {
        PumpedEnds ends = new PumpedEnds("pipe", local.toString(), remote.toString(), remote, null, false, 0);
        return new PumpedStream(
                loop, ends, Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()), LINGER);
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        Bound listener = new Bound(((LocalEndpoint) endpoint).name());
        if (bound.putIfAbsent(listener.name, listener) != null) {
            throw new BindFailedException(endpoint, Reason.ADDRESS_IN_USE, "address already in use", null);
        }
        listener.acceptor = new PumpedAcceptor(endpoint, options.backlog(), listener);
        return listener.acceptor;
    }

    private final class Bound implements PumpedAcceptor.Origin {

        private final String name;
        private PumpedAcceptor acceptor;
        private EventLoop loop;

        private Bound(String name) {
            this.name = name;
        }

        @Override
        public void start(PumpedAcceptor started, EventLoop home, String owner) {
            loop = home;
        }

        @Override
        public void close() {
            bound.remove(name);
        }
    }
}
