package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionSnapshot;
import io.eventdispatcher.connection.GroupStatistics;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.server.Listener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A messenger behind real sockets, on its own thread, with blocking peers. */
@Timeout(60)
class MessengerIT {

    private final EventLoop loop = EventLoop.open("messenger-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final ExecutorService workers = Executors.newFixedThreadPool(3);
    private Path socket;
    private Listener listener;

    @AfterEach
    void close() throws Exception {
        listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        thread.close();
        workers.shutdownNow();
        if (socket != null) {
            Files.deleteIfExists(socket.getParent());
        }
    }

    private void listen(String scheme) throws IOException {
        String uri = "tcp://127.0.0.1:0";
        if (scheme.equals("unix")) {
            socket = Files.createTempDirectory("messenger-it").resolve("s");
            uri = "unix://" + socket;
        }
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on(
                "ECHO",
                x -> x.reply(x.message()
                        .reply("LOOP")
                        .param("n", x.message().integer("n"))
                        .build()));
        dispatcher.add(DispatchEntry.on("WORK")
                .executor(workers)
                .handler(DispatchHandler.of(x -> x.reply(x.message()
                        .reply("DONE")
                        .param("n", x.message().integer("n"))
                        .build())))
                .build());
        dispatcher.add(DispatchEntry.on("WRITE")
                .executor(workers)
                .handler(DispatchHandler.of(x ->
                        x.answer("DONE").param("n", x.message().integer("n")).send()))
                .build());
        dispatcher.on(
                "STRAIGHT",
                x -> x.answer("LOOP").param("n", x.message().integer("n")).send());
        String padding = "x".repeat(500);
        dispatcher.on(
                "BIG",
                x -> x.reply(x.message()
                        .reply("LARGE")
                        .param("n", x.message().integer("n"))
                        .param("x", padding)
                        .build()));
        Messenger messenger = Messenger.builder(dispatcher).build();
        listener = Listener.on(Endpoint.parse(uri), loop, messenger::newHandler)
                .name("main")
                .start();
    }

    private SocketChannel connect() throws IOException {
        if (socket != null) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            SocketAddress address = UnixDomainSocketAddress.of(socket);
            channel.connect(address);
            return channel;
        }
        String text = listener.endpoint().toString();
        int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static BufferedReader reader(SocketChannel channel) {
        InputStream in = Channels.newInputStream(channel);
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static List<String> questions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (i % 3 == 1 ? "WORK n=" : "ECHO n=") + i)
                .collect(Collectors.toList());
    }

