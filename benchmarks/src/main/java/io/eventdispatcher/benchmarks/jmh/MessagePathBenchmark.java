package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * The whole path of a message, from its bytes in the socket to the bytes of its reply in the socket: one thread writes a batch
 * of questions, has the loop do a turn, and reads the answers. The system calls of both ends are part of it; with a batch of
 * this size they are a small part. For comparing two states of the code, which runs of whole processes on a shared machine are
 * too coarse for.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MessagePathBenchmark {

    private static final int BATCH = 512;

    /** The messages of a batch; {@code %d} is a serial number. */
    @Param({"PING serial=%d;text=hello", "<alpha:billing PING serial=%d;text=hello"})
    public String question = "PING serial=%d;text=hello";

    private final EventLoop loop = EventLoop.open("path");
    private final ByteBuffer answers = ByteBuffer.allocateDirect(1 << 16);
    private ByteBuffer questions = ByteBuffer.allocate(0);
    private @Nullable SocketChannel peer;
    private int answerBytes;

    /** Listens and connects. */
    @Setup
    public void connect() throws IOException {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on(
                "PING",
                exchange -> exchange.answer("PONG")
                        .param("serial", exchange.message().integer("serial"))
                        .send());
        Messenger messenger = Messenger.builder(dispatcher).build();
        Listener listener = Listener.on(Endpoint.parse("tcp://127.0.0.1:0"), loop, messenger::newHandler)
                .options(ListenerOptions.defaults())
                .start();
        String address = listener.endpoint().toString();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        SocketChannel connected = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        connected.configureBlocking(false);
        peer = connected;
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            batch.append(question.formatted(12_345_000 + i)).append('\n');
        }
        byte[] bytes = batch.toString().getBytes(StandardCharsets.US_ASCII);
        questions = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }

    /** Hangs up. */
    @TearDown
    public void close() throws IOException {
        peer().close();
        loop.close();
    }

    /** Asks and answers a batch; per message. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int answered() throws IOException {
        SocketChannel channel = peer();
        questions.flip();
        int bytes = 0;
        int lines = 0;
        while (answerBytes == 0 ? lines < BATCH : bytes < answerBytes) {
            if (questions.hasRemaining()) {
                channel.write(questions);
            }
            loop.runOnce(0);
            answers.clear();
            int count = channel.read(answers);
            if (count < 0) {
                throw new IllegalStateException("hung up on: bytes=" + bytes);
            }
            bytes += count;
            lines += answerBytes == 0 ? lines(count) : 0;
        }
        answerBytes = bytes; // all batches are alike: what is counted is the first one
        return bytes;
    }

    private SocketChannel peer() {
        return Objects.requireNonNull(peer);
    }

    private int lines(int count) {
        int lines = 0;
        for (int i = 0; i < count; i++) {
            if (answers.get(i) == '\n') {
                lines++;
            }
        }
        return lines;
    }
}
