package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageClientTests {

    private static int names;

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), clock);
    private final Endpoint endpoint = Endpoint.parse("local:message-client-" + ++names);
    private final Dispatcher serverDispatcher = new Dispatcher();
    private final Dispatcher clientDispatcher = new Dispatcher();
    private final List<String> unsolicited = new ArrayList<>();
    private Listener listener;
    private MessageClient client;

    @BeforeEach
    void connect() throws IOException {
        serverDispatcher.on(
                "ADD",
                x -> x.reply(x.message()
                        .reply("ADD_REPLY")
                        .param("sum", x.message().integer("a") + x.message().integer("b"))
                        .build()));
        serverDispatcher.on("SILENT", x -> {});
        clientDispatcher.on(
                "*",
                x -> unsolicited.add(x.message().toBuilder()
                        .without(Message.CORRELATION)
                        .build()
                        .toText()));
        startServer();
        startClient(10);
        settle();
    }

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void startServer() throws IOException {
        Messenger messenger = Messenger.builder(serverDispatcher)
                .onOpen(connection -> connection.send(Message.of("HI")))
                .build();
        listener = Listener.on(endpoint, loop, messenger::newHandler).start();
    }

    private void startClient(int maxRequests) {
        client = MessageClient.of(
                        "hub",
                        PermanentClient.to(endpoint, loop).resolver(Runnable::run),
                        loop,
                        Messenger.builder(clientDispatcher).build())
                .maxRequests(maxRequests)
                .build();
        client.start();
    }

    private void settle() {
        int quiet = 0;
        for (int turn = 0; turn < 10_000 && quiet < 3; turn++) {
            quiet = loop.runOnce(0) ? 0 : quiet + 1;
        }
    }

    private static Message add(int a, int b) {
        return Message.builder("ADD").param("a", a).param("b", b).build();
    }

    private static RequestException.Reason reasonOf(CompletableFuture<Message> request) {
        try {
            throw new AssertionError("answered: " + request.get());
        } catch (ExecutionException e) {
            return ((RequestException) e.getCause()).reason();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRequestIsCompletedWithItsAnswer() {
        CompletableFuture<Message> request = client.request(add(2, 3));
        settle();
        assertThat(request).isCompletedWithValueMatching(answer -> answer.integer("sum") == 5);
        assertThat(client.pendingRequests()).isZero();
    }

    @Test
    void whoeverHearsHowARequestEndedFindsItCounted() {
        List<RequestStatistics> seen = new ArrayList<>();
        for (String command : List.of("ADD a=1;b=1", "NOPE", "SILENT")) {
            client.request(Message.parse(command), Duration.ofSeconds(1))
                    .whenComplete((answer, failure) -> seen.add(client.requestStatistics()));
            settle();
        }
        clock.advance(Duration.ofSeconds(1));
        settle();
        assertThat(seen)
                .extracting(RequestStatistics::answered, RequestStatistics::refused, RequestStatistics::timedOut)
                .containsExactly(tuple(1L, 0L, 0L), tuple(1L, 1L, 0L), tuple(1L, 1L, 1L));
        assertThat(client.requestStatistics()).isEqualTo(seen.get(2));
    }

    @Test
    void manyRequestsUnderWayGetTheirOwnAnswers() {
        List<CompletableFuture<Message>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            requests.add(client.request(add(i, 100)));
        }
        settle();
        for (int i = 0; i < 10; i++) {
            int expected = 100 + i;
            assertThat(requests.get(i)).isCompletedWithValueMatching(answer -> answer.integer("sum") == expected);
        }
    }

    @Test
    void whatNobodyAskedForGoesToTheDispatcher() {
        assertThat(unsolicited).containsExactly("HI");
        assertThat(client.send(add(1, 1))).isEqualTo(Delivery.SENT);
        settle();
        assertThat(unsolicited).containsExactly("HI", "ADD_REPLY sum=2");
    }

    @Test
    void aRefusalFailsTheRequestItNames() {
        CompletableFuture<Message> unknown = client.request(Message.of("NOPE"));
        CompletableFuture<Message> fine = client.request(add(1, 1));
        settle();
        assertThat(reasonOf(unknown)).isEqualTo(RequestException.Reason.REFUSED);
        assertThat(fine).isCompleted();
    }

    @Test
    void aRequestWithoutAnswerTimesOutAndIsForgotten() {
        CompletableFuture<Message> request = client.request(Message.of("SILENT"), Duration.ofSeconds(2));
        settle();
        clock.advance(Duration.ofMillis(1_999));
        settle();
        assertThat(request).isNotDone();
        clock.advance(Duration.ofMillis(1));
        settle();
        assertThat(reasonOf(request)).isEqualTo(RequestException.Reason.TIMEOUT);
        assertThat(client.pendingRequests()).isZero();
    }

    @Test
    void aLateAnswerIsNotTakenForThatOfTheNextRequest() {
        List<Exchange> late = new ArrayList<>();
        serverDispatcher.on("SLOW", late::add);
        CompletableFuture<Message> first = client.request(Message.of("SLOW"), Duration.ofSeconds(2));
        settle();
        clock.advance(Duration.ofSeconds(2));
        settle();
        assertThat(reasonOf(first)).isEqualTo(RequestException.Reason.TIMEOUT);
        CompletableFuture<Message> second = client.request(Message.of("SLOW"), Duration.ofSeconds(2));
        settle();
        late.get(0).reply(Message.builder("SLOW_REPLY").param("n", 1).build());
        settle();
        assertThat(second).isNotDone();
        assertThat(unsolicited).containsExactly("HI", "SLOW_REPLY n=1");
        late.get(1).reply(Message.builder("SLOW_REPLY").param("n", 2).build());
        settle();
        assertThat(second).isCompletedWithValueMatching(answer -> answer.integer("n") == 2);
    }

    @Test
    void aRequestThatIsNeverAnsweredGivesItsPlaceUpInTheEnd() {
        var unused = client.request(Message.of("SILENT"), "ADD_REPLY", Duration.ofSeconds(2));
        settle();
        clock.advance(Duration.ofSeconds(2));
        settle();
        clock.advance(Duration.ofSeconds(2));
        settle();
        CompletableFuture<Message> next = client.request(add(1, 1));
        settle();
        assertThat(next).isCompletedWithValueMatching(answer -> answer.integer("sum") == 2);
        assertThat(loop.statistics().timersArmed()).isLessThanOrEqualTo(3);
    }

    @Test
    void aLostConnectionFailsWhatWasSent() {
        CompletableFuture<Message> request = client.request(Message.of("SILENT"), Duration.ofMinutes(1));
        settle();
        listener.connections().forEach(each -> each.close(CloseReason.ADMIN));
        settle();
        assertThat(reasonOf(request)).isEqualTo(RequestException.Reason.DISCONNECTED);
    }

    @Test
    void aRequestMadeWhileDisconnectedIsAnsweredAfterTheReconnect() throws IOException {
        var unused = listener.stop(Duration.ZERO);
        settle();
        CompletableFuture<Message> request = client.request(add(2, 2), Duration.ofMinutes(1));
        settle();
        assertThat(request).isNotDone();
        startServer();
        clock.advance(Duration.ofSeconds(5));
        settle();
        assertThat(request).isCompletedWithValueMatching(answer -> answer.integer("sum") == 4);
    }

    @Test
    void aStoppedClientSendsNothingUntilItIsStartedAgain() {
        var unused = client.stop(Duration.ZERO);
        settle();
        assertThat(client.send(add(1, 1)).accepted()).isFalse();
        client.start();
        settle();
        CompletableFuture<Message> request = client.request(add(1, 1));
        settle();
        assertThat(request).isCompletedWithValueMatching(answer -> answer.integer("sum") == 2);
    }

    @Test
    void moreRequestsThanAllowedAreRefusedAtOnce() {
        for (int i = 0; i < 10; i++) {
            var unused = client.request(Message.of("SILENT"));
        }
        CompletableFuture<Message> tooMany = client.request(add(1, 1));
        assertThat(reasonOf(tooMany)).isEqualTo(RequestException.Reason.NOT_SENT);
        assertThat(client.pendingRequests()).isEqualTo(10);
    }

    @Test
    void aCancelledRequestMakesRoomAndItsAnswerGoesToTheDispatcher() {
        CompletableFuture<Message> request = client.request(add(1, 2));
        request.cancel(false);
        assertThat(client.pendingRequests()).isZero();
        settle();
        assertThat(unsolicited).containsExactly("HI", "ADD_REPLY sum=3");
    }

    @Test
    void whatWaitsForHandlersOfAClientIsCounted() {
        List<Runnable> tasks = new ArrayList<>();
        clientDispatcher.add(io.eventdispatcher.dispatch.DispatchEntry.on("TICK")
                .priority(0)
                .executor(tasks::add)
                .handler(x -> null)
                .build());
        listener.connections().forEach(connection -> {
            connection.send(Message.of("TICK"));
            connection.send(Message.of("TICK"));
        });
        settle();
        assertThat(Messenger.queued(client.client().connection())).isEqualTo(2);
    }
}
