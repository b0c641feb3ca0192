package io.eventdispatcher.transport.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.ClientObserver;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.testing.Descriptors;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.testing.ThreadLeaks;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Attempts to connect that wait for a reader, and other programs that wait at the same FIFO. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts threads")
@EnabledOnOs(value = OS.LINUX, disabledReason = "FIFOs are used in the way Linux has them")
class FifoWaitIT {

    @TempDir
    Path directory;

    private final ThreadLeaks leaks = new ThreadLeaks();
    private final EventLoop loop = EventLoop.open("fifo-wait-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final FifoTransportFactory factory = new FifoTransportFactory();
    private final AtomicInteger timeouts = new AtomicInteger();
    private final List<PermanentClient> clients = new ArrayList<>();
    private final List<Process> peers = new ArrayList<>();

    @BeforeEach
    void makeTheFifo() throws Exception {
        FifoPeer.run("mkfifo -m 600 $1", in());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (PermanentClient client : clients) {
            client.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        }
        for (Process peer : peers) {
            FifoPeer.kill(peer);
        }
        await().untilAsserted(() -> assertThat(waiting()).isZero());
        await().untilAsserted(() -> assertThat(Descriptors.below(directory)).isEmpty());
        await().until(() ->
                numbers().held() == 0 && numbers().parked() == 0 && numbers().threads() == 0);
        thread.close();
    }

    private Path in() {
        return directory.resolve("in");
    }

    private int waiting() {
        return leaks.left("fifo connect " + directory).size();
    }

    private static SharedOpens.Statistics numbers() {
        return SharedOpens.OF_PROCESS.statistics();
    }

    private PermanentClient client(Duration pause, Duration parking) {
        PermanentClient client = PermanentClient.to(new FifoEndpoint(in()), loop)
                .name("waiter")
                .connectTimeout(Duration.ofMillis(200))
                .backoff(Backoff.fixed(pause))
                .transportOptions(
                        TransportOptions.defaults().with(FifoOptions.defaults().withParking(parking)))
                .observer(new ClientObserver() {
                    @Override
                    public void attemptFailed(String name, IOException failure, Duration delay) {
                        timeouts.incrementAndGet();
                    }
                })
                .start();
        clients.add(client);
        return client;
    }

    private PermanentClient client() {
        return client(Duration.ofMillis(50), Duration.ofMinutes(10));
    }

    private Process peer(String script, Path... more) {
        Path[] paths = new Path[1 + more.length];
        paths[0] = in();
        System.arraycopy(more, 0, paths, 1, more.length);
        Process peer = FifoPeer.start(script, paths);
        peers.add(peer);
        return peer;
    }

    /** Blocked in opening, which no API shows; so it is given the time to get there. */
    private Process waitingWriter(String script) {
        Path ready = directory.resolve("ready" + peers.size());
        Process peer = peer("echo > $2; " + script, ready);
        await().pollDelay(Duration.ofMillis(200)).until(() -> Files.exists(ready));
        return peer;
    }

    private <T> T onLoop(Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(action.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }

    private ConnectAttempt attempt(Outcome outcome) throws Exception {
        return onLoop(() -> factory.connect(loop, new FifoAddress(in(), null), TransportOptions.defaults(), outcome));
    }

    private void give(ConnectAttempt attempt, boolean forGood) throws Exception {
        onLoop(() -> {
            if (forGood) {
                attempt.cancel();
            } else {
                attempt.postpone();
            }
            return null;
        });
    }

    @Test
    void whatOthersWriteSurvivesOurTimeOutsAndReachesAReaderThatComesLater() throws Exception {
        Process writer = waitingWriter("echo LINE n=1 > $1");
        client();
        await().until(() -> timeouts.get() >= 3);
        assertThat(writer.isAlive()).as("still waits for a reader").isTrue();
        assertThat(waiting()).isEqualTo(1);
        Process reader = peer("exec cat $1");
        assertThat(reader.inputReader().readLine()).isEqualTo("LINE n=1");
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isZero();
    }

    @Test
    void whatOthersWriteSurvivesTheEndOfOurClient() throws Exception {
        Process writer = waitingWriter("echo LINE n=1 > $1");
        PermanentClient client = client();
        await().until(() -> timeouts.get() >= 1);
        client.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isZero();
        await().during(Duration.ofSeconds(3)).until(() -> numbers().held() == 1);
        assertThat(FifoPeer.run("timeout 10 cat $1", in())).isEqualTo("LINE n=1\n");
        await().until(() -> numbers().held() == 0);
    }

    @Test
    void aSilentWriterThatOurEndReleasedCanWriteLater() throws Exception {
        Path mayWrite = directory.resolve("go");
        Process writer =
                waitingWriter("exec 3> $1; while [ ! -e " + mayWrite + " ]; do sleep 0.05; done; echo LINE n=1 >&3");
        Outcome outcome = new Outcome();
        ConnectAttempt attempt = attempt(outcome);
        await().until(() -> waiting() == 1);
        give(attempt, true);
        await().until(() -> waiting() == 0);
        await().during(Duration.ofSeconds(3)).until(() -> numbers().held() == 1);
        Files.createFile(mayWrite);
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isZero();
        assertThat(FifoPeer.run("timeout 10 cat $1", in())).isEqualTo("LINE n=1\n");
        assertThat(outcome.isKnown()).isFalse();
    }

    @Test
    void anAttemptDoesNotTakeWhatIsHeldForAReader() throws Exception {
        Process writer = waitingWriter("echo LINE n=1 > $1");
        Outcome first = new Outcome();
        ConnectAttempt attempt = attempt(first);
        await().until(() -> waiting() == 1);
        give(attempt, true);
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        PermanentClient client = client();
        client.send(ByteSource.utf8("LINE n=2"));
        await().until(() -> timeouts.get() >= 8);
        assertThat(client.connections().connections()).isEmpty();
        Process reader = peer("exec cat $1");
        assertThat(reader.inputReader().readLine()).isEqualTo("LINE n=1");
        FifoPeer.kill(reader);
        Process next = peer("exec cat $1");
        assertThat(next.inputReader().readLine()).isEqualTo("LINE n=2");
    }

    @Test
    void aReaderThatComesAfterATimeOutIsConnectedByTheNextAttemptAndSeesNoEndInBetween() throws Exception {
        PermanentClient client = client(Duration.ofSeconds(2), Duration.ofMinutes(10));
        client.send(ByteSource.utf8("LINE n=1"));
        await().until(() -> timeouts.get() == 1 && client.state() == ClientState.WAITING);
        Process reader = peer("exec cat $1");
        await().until(() -> waiting() == 0);
        assertThat(client.state()).isEqualTo(ClientState.WAITING);
        assertThat(reader.inputReader().readLine()).isEqualTo("LINE n=1");
        assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
        assertThat(timeouts).hasValue(1);
        assertThat(Descriptors.below(directory)).hasSize(1);
    }

    @Test
    void aReaderThatCameAndWentBetweenAttemptsIsNotTakenForOne() throws Exception {
        Outcome first = new Outcome();
        ConnectAttempt postponed = attempt(first);
        await().until(() -> waiting() == 1);
        give(postponed, false);
        FifoPeer.run("exec 3< $1", in());
        await().until(() -> waiting() == 0);
        assertThat(numbers().parked()).isEqualTo(1);
        Outcome second = new Outcome();
        ConnectAttempt next = attempt(second);
        await().until(() -> waiting() == 1);
        await().during(Duration.ofMillis(300)).until(() -> !second.isKnown());
        peer("exec 3< $1; exec sleep 60");
        await().until(second::isKnown);
        onLoop(() -> {
            second.stream.close();
            return null;
        });
        give(next, true);
        give(postponed, true);
        assertThat(first.isKnown()).isFalse();
    }

    @Test
    void aHundredTimeOutsLeaveOneThreadAndReleaseNobody() throws Exception {
        long before = numbers().released();
        ConnectAttempt last = null;
        for (int i = 0; i < 100; i++) {
            ConnectAttempt attempt = attempt(new Outcome());
            await().pollInterval(Duration.ofMillis(1)).until(() -> waiting() == 1);
            give(attempt, false);
            if (last != null) {
                give(last, true);
            }
            last = attempt;
        }
        assertThat(numbers().threads()).isEqualTo(1);
        assertThat(numbers().released()).isEqualTo(before);
        give(last, true);
        await().until(() -> waiting() == 0);
        assertThat(numbers().released()).isEqualTo(before + 1);
    }

    @Test
    void aHundredCancelledAttemptsLeaveNoThread() throws Exception {
        for (int i = 0; i < 100; i++) {
            give(attempt(new Outcome()), true);
            assertThat(numbers().threads()).isLessThanOrEqualTo(3);
        }
        await().until(() -> waiting() == 0);
    }

    @Test
    void attemptsAtOneFifoShareAThreadAndAreConnectedTogether() throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Outcome outcome = new Outcome();
            outcomes.add(outcome);
            attempt(outcome);
        }
        await().until(() -> waiting() == 1);
        ConnectAttempt cancelled = attempt(new Outcome());
        give(cancelled, true);
        assertThat(numbers().threads()).isEqualTo(1);
        peer("exec 3< $1; exec sleep 60");
        await().until(() -> outcomes.stream().allMatch(Outcome::isKnown));
        onLoop(() -> {
            outcomes.forEach(outcome -> outcome.stream.close());
            return null;
        });
    }

