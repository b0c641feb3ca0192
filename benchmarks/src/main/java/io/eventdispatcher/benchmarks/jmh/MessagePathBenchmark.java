package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.messenger.ConnectionExchange;
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
import java.util.function.Consumer;
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
 * too coarse for, and for seeing what each step of the path adds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MessagePathBenchmark {

    private static final int BATCH = 512;

    /** How much of the path is gone. */
    public enum Path {
        /** Each frame is answered by the same bytes. */
        FRAMES,
        /** And it is decoded. */
        DECODED,
        /** And a handler is found and called, with all that a messenger does. */
        HANDLED,
        /** And a parameter is read as a number. */
        READ,
        /** And the answer is written from it: all that a real handler does. */
        ANSWERED
    }

    /** How far the path is gone. */
    @Param
    public Path path = Path.ANSWERED;

    private final ByteSource fixed = ByteSource.of("PONG serial=12345678".getBytes(StandardCharsets.US_ASCII));
    private final EventLoop loop = EventLoop.open("path");
    private final ByteBuffer answers = ByteBuffer.allocateDirect(1 << 16);
    private ByteBuffer questions = ByteBuffer.allocate(0);
    private @Nullable SocketChannel peer;
    private int answerBytes;

    /** So that what is read is of use. */
    private long read;

    /** Listens and connects. */
    @Setup
    public void connect() throws IOException {
        Listener listener = Listener.on(Endpoint.parse("tcp://127.0.0.1:0"), loop, this::handler)
                .options(ListenerOptions.defaults())
                .start();
        String address = listener.endpoint().toString();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        SocketChannel connected = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        connected.configureBlocking(false);
        peer = connected;
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            batch.append("PING serial=")
                    .append(12_345_000 + i)
                    .append(";text=hello")
                    .append('\n');
        }
        byte[] bytes = batch.toString().getBytes(StandardCharsets.US_ASCII);
        questions = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }

    private ConnectionHandler handler() {
        return switch (path) {
            case FRAMES -> (connection, bytes, offset, length) -> connection.send(fixed);
            case DECODED -> decoding();
            case HANDLED -> messenger(exchange -> fixedAnswer((ConnectionExchange) exchange));
            case READ ->
                messenger(exchange -> {
                    read += exchange.message().integer("serial");
                    fixedAnswer((ConnectionExchange) exchange);
                });
            case ANSWERED ->
                messenger(exchange -> exchange.answer("PONG")
                        .param("serial", exchange.message().integer("serial"))
                        .send());
        };
    }

    private ConnectionHandler decoding() {
        MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
        return (connection, bytes, offset, length) -> {
            Message message = Objects.requireNonNull(decoder.decode(bytes, offset, length));
            read += message.commandHash();
            connection.send(fixed);
        };
    }

    private static ConnectionHandler messenger(Consumer<Exchange> action) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("PING", action);
        return Messenger.builder(dispatcher).build().newHandler();
    }

    private void fixedAnswer(ConnectionExchange exchange) {
        exchange.connection().send(fixed);
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