    private static List<String> answers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (i % 3 == 1 ? "DONE n=" : "LOOP n=") + i)
                .collect(Collectors.toList());
    }

    private void assertThatNothingIsLeft() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(listener.connections().size()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void bytesMayArriveOneAtATime(String scheme) throws IOException {
        listen(scheme);
        try (SocketChannel peer = connect()) {
            for (char each : (String.join("\n", questions(20)) + "\n").toCharArray()) {
                write(peer, String.valueOf(each));
            }
            BufferedReader in = reader(peer);
            for (String answer : answers(20)) {
                assertThat(in.readLine()).isEqualTo(answer);
            }
        }
        assertThatNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void aPeerThatEndsAfterOneWriteGetsEveryAnswerInOrder(String scheme) throws IOException {
        listen(scheme);
        for (int round = 0; round < 20; round++) {
            try (SocketChannel peer = connect()) {
                write(peer, String.join("\n", questions(1_000)) + "\n");
                peer.shutdownOutput();
                assertThat(reader(peer).lines()).containsExactlyElementsOf(answers(1_000));
            }
        }
        assertThatNothingIsLeft();
        assertThat(listener.connections().statistics().closed()).containsEntry(CloseReason.PEER, 20L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void twoPeersAtOnceGetTheirOwnAnswers(String scheme) throws IOException {
        listen(scheme);
        try (SocketChannel one = connect();
                SocketChannel two = connect()) {
            BufferedReader fromOne = reader(one);
            BufferedReader fromTwo = reader(two);
            for (int i = 0; i < 500; i++) {
                write(one, "ECHO n=" + i + "\nWORK n=" + i + "\n");
                write(two, "WORK n=" + -i + "\nECHO n=" + -i + "\n");
            }
            for (int i = 0; i < 500; i++) {
                assertThat(fromOne.readLine()).isEqualTo("LOOP n=" + i);
                assertThat(fromOne.readLine()).isEqualTo("DONE n=" + i);
                assertThat(fromTwo.readLine()).isEqualTo("DONE n=" + -i);
                assertThat(fromTwo.readLine()).isEqualTo("LOOP n=" + -i);
            }
        }
        assertThatNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void anEndlessLineIsRefusedAndNotKept(String scheme) throws IOException {
        listen(scheme);
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'X');
        String answer = "";
        long sent = 0;
        try (SocketChannel peer = connect()) {
            try {
                OutputStream out = Channels.newOutputStream(peer);
                for (; sent < 100 << 20; sent += piece.length) {
                    out.write(piece);
                }
            } catch (IOException refused) {
                // Closed in the middle of our write, which is what we want.
            }
            try {
                answer = reader(peer).readLine();
            } catch (IOException reset) {
                // It went on sending for too long to be told.
            }
        }
        assertThat(sent).isLessThan(20 << 20);
        if (answer != null && !answer.isEmpty()) {
            assertThat(answer).startsWith("INVALID message=").contains("65536");
        }
        assertThatNothingIsLeft();
        GroupStatistics totals = listener.connections().statistics();
        assertThat(totals.framesTooLong()).isEqualTo(1);
        assertThat(totals.bytesReceived()).isLessThan(3 * 65_536);
        assertThat(totals.closed()).containsEntry(CloseReason.TOO_LONG, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void aLineThatIsALittleTooLongIsAnswered(String scheme) throws IOException {
        listen(scheme);
        try (SocketChannel peer = connect()) {
            write(peer, "X".repeat(200_000));
            assertThat(reader(peer).lines()).containsExactly("INVALID message=line longer than 65536 bytes");
        }
        assertThatNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void peersThatConnectAndVanishLeaveNothing(String scheme) throws IOException {
        listen(scheme);
        for (int i = 0; i < 3_000; i++) {
            try (SocketChannel peer = connect()) {
                if (i % 3 == 1) {
                    write(peer, "WORK n=1\nECHO n=2\nhalf");
                } else if (i % 3 == 2) {
                    write(peer, "ECHO n=1\n");
                    peer.shutdownOutput();
                }
                if (scheme.equals("tcp")) {
                    peer.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
            }
        }
        assertThatNothingIsLeft();
        await().untilAsserted(
                        () -> assertThat(turnsDuring(Duration.ofMillis(300))).isLessThan(30));
        assertThat(loop.statistics().registrations()).isEqualTo(1);
        assertThat(loop.statistics().failures()).isZero();
        assertThat(listener.connections().statistics().closed()).containsEntry(CloseReason.ERROR, 0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void aPeerThatDoesNotReadStopsBeingReadAndLosesNothing(String scheme) throws Exception {
        listen(scheme);
        int count = 100_000;
        try (SocketChannel peer = connect()) {
            Thread writer = new Thread(() -> {
                try {
                    StringBuilder batch = new StringBuilder();
                    for (int i = 0; i < count; i++) {
                        batch.append(i % 5 == 1 ? "WORK n=" : "BIG n=")
                                .append(i)
                                .append('\n');
                        if (batch.length() > 60_000) {
                            write(peer, batch.toString());
                            batch.setLength(0);
                        }
                    }
                    write(peer, batch.toString());
                    peer.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            await().until(() -> listener.connections().connections().stream()
                    .map(Connection::snapshot)
                    .anyMatch(ConnectionSnapshot::suspended));
            BufferedReader in = reader(peer);
            for (int i = 0; i < count; i++) {
                String line = in.readLine();
                String start = i % 5 == 1 ? "DONE n=" + i : "LARGE n=" + i + ";x=";
                if (line == null || !line.startsWith(start)) {
                    assertThat(line).as("answer %d", i).startsWith(start);
                }
            }
            assertThat(in.readLine()).isNull();
            writer.join();
        }
        assertThatNothingIsLeft();
        assertThat(listener.connections().statistics().framesRefused()).isZero();
    }

    private long turnsDuring(Duration time) {
        long before = loop.statistics().turns();
        await().pollDelay(time).until(() -> true);
        return loop.statistics().turns() - before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void answersWrittenStraightToTheConnectionKeepTheirOrderOnTheLoopAndOffIt(String scheme) throws IOException {
        listen(scheme);
        String asked = IntStream.range(0, 5_000)
                .mapToObj(i -> (i % 3 == 1 ? "WRITE n=" : "STRAIGHT n=") + i + "\n")
                .collect(Collectors.joining());
        try (SocketChannel peer = connect()) {
            write(peer, asked);
            peer.shutdownOutput();
            assertThat(reader(peer).lines()).containsExactlyElementsOf(answers(5_000));
        }
        assertThatNothingIsLeft();
    }
}
