package io.eventdispatcher.transport.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.testing.Descriptors;
import io.eventdispatcher.testing.ThreadLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Messages over FIFOs, with the shell at the other end. */
@Timeout(120)
@Isolated("counts threads")
@EnabledOnOs(value = OS.LINUX, disabledReason = "FIFOs are used in the way Linux has them")
class FifoMessagesIT {

    @TempDir
    Path directory;

    private final ThreadLeaks leaks = new ThreadLeaks();
    private final EventLoop loop = EventLoop.open("fifo-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private Listener listener;

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (listener != null) {
            listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        }
        leaks.awaitNone("main");
        leaks.awaitNone("it");
        leaks.awaitNone("fifo connect");
        await().untilAsserted(() -> assertThat(Descriptors.below(directory)).isEmpty());
        thread.close();
    }

    private Path in() {
        return directory.resolve("in");
    }

    private Path out() {
        return directory.resolve("out");
    }

    private void listen(FifoEndpoint endpoint) throws IOException {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("LINE", x -> received.add(x.message().text("n")));
        dispatcher.on(
                "ASK",
                x -> x.reply(x.message()
                        .reply("ANSWER")
                        .param("n", x.message().text("n"))
                        .build()));
        Messenger messenger = Messenger.builder(dispatcher).build();
        listener =
                Listener.on(endpoint, loop, messenger::newHandler).name("main").start();
    }

    private List<String> sortedNumbers() {
        return received.stream()
                .sorted((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)))
                .toList();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    @Test
    void askedByPrintfAnsweredToCat() throws Exception {
        listen(new FifoEndpoint(in(), out()));
        for (int i = 0; i < 5; i++) {
            String answer = FifoPeer.run("printf 'ASK n=" + i + "\\n' > $1; cat $2", in(), out());
            assertThat(answer).isEqualTo("ANSWER n=" + i + "\n");
        }
    }

    @Test
    void answersGoToWhoReadsFirstEachStreamsInOnePiece() throws Exception {
        listen(new FifoEndpoint(in(), out()));
        FifoPeer.run("printf 'ASK n=1\\nASK n=2\\n' > $1; printf 'ASK n=3\\n' > $1", in());
        StringBuilder answers = new StringBuilder();
        await().until(() -> {
            answers.append(FifoPeer.run("cat $1", out()));
            return answers.length() >= 3 * "ANSWER n=1\n".length();
        });
        assertThat(answers).hasToString("ANSWER n=1\nANSWER n=2\nANSWER n=3\n");
    }

    @Test
    void withoutAReplyAnswersAreDiscarded() throws Exception {
        listen(new FifoEndpoint(in()));
        FifoPeer.run("printf 'ASK n=1\\nLINE n=7\\n' > $1", in());
        await().until(() -> received.contains("7"));
        await().until(() -> listener.connections().size() == 0);
        assertThat(listener.connections().statistics().framesSent()).isEqualTo(1);
    }

    @Test
    void nothingIsLostBetweenWritersThatComeAndGo() throws Exception {
        listen(new FifoEndpoint(in()));
        FifoPeer.run("i=0; while [ $i -lt 2000 ]; do echo LINE n=$i > $1; i=$((i+1)); done", in());
        await().until(() -> received.size() >= 2000);
        assertThat(received).containsExactlyElementsOf(numbers(2000));
    }

