package io.eventdispatcher.testing;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportHandler;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A peer that sends bytes and remembers what it received, on a loop that the test steps by hand.
 *
 * <p>Threading: loop thread only.
 */
public final class ScriptedPeer implements TransportHandler, ConnectHandler {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
    private final EventLoop loop;
    private StreamTransport stream;
    private boolean ended;
    private boolean reading = true;
    private IOException failure;

    private ScriptedPeer(EventLoop loop) {
        this.loop = loop;
    }

    /** Connects to an in-memory endpoint and steps the loop until all is quiet. */
    public static ScriptedPeer connect(Endpoint endpoint, EventLoop loop) throws IOException {
        StreamTransportFactory factory = Transports.standard().of(endpoint);
        ScriptedPeer peer = new ScriptedPeer(loop);
        factory.connect(loop, factory.resolve(endpoint).get(0), TransportOptions.defaults(), peer);
        peer.settle();
        return peer;
    }

    /** Runs turns until nothing happens any more. */
    public void settle() {
        int quiet = 0;
        for (int turn = 0; turn < 100_000 && quiet < 3; turn++) {
            quiet = loop.runOnce(0) ? 0 : quiet + 1;
        }
    }

    /** Sends all of the text at once and steps the loop. */
    public ScriptedPeer send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends all bytes, as the peer makes room for them. */
    public ScriptedPeer send(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            for (int turn = 0; buffer.hasRemaining() && turn < 10_000; turn++) {
                if (stream.write(buffer) == 0) {
                    settle();
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        settle();
        return this;
    }

    /** Offers bytes without waiting for room; returns how many were taken. */
    public int offer(byte[] bytes) throws IOException {
        return stream.write(ByteBuffer.wrap(bytes));
    }

    /** Stops or continues to take what is sent to this peer. */
    public void reading(boolean wanted) {
        reading = wanted;
        stream.readInterest(wanted);
        settle();
    }

    /** Finishes sending, as {@code nc -N} does. */
    public void shutdownOutput() throws IOException {
        stream.shutdownOutput();
        settle();
    }

    /** Closes both directions. */
    public void close() {
        stream.close();
        settle();
    }

    /** All that was received so far. */
    public String received() {
        return received.toString(StandardCharsets.UTF_8);
    }

    /** All that was received since the last call. */
    public String take() {
        String text = received();
        received.reset();
        return text;
    }

    /** Whether the other side finished sending. */
    public boolean isEnded() {
        return ended;
    }

    /** What went wrong, null if nothing did. */
    public IOException failure() {
        return failure;
    }

    @Override
    public void onConnected(StreamTransport transport) {
        stream = transport;
        try {
            stream.attach("peer", 200, this);
            stream.readInterest(true);
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void onConnectFailed(IOException e) {
        failure = e;
    }

    @Override
    public void onReadable() {
        try {
            chunk.clear();
            int count = stream.read(chunk);
            if (count < 0) {
                ended = true;
                stream.readInterest(false);
            } else {
                received.write(chunk.array(), 0, count);
            }
        } catch (IOException e) {
            failure = e;
            ended = true;
            stream.close();
        }
    }

    @Override
    public void onWritable() {}

    @Override
    public void onFailure(Throwable t) {
        failure = new IOException(t);
    }
}
