package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sending from one thread that is not the loop's to one connection, whose peer reads and throws away. Three threads take part:
 * who sends, the loop of the connection, the loop of the peer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CrossThreadSendBenchmark {

    private static final int BURST = 10_000;
    private static final int READ_BYTES = 65_536;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Where the peer listens. */
    @Param({"local:cross-thread", "tcp://127.0.0.1:0"})
    public String endpoint = "local:cross-thread";

    private final Message message = Message.builder("EVENT")
            .param("serial", 1_234_567)
            .param("text", "hello")
            .build();
    private final EventLoop sendingLoop = EventLoop.open("sending");
    private final EventLoop readingLoop = EventLoop.open("reading");
    private final LoopThread sending = LoopThread.start(sendingLoop);
    private final LoopThread reading = LoopThread.start(readingLoop);
    private final Reader reader = new Reader(BURST * (message.length() + 1L));
    private final CompletableFuture<Connection> opened = new CompletableFuture<>();

    /** Connects. */
    @Setup
    public void connect() throws IOException {
        Listener listener = Listener.on(Endpoint.parse(endpoint), readingLoop, () -> reader)
                .options(ListenerOptions.defaults()
                        .withConnection(ConnectionOptions.server().withFraming(Framing.raw(READ_BYTES))))
                .start();
        PermanentClient.to(listener.endpoint(), sendingLoop)
                .handler(Sender::new)
                .start();
        opened.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Stops both loops. */
    @TearDown
    public void stop() {
        sending.stop(PATIENCE);
        reading.stop(PATIENCE);
    }

    /** Sends a burst of messages and waits until the peer has read the last one; per message. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void sendBurst() throws InterruptedException {
        Connection connection = opened.join();
        for (int i = 0; i < BURST; i++) {
            SendResult result = connection.send(message);
            if (!result.accepted()) {
                throw new IllegalStateException("not sent: result=" + result + " connection='" + connection.id() + "'");
            }
        }
        if (!reader.bursts.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the burst did not arrive: received=" + reader.received);
        }
    }

    /** Tells when the connection is there. */
    private final class Sender implements ConnectionHandler {

        @Override
        public void onOpen(Connection connection) {
            opened.complete(connection);
        }

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            throw new IllegalStateException("the peer never sends: length=" + length);
        }
    }

    /** Counts bytes and tells when a burst is complete. */
    private static final class Reader implements ConnectionHandler {

        private final Semaphore bursts = new Semaphore(0);
        private final long burstBytes;
        private long received;

        Reader(long burstBytes) {
            this.burstBytes = burstBytes;
        }

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            received += length;
            if (received == burstBytes) {
                received = 0;
                bursts.release();
            }
        }
    }
}