    @Test
    void aWaitThatNobodyTakesOverEnds() throws Exception {
        client(Duration.ofSeconds(30), Duration.ofMillis(300));
        await().until(() -> timeouts.get() == 1);
        await().until(() -> waiting() == 0);
        assertThat(numbers().parked()).isZero();
    }

    @Test
    void whatComesForAClosedLoopIsClosedAtOnce() throws Exception {
        try (EventLoop other = EventLoop.open("fifo-wait-closed")) {
            ConnectAttempt[] attempt = new ConnectAttempt[1];
            other.execute(() -> attempt[0] =
                    factory.connect(other, new FifoAddress(in(), null), TransportOptions.defaults(), new Outcome()));
            other.runOnce(0);
            await().until(() -> waiting() == 1);
            other.execute(() -> attempt[0].postpone());
            other.runOnce(0);
        }
        assertThat(FifoPeer.run("timeout 10 cat $1; echo ended $?", in())).isEqualTo("ended 0\n");
        assertThat(numbers().parked()).isZero();
    }

    @Test
    void aReplacedFifoIsAnotherOne() throws Exception {
        Outcome first = new Outcome();
        ConnectAttempt old = attempt(first);
        await().until(() -> waiting() == 1);
        give(old, false);
        Path moved = directory.resolve("moved");
        Files.move(in(), moved);
        FifoPeer.run("mkfifo -m 600 $1", in());
        Outcome second = new Outcome();
        attempt(second);
        await().until(() -> numbers().threads() == 2);
        peer("exec 3< $1; exec sleep 60");
        await().until(second::isKnown);
        assertThat(second.failure).isNull();
        onLoop(() -> {
            second.stream.close();
            return null;
        });
        FifoPeer.run("exec 3< $1", moved);
        await().until(() -> waiting() == 0);
        give(old, true);
    }

    @Test
    void thereIsALimitAndTheOldestParkedWaitMakesRoom() throws Exception {
        List<ConnectAttempt> attempts = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i <= SharedOpens.MAX_WAITING; i++) {
            Path path = directory.resolve("many" + i);
            FifoPeer.run("mkfifo -m 600 $1", path);
            Outcome outcome = new Outcome();
            outcomes.add(outcome);
            attempts.add(onLoop(
                    () -> factory.connect(loop, new FifoAddress(path, null), TransportOptions.defaults(), outcome)));
            int known = i;
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> outcomes.get(known).isKnown() || waiting() == known + 1);
        }
        assertThat(outcomes.get(SharedOpens.MAX_WAITING).failure)
                .hasMessageContaining("too many FIFOs are waited for: max=64");
        give(attempts.get(5), false);
        attempts.add(attempt(new Outcome()));
        await().until(() -> leaks.left("fifo connect " + in()).size() == 1);
        await().until(() -> waiting() == SharedOpens.MAX_WAITING);
        assertThat(leaks.left("fifo connect " + directory.resolve("many5")))
                .doesNotContain("fifo connect " + directory.resolve("many5"));
        for (ConnectAttempt attempt : attempts) {
            give(attempt, true);
        }
    }
}
