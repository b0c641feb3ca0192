package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.client.OfflineQueueLimits;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.testing.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a peer sees that answers by a script: some repeat the id, those of the original do not. */
class RequestsToOldPeerTests {

    private static int names;

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), clock);
    private final Endpoint endpoint = Endpoint.parse("local:old-peer-" + ++names);
    private final Dispatcher unsolicited = new Dispatcher();
    private final List<String> lines = new ArrayList<>();
    private Connection peer;
    private MessageClient client;

    private void start(Correlation correlation) {
        start(correlation, OfflineQueueLimits.defaults());
    }

    private void start(Correlation correlation, OfflineQueueLimits queue) {
        client = MessageClient.of(
                        "hub",
                        PermanentClient.to(endpoint, loop)
                                .resolver(Runnable::run)
                                .offlineQueue(queue),
                        loop,
                        Messenger.builder(unsolicited).build())
                .correlation(correlation)
                .maxRequests(200)
                .build();
        client.start();
        settle();
    }

    private Listener listen() {
        try {
            Listener listener = Listener.on(endpoint, loop, Script::new).start();
            settle();
            return listener;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Script implements ConnectionHandler {

        @Override
        public void onOpen(Connection connection) {
            peer = connection;
        }

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void settle() {
        int quiet = 0;
        for (int turn = 0; turn < 10_000 && quiet < 3; turn++) {
            quiet = loop.runOnce(0) ? 0 : quiet + 1;
        }
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
        settle();
    }

    private void answer(String line) {
        peer.send(ByteSource.utf8(line));
        settle();
    }

    private CompletableFuture<Message> ask(String line, long millis) {
        CompletableFuture<Message> request = client.request(Message.parse(line), Duration.ofMillis(millis));
        settle();
        return request;
    }

    private String idOf(int line) {
        return Message.parse(lines.get(line)).text("correlation_id");
    }

    private static RequestException failure(CompletableFuture<Message> request) {
        assertThat(request).isCompletedExceptionally();
        return (RequestException) request.handle(
                        (answer, failure) -> failure instanceof CompletionException ? failure.getCause() : failure)
                .join();
    }

    @Test
    void aPeerThatRepeatsNothingGetsOneRequestAtATime() {
        listen();
        start(Correlation.auto());
        CompletableFuture<Message> first = ask("GET n=1", 5000);
        CompletableFuture<Message> second = ask("GET n=2", 5000);
        CompletableFuture<Message> third = ask("PUT n=3", 5000);
        assertThat(lines).hasSize(1);
        assertThat(client.pendingRequests()).isEqualTo(3);
        assertThat(client.waitingRequests()).isEqualTo(2);
        answer("GET_REPLY v=1");
        assertThat(first).isCompletedWithValue(Message.parse("GET_REPLY v=1"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).as("the peer does not know the parameter").isEqualTo("GET n=2");
        answer("INVALID command=GET;message=no");
        assertThat(failure(second).reason()).isEqualTo(RequestException.Reason.REFUSED);
        answer("PUT_REPLY");
        assertThat(third).isCompletedWithValue(Message.of("PUT_REPLY"));
        assertThat(lines.get(2)).isEqualTo("PUT n=3");
    }

    @Test
    void aPeerThatRepeatsTheIdGetsAllAtOnceAndAnswersInAnyOrderWithAnyCommand() {
        listen();
        start(Correlation.auto());
        CompletableFuture<Message> first = ask("GET n=0", 5000);
        List<CompletableFuture<Message>> more = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            more.add(ask("GET n=" + i, 5000));
        }
        assertThat(lines).hasSize(1);
        answer("VALUE n=0;correlation_id=" + idOf(0));
        assertThat(first).isCompleted();
        assertThat(lines).hasSize(101);
        for (int i = 100; i >= 1; i--) {
            String command = i % 10 == 0 ? "ERROR" : "VALUE";
            answer(command + " n=" + Message.parse(lines.get(i)).text("n") + ";correlation_id=" + idOf(i));
        }
        for (int i = 1; i <= 100; i++) {
            String n = Integer.toString(i);
            if (i % 10 == 0) {
                assertThat(failure(more.get(i - 1)).answer().text("n")).isEqualTo(n);
            } else {
                assertThat(more.get(i - 1).join().text("n")).isEqualTo(n);
            }
        }
        assertThat(client.requestStatistics().answered()).isEqualTo(91);
        assertThat(client.requestStatistics().refused()).isEqualTo(10);
    }

    @Test
    void aLateAnswerWithoutIdIsNotTakenForThatOfTheNextRequestOfTheSameCommand() {
        listen();
        start(Correlation.off());
        CompletableFuture<Message> first = ask("GET n=1", 1000);
        pass(1000);
        assertThat(failure(first).reason()).isEqualTo(RequestException.Reason.TIMEOUT);
        assertThat(failure(first).mayHaveReachedPeer()).isTrue();
        CompletableFuture<Message> second = ask("GET n=2", 1000);
        CompletableFuture<Message> other = ask("PUT n=3", 1000);
        assertThat(lines).as("PUT_REPLY cannot be mistaken").containsExactly("GET n=1", "PUT n=3");
        answer("PUT_REPLY");
        assertThat(other).isCompleted();
        answer("GET_REPLY n=1");
        assertThat(second).isNotDone();
        assertThat(client.requestStatistics().late()).isEqualTo(1);
        assertThat(lines).containsExactly("GET n=1", "PUT n=3", "GET n=2");
        answer("GET_REPLY n=2");
        assertThat(second).isCompletedWithValue(Message.parse("GET_REPLY n=2"));
    }

    @Test
    void aRequestWhoseAnswerNeverComesHoldsTheNextForAsLongAgain() {
        listen();
        start(Correlation.off());
        var unused = ask("GET n=1", 1000);
        pass(1000);
        CompletableFuture<Message> second = ask("GET n=2", 5000);
        pass(999);
        assertThat(lines).hasSize(1);
        pass(1);
        assertThat(lines).hasSize(2);
        answer("GET_REPLY n=2");
        assertThat(second).isCompleted();
    }

    @Test
    void aLateAnswerWithItsIdIsRecognisedAndMakesThePeerKnown() {
        listen();
        start(Correlation.auto());
        CompletableFuture<Message> first = ask("GET n=1", 1000);
        pass(1000);
        assertThat(first).isCompletedExceptionally();
        CompletableFuture<Message> second = ask("GET n=2", 5000);
        answer("GET_REPLY n=1;correlation_id=" + idOf(0));
        assertThat(second).isNotDone();
        assertThat(lines).hasSize(2);
        CompletableFuture<Message> third = ask("GET n=3", 5000);
        assertThat(lines).as("many at a time from now on").hasSize(3);
        answer("GET_REPLY n=3;correlation_id=" + idOf(2));
        assertThat(third.join().text("n")).isEqualTo("3");
        answer("GET_REPLY n=2;correlation_id=" + idOf(1));
        assertThat(second.join().text("n")).isEqualTo("2");
        assertThat(lines).as("a late answer is not answered with UNKNOWN").hasSize(3);
    }

    @Test
    void onceThePeerRepeatsIdsAnAnswerWithoutOrWithAnotherIdIsNone() {
        listen();
        start(Correlation.by("serial"));
        unsolicited.on("GET_REPLY", x -> {});
        CompletableFuture<Message> request = ask("GET", 1000);
        String id = Message.parse(lines.get(0)).text("serial");
        answer("GET_REPLY");
        answer("GET_REPLY serial=1");
        answer("GET_REPLY correlation_id=" + id);
        assertThat(request).isNotDone();
        pass(1000);
        assertThat(failure(request)).hasMessageContaining("without the parameter serial");
        CompletableFuture<Message> second = ask("GET", 1000);
        answer("GET_REPLY serial=" + Message.parse(lines.get(1)).text("serial"));
        assertThat(second).isCompleted();
    }

    @Test
    void aRequestThatTimesOutWhileItWaitsForItsTurnWasNotSent() {
        listen();
        start(Correlation.off());
        CompletableFuture<Message> first = ask("GET n=1", 5000);
        CompletableFuture<Message> second = ask("GET n=2", 1000);
        pass(1000);
        assertThat(failure(second).reason()).isEqualTo(RequestException.Reason.TIMEOUT);
        assertThat(failure(second).mayHaveReachedPeer()).isFalse();
        assertThat(failure(second)).hasMessageContaining("one request at a time");
        answer("GET_REPLY n=1");
        assertThat(first).isCompleted();
        assertThat(lines).hasSize(1);
    }

    @Test
    void aRequestThatTimesOutWithoutConnectionIsNeverSent() {
        start(Correlation.auto());
        CompletableFuture<Message> request = ask("GET n=1", 500);
        pass(500);
        assertThat(failure(request).reason()).isEqualTo(RequestException.Reason.TIMEOUT);
        assertThat(failure(request).mayHaveReachedPeer()).isFalse();
        assertThat(client.snapshot().queuedFrames()).isZero();
        listen();
        pass(10_000);
        assertThat(peer).isNotNull();
        assertThat(lines).isEmpty();
    }

    @Test
    void aHundredRequestsUnderWayAllFailWhenTheConnectionBreaks() {
        listen();
        start(Correlation.by("correlation_id"));
        List<CompletableFuture<Message>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(ask("GET n=" + i, 60_000));
        }
        peer.close(CloseReason.ADMIN);
        settle();
        assertThat(all).allSatisfy(each -> {
            assertThat(failure(each).reason()).isEqualTo(RequestException.Reason.DISCONNECTED);
            assertThat(failure(each).mayHaveReachedPeer()).isTrue();
        });
        assertThat(client.pendingRequests()).isZero();
        assertThat(loop.statistics().timersArmed()).isLessThanOrEqualTo(4);
    }

    @Test
    void ofAHundredRequestsToOneAtATimePeerOnlyTheOneUnderWayIsLostWithTheConnection() {
        listen();
        start(Correlation.auto());
        List<CompletableFuture<Message>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(ask("GET n=" + i, 60_000));
        }
        peer.close(CloseReason.ADMIN);
        settle();
        pass(5_000);
        assertThat(failure(all.get(0)).reason()).isEqualTo(RequestException.Reason.DISCONNECTED);
        for (int i = 1; i < 100; i++) {
            answer("GET_REPLY n=" + i);
        }
        assertThat(lines).hasSize(100);
        assertThat(all.subList(1, 100)).allSatisfy(each -> assertThat(each).isCompleted());
    }

    @Test
    void whatThePeerWasKnownForIsForgottenWithTheConnection() {
        listen();
        start(Correlation.auto());
        var unused = ask("GET", 1000);
        answer("GET_REPLY");
        peer.close(CloseReason.ADMIN);
        settle();
        pass(5_000);
        CompletableFuture<Message> again = ask("GET", 1000);
        assertThat(lines.get(1)).contains("correlation_id=");
        answer("GET_REPLY correlation_id=" + idOf(1));
        assertThat(again).isCompleted();
    }

    @Test
    void aRequestDroppedFromTheQueueFailsAtOnce() {
        start(
                Correlation.by("correlation_id"),
                OfflineQueueLimits.defaults().withMaxFrames(1).withOverflow(OfflineQueueLimits.Overflow.DROP_OLDEST));
        CompletableFuture<Message> request = ask("GET", 60_000);
        assertThat(client.send(Message.of("NEWS"))).isEqualTo(Delivery.QUEUED);
        assertThat(failure(request).reason()).isEqualTo(RequestException.Reason.NOT_SENT);
        assertThat(failure(request)).hasMessageContaining("overflow");
        assertThat(failure(request).mayHaveReachedPeer()).isFalse();
    }

    @Test
    void requestsOfAStoppedClientFail() {
        listen();
        start(Correlation.off());
        CompletableFuture<Message> first = ask("GET", 60_000);
        CompletableFuture<Message> second = ask("GET", 60_000);
        var unused = client.stop(Duration.ZERO);
        settle();
        assertThat(failure(first).reason()).isEqualTo(RequestException.Reason.DISCONNECTED);
        assertThat(failure(second).reason()).isEqualTo(RequestException.Reason.NOT_SENT);
    }
}
