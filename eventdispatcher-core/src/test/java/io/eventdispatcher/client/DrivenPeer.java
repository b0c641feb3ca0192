package io.eventdispatcher.client;

import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportHandler;
import io.eventdispatcher.transport.local.LocalTransportFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The other side of a client, in memory on the same loop: does what a test tells it, and nothing by itself. */
final class DrivenPeer implements AutoCloseable {

    final List<Link> links = new ArrayList<>();

    /** Whether accepted streams are closed at once. */
    boolean closesAtOnce;

    /** Whether accepted streams are read. */
    boolean reads = true;

    private final Acceptor acceptor;

    private DrivenPeer(Acceptor acceptor) {
        this.acceptor = acceptor;
    }

    static DrivenPeer listen(LocalEndpoint endpoint, EventLoop loop) {
        try {
            DrivenPeer peer = new DrivenPeer(new LocalTransportFactory().listen(endpoint, ListenOptions.defaults()));
            peer.acceptor.start(loop, "peer", 100, peer::accept);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(StreamTransport transport) {
        Link link = new Link(transport);
        links.add(link);
        if (closesAtOnce) {
            transport.close();
        } else {
            link.attach();
        }
    }

    Link last() {
        return links.get(links.size() - 1);
    }

    /** Ends the listener and its streams, as a process that is killed. */
    @Override
    public void close() {
        acceptor.close();
        links.forEach(link -> link.transport.close());
    }

    /** One accepted stream. */
    final class Link implements TransportHandler {

        final StreamTransport transport;
        final ByteArrayOutputStream received = new ByteArrayOutputStream();

        Link(StreamTransport transport) {
            this.transport = transport;
        }

        private void attach() {
            try {
                transport.attach("peer link", 100, this);
                transport.readInterest(reads);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onReadable() {
            read();
        }

        /** Reads what is there. */
        void read() {
            try {
                ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
                while (transport.isOpen() && transport.read(buffer) > 0) {
                    received.write(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
            } catch (IOException e) {
                transport.close();
            }
        }

        void write(String text) {
            try {
                transport.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text() {
            return received.toString(StandardCharsets.UTF_8);
        }

        /** Complete lines; an unfinished one at the end is dropped, as a real peer does. */
        List<String> lines() {
            String text = text();
            List<String> lines = new ArrayList<>();
            for (int from = 0, to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from)) {
                lines.add(text.substring(from, to));
            }
            return lines;
        }

        @Override
        public void onWritable() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void onFailure(Throwable t) {
            throw new AssertionError(t);
        }
    }
}