    /** A connection that takes long gives the loop back after 10 ms, and goes on in a later turn. */
    @Test
    void theNextWriterDoesNotOvertakeOneWhoseLinesTakeLong() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("LINE", x -> {
            received.add(x.message().text("n"));
            if (received.size() % 16 == 0) {
                spin(Duration.ofMillis(12));
            }
        });
        Messenger messenger = Messenger.builder(dispatcher).build();
        listener = Listener.on(new FifoEndpoint(in()), loop, messenger::newHandler)
                .name("main")
                .start();
        String lines = "i=%d; while [ $i -lt %d ]; do echo LINE n=$i; i=$((i+1)); done > $1";
        FifoPeer.run(lines.formatted(0, 320), in());
        FifoPeer.run(lines.formatted(320, 330), in());
        FifoPeer.run(lines.formatted(330, 340), in());
        await().until(() -> received.size() >= 340);
        assertThat(received).containsExactlyElementsOf(numbers(340));
    }

    private static void spin(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (end - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void linesOfSeveralWritersAtOnceStayWhole() throws Exception {
        listen(new FifoEndpoint(in()));
        List<Process> writers = new ArrayList<>();
        String padding = "x".repeat(1000);
        for (int w = 0; w < 4; w++) {
            int first = w * 250;
            writers.add(FifoPeer.start(
                    "exec 3> $1; i=" + first + "; while [ $i -lt " + (first + 250) + " ]; do echo \"LINE n=$i;x="
                            + padding + "\" >&3; i=$((i+1)); done",
                    in()));
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        await().until(() -> received.size() >= 1000);
        assertThat(sortedNumbers()).containsExactlyElementsOf(numbers(1000));
    }

    @Test
    void theUnfinishedLineOfAKilledWriterIsDropped() throws Exception {
        listen(new FifoEndpoint(in()));
        Process writer = FifoPeer.start("exec 3> $1; printf 'LINE n=1\\nLINE n=2' >&3; exec sleep 60", in());
        await().until(() -> received.contains("1"));
        FifoPeer.kill(writer);
        await().until(() -> listener.connections().size() == 0);
        FifoPeer.run("echo LINE n=3 > $1", in());
        await().until(() -> received.contains("3"));
        assertThat(received).containsExactly("1", "3");
        assertThat(listener.connections().statistics().framesUnfinished()).isEqualTo(1);
    }

    @Test
    void writersThatAreKilledLeaveNothingBehind() throws Exception {
        int cycles = Integer.getInteger("fifo.cycles", 60);
        listen(new FifoEndpoint(in()));
        int descriptors = 0;
        for (int i = 0; i < cycles; i++) {
            Process writer = FifoPeer.start("exec 3> $1; echo LINE n=" + i + " >&3; exec sleep 60", in());
            String number = String.valueOf(i);
            await().pollInterval(Duration.ofMillis(2)).until(() -> received.contains(number));
            FifoPeer.kill(writer);
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> listener.connections().size() == 0);
            if (i == 0) {
                descriptors = awaitQuiet();
            }
        }
        assertThat(awaitQuiet()).isEqualTo(descriptors);
        assertThat(leaks.left("main")).containsExactly("main fifo");
        assertThat(received).hasSize(cycles);
    }

    private int awaitQuiet() {
        await().until(() -> leaks.left("main").size() == 1);
        return Descriptors.below(directory).size();
    }

    @Test
    void thatNobodyFindsTheFifoAnyMoreIsToldOnce() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(FifoSource.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            listen(new FifoEndpoint(in()));
            Files.move(in(), directory.resolve("aside"));
            await().until(() -> lines.list.size() == 1);
            Files.move(directory.resolve("aside"), in());
            FifoPeer.run("echo 'LINE n=0' > $1", in());
            await().until(() -> received.size() == 1);
            Files.delete(in());
            FifoPeer.run("mkfifo -m 600 $1", in());
            await().until(() -> lines.list.size() == 2);
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .allMatch(line -> line.startsWith("the FIFO was removed or replaced")
                            && line.endsWith("endpoint=fifo://" + in()));
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    void aWriterThatCameAndWentBeforeAnybodyWaitedIsFound() throws Exception {
        try (var pair = io.eventdispatcher.testing.StreamPair.listening(
                new FifoTransportFactory(), new FifoEndpoint(directory.resolve("other")))) {
            var acceptor =
                    pair.factory.listen(new FifoEndpoint(in()), io.eventdispatcher.transport.ListenOptions.defaults());
            FifoPeer.run("echo LINE n=1 > $1", in());
            acceptor.start(pair.loop, "late", 100, pair.accepted::add);
            pair.step(() -> pair.accepted.size() == 1);
            pair.server.attach(pair.accepted.get(0), "server");
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.text()).isEqualTo("LINE n=1\n");
            acceptor.close();
        }
    }

    @Test
    void aListenerStartsAgainOnTheSamePath() throws Exception {
        for (int i = 0; i < 20; i++) {
            listen(new FifoEndpoint(in(), out()));
            FifoPeer.run("echo LINE n=" + i + " > $1", in());
            String number = String.valueOf(i);
            await().pollInterval(Duration.ofMillis(5)).until(() -> received.contains(number));
            listener.stop(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
            assertThat(Files.exists(in())).isFalse();
        }
        assertThat(received).hasSize(20);
    }

    @Test
    void afterWeCloseUnderAWriterItsWritesFailAndTheNextOneIsServed() throws Exception {
        listen(new FifoEndpoint(in()));
        Process stubborn = FifoPeer.start("exec 3> $1; while echo LINE n=0 >&3; do sleep 0.02; done; echo gone", in());
        await().until(() -> received.contains("0"));
        listener.connections().forEach(connection -> connection.close(io.eventdispatcher.connection.CloseReason.ADMIN));
        assertThat(stubborn.waitFor(10, TimeUnit.SECONDS)).isTrue();
        FifoPeer.run("echo LINE n=1 > $1", in());
        await().until(() -> received.contains("1"));
    }

    @Test
    void aPermanentClientFollowsReadersThatComeAndGo() throws Exception {
        FifoPeer.run("mkfifo -m 600 $1", in());
        PermanentClient client = PermanentClient.to(new FifoEndpoint(in()), loop)
                .name("it")
                .backoff(Backoff.fixed(Duration.ofMillis(20)))
                .start();
        client.send(ByteSource.utf8("LINE n=0"));
        assertThat(client.state()).isNotEqualTo(ClientState.CONNECTED);
        for (int i = 0; i < 5; i++) {
            Path copy = directory.resolve("copy" + i);
            Process reader = FifoPeer.start("exec cat $1 > $2", in(), copy);
            await().until(() -> client.state() == ClientState.CONNECTED);
            String line = "LINE n=" + i;
            client.send(ByteSource.utf8(line));
            await().until(() -> Files.exists(copy) && Files.readString(copy).endsWith(line + "\n"));
            FifoPeer.kill(reader);
            await().until(() -> {
                client.send(ByteSource.utf8("LOST"));
                return client.state() != ClientState.CONNECTED;
            });
        }
        client.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPermanentClientHearsAtOnceThatAListenerWithReplyIsGone() throws Exception {
        FifoPeer.run("mkfifo -m 600 $1 $2", in(), out());
        PermanentClient client = PermanentClient.to(new FifoEndpoint(in(), out()), loop)
                .name("it")
                .backoff(Backoff.fixed(Duration.ofMillis(20)))
                .start();
        for (int i = 0; i < 5; i++) {
            Process server = FifoPeer.start("exec 3< $1; exec 4> $2; exec cat <&3 >&4", in(), out());
            await().until(() -> client.state() == ClientState.CONNECTED);
            FifoPeer.kill(server);
            await().until(() -> client.state() != ClientState.CONNECTED);
        }
        client.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
    }

    @Test
    void stoppingReleasesThreadsThatOpenReadAndWrite() throws Exception {
        FifoPeer.run("mkfifo -m 600 $1 $2", directory.resolve("nobody"), directory.resolve("slow"));
        PermanentClient opening = PermanentClient.to(new FifoEndpoint(directory.resolve("nobody")), loop)
                .name("it-opening")
                .start();
        Process sleeper = FifoPeer.start("exec 3< $1; exec sleep 60", directory.resolve("slow"));
        PermanentClient writing = PermanentClient.to(new FifoEndpoint(directory.resolve("slow")), loop)
                .name("it-writing")
                .transportOptions(io.eventdispatcher.transport.TransportOptions.defaults()
                        .with(FifoOptions.defaults().withLinger(Duration.ofMillis(100))))
                .start();
        await().until(() -> writing.state() == ClientState.CONNECTED);
        for (int i = 0; i < 200; i++) {
            writing.send(ByteSource.utf8("x".repeat(1000)));
        }
        listen(new FifoEndpoint(in(), out()));
        Process silent = FifoPeer.start("exec 3> $1; exec sleep 60", in());
        await().until(() -> listener.connections().size() == 1);
        await().until(() -> leaks.left("fifo connect").size() == 1);
        Connection reading = listener.connections().connections().get(0);
        assertThat(leaks.left("main")).contains("main fifo", reading.id() + " in");
        opening.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        writing.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        await().untilAsserted(() -> {
            assertThat(leaks.left("fifo connect")).isEmpty();
            assertThat(leaks.left("it")).isEmpty();
            assertThat(leaks.left("main")).isEmpty();
        });
        FifoPeer.kill(sleeper);
        FifoPeer.kill(silent);
    }
}
