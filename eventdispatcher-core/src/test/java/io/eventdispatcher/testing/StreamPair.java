package io.eventdispatcher.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportHandler;
import io.eventdispatcher.transport.TransportOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Both ends of a stream on one loop that is stepped by hand. */
public final class StreamPair implements AutoCloseable {

    private static final long STEP_NANOS = 20_000_000;
    private static final long LIMIT_NANOS = 30_000_000_000L;

    public final EventLoop loop = EventLoop.open("pair");
    public final StreamTransportFactory factory;
    public final Acceptor acceptor;
    public final List<StreamTransport> accepted = new ArrayList<>();
    public final End client = new End();
    public final End server = new End();

    private StreamPair(StreamTransportFactory factory, Endpoint endpoint) throws IOException {
        this.factory = factory;
        this.acceptor = factory.listen(endpoint, ListenOptions.defaults().withUnsafePlaintext(true));
    }

    /** A listener only. */
    public static StreamPair listening(StreamTransportFactory factory, Endpoint endpoint) throws IOException {
        StreamPair pair = new StreamPair(factory, endpoint);
        pair.acceptor.start(pair.loop, "listener", 100, pair.accepted::add);
        return pair;
    }

    /** Both ends attached, read interest on. */
    public static StreamPair connected(StreamTransportFactory factory, Endpoint endpoint) throws IOException {
        StreamPair pair = listening(factory, endpoint);
        pair.client.attach(pair.connect(), "client");
        pair.step(() -> !pair.accepted.isEmpty());
        pair.server.attach(pair.accepted.get(0), "server");
        return pair;
    }

    public SocketAddress address() throws IOException {
        return factory.resolve(acceptor.boundEndpoint()).get(0);
    }

    /** Begins to connect. */
    public Outcome connecting() throws IOException {
        Outcome outcome = new Outcome();
        factory.connect(loop, address(), TransportOptions.defaults(), outcome);
        assertThat(outcome.isKnown()).as("told from inside connect").isFalse();
        return outcome;
    }

    /** Connects and returns the connecting end, not attached. */
    public StreamTransport connect() throws IOException {
        Outcome outcome = connecting();
        step(outcome::isKnown);
        assertThat(outcome.failure).isNull();
        return outcome.stream;
    }

    /** Runs turns until the condition holds. */
    public void step(BooleanSupplier condition) {
        long start = loop.nanoTime();
        while (!condition.getAsBoolean()) {
            if (loop.nanoTime() - start > LIMIT_NANOS) {
                throw new AssertionError("not reached in " + LIMIT_NANOS / 1_000_000_000L + " s: client=" + client
                        + " server=" + server);
            }
            loop.runOnce(STEP_NANOS);
        }
    }

    /** Runs a few turns that find nothing to wait for. */
    public void settle() {
        for (int i = 0; i < 10; i++) {
            loop.runOnce(1_000_000);
        }
    }

    @Override
    public void close() {
        acceptor.close();
        accepted.forEach(StreamTransport::close);
        if (client.stream != null) {
            client.stream.close();
        }
        loop.runOnce(0);
        loop.close();
    }

    /** How an attempt to connect ended. */
    public static final class Outcome implements ConnectHandler {
        public StreamTransport stream;
        public IOException failure;
        public int calls;

        public boolean isKnown() {
            return calls > 0;
        }

        @Override
        public void onConnected(StreamTransport transport) {
            calls++;
            stream = transport;
        }

        @Override
        public void onConnectFailed(IOException e) {
            calls++;
            failure = e;
        }
    }

    /** One end: reads all it is told of, writes what it is given, counts. */
    public static final class End implements TransportHandler {
        public StreamTransport stream;
        public final ByteArrayOutputStream received = new ByteArrayOutputStream();
        public boolean ended;
        public IOException readFailure;
        public IOException writeFailure;
        public Throwable failure;
        public int readables;
        public int writables;
        public ByteBuffer pending = ByteBuffer.allocate(0);
        public Runnable onReadable = this::readAll;
        public Runnable onWritable = this::writePending;
        private final ByteBuffer chunk = ByteBuffer.allocateDirect(16 * 1024);

        public void attach(StreamTransport transport, String name) throws IOException {
            stream = transport;
            stream.attach(name, 100, this);
            stream.readInterest(true);
        }

        public void send(byte[] bytes) {
            pending = ByteBuffer.wrap(bytes);
            writePending();
        }

        public void send(String text) {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        public String text() {
            return received.toString(StandardCharsets.UTF_8);
        }

        /** Writes until nothing is taken any more; returns how many bytes were. */
        public long fill() throws IOException {
            byte[] bytes = new byte[64 * 1024];
            long total = 0;
            for (int taken = 1; taken > 0; total += taken) {
                taken = stream.write(ByteBuffer.wrap(bytes));
            }
            return total;
        }

        public void readAll() {
            try {
                int count = readChunk();
                ended = count < 0;
            } catch (IOException e) {
                readFailure = e;
                ended = true;
            }
        }

        private int readChunk() throws IOException {
            chunk.clear();
            int count = stream.read(chunk);
            chunk.flip();
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            received.writeBytes(bytes);
            return count;
        }

        private void writePending() {
            try {
                while (pending.hasRemaining() && stream.write(pending) > 0) {}
                stream.writeInterest(pending.hasRemaining());
            } catch (IOException e) {
                writeFailure = e;
                stream.writeInterest(false);
            }
        }

        @Override
        public void onReadable() {
            readables++;
            onReadable.run();
        }

        @Override
        public void onWritable() {
            writables++;
            onWritable.run();
        }

        @Override
        public void onFailure(Throwable thrown) {
            failure = thrown;
        }

        public void shutdownOutput() {
            try {
                stream.shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return "received=" + received.size() + " ended=" + ended + " readables=" + readables + " writables="
                    + writables + " pending=" + pending.remaining() + " readFailure=" + readFailure + " writeFailure="
                    + writeFailure;
        }
    }
}
