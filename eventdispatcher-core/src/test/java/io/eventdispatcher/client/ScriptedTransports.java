package io.eventdispatcher.client;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportHandler;
import io.eventdispatcher.transport.TransportOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A transport that behaves as a test says, for outcomes that real ones show too seldom. */
final class ScriptedTransports implements StreamTransportFactory {

    /** How an attempt ends. */
    enum Outcome {
        CONNECT,
        REFUSE,
        HANG,
        THROW
    }

    /** What the name service says; may throw. */
    Lookup lookup = endpoint -> List.of(new Address("a1"));

    Function<SocketAddress, Outcome> outcomes = address -> Outcome.CONNECT;

    /** Bytes the n-th stream takes before its write fails. */
    Function<Integer, Integer> budgets = number -> Integer.MAX_VALUE;

    final List<String> tried = new ArrayList<>();
    final List<String> cancelled = new ArrayList<>();
    final List<Stream> streams = new ArrayList<>();

    @FunctionalInterface
    interface Lookup {
        List<SocketAddress> resolve(Endpoint endpoint) throws IOException;
    }

    static final class Address extends SocketAddress {
        private static final long serialVersionUID = 1L;
        private final String name;

        Address(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    boolean waitsForPeer;

    @Override
    public boolean waitsForPeer() {
        return waitsForPeer;
    }

    @Override
    public String scheme() {
        return "local";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint.scheme().equals("local");
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
        return lookup.resolve(endpoint);
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        tried.add(address.toString());
        Outcome outcome = outcomes.apply(address);
        boolean[] over = {false};
        switch (outcome) {
            case CONNECT ->
                loop.execute(() -> {
                    if (!over[0]) {
                        Stream stream = new Stream(address, budgets.apply(streams.size()));
                        streams.add(stream);
                        handler.onConnected(stream);
                    }
                });
            case REFUSE ->
                loop.execute(() -> {
                    if (!over[0]) {
                        ConnectException failure = new ConnectException("cannot connect to " + address + ": refused");
                        failure.initCause(new ConnectException("Connection refused"));
                        handler.onConnectFailed(failure);
                    }
                });
            case THROW -> throw new IllegalArgumentException("not an address of mine: " + address);
            case HANG -> {}
        }
        return () -> {
            over[0] = true;
            cancelled.add(address.toString());
        };
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) {
        throw new UnsupportedOperationException("clients only");
    }

    /** A stream that remembers what it took and fails where it is told. */
    static final class Stream implements StreamTransport {

        private final SocketAddress address;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final int budget;
        private boolean open = true;
        private TransportHandler handler;

        Stream(SocketAddress address, int budget) {
            this.address = address;
            this.budget = budget;
        }

        /** Complete lines only. */
        List<String> lines() {
            String text = taken.toString(StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            return end < 0 ? List.of() : Arrays.asList(text.substring(0, end).split("\n"));
        }

        @Override
        public void attach(String name, int priority, TransportHandler target) {
            handler = target;
        }

        /** What a reset by the peer looks like. */
        void fail() {
            handler.onReadable();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            throw new IOException("Connection reset");
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int room = budget - taken.size();
            if (room == 0 && source.hasRemaining()) {
                throw new IOException("Broken pipe");
            }
            int count = Math.min(room, source.remaining());
            for (int i = 0; i < count; i++) {
                taken.write(source.get());
            }
            return count;
        }

        @Override
        public void readInterest(boolean wanted) {}

        @Override
        public void writeInterest(boolean wanted) {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close() {
            open = false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public String scheme() {
            return "local";
        }

        @Override
        public String localAddress() {
            return "here";
        }

        @Override
        public String remoteAddress() {
            return address.toString();
        }

        @Override
        public SocketAddress remoteSocketAddress() {
            return address;
        }

        @Override
        public boolean isLoopback() {
            return true;
        }

        @Override
        public PeerCredentials peerCredentials() {
            return null;
        }
    }
}
