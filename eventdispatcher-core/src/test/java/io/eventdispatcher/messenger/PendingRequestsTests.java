package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.PendingRequests.Match;
import io.eventdispatcher.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingRequestsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), clock);
    private final List<Message> sent = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private PendingRequests requests(Correlation correlation, Function<Message, Delivery> send) {
        return new PendingRequests(loop, "c", 2, correlation, send, message -> false);
    }

    private Delivery record(Message message) {
        sent.add(message);
        return Delivery.SENT;
    }

    private CompletableFuture<Message> add(PendingRequests requests) {
        return requests.add(Message.of("ADD"), "ADD_REPLY", TIMEOUT);
    }

    @Test
    void anAnswerThatArrivesBeforeSendingReturnsIsTaken() {
        Message answer = Message.of("ADD_REPLY");
        AtomicReference<PendingRequests> late = new AtomicReference<>();
        PendingRequests requests = requests(Correlation.off(), message -> {
            assertThat(late.get().answer(answer)).isEqualTo(Match.ANSWER);
            return Delivery.SENT;
        });
        late.set(requests);
        CompletableFuture<Message> request = add(requests);
        assertThat(request).isCompletedWithValue(answer);
        assertThat(requests.size()).isZero();
        loop.runOnce(0);
        assertThat(loop.statistics().timersArmed()).isZero();
    }

    @Test
    void aRefusedRequestLeavesNothingBehind() {
        PendingRequests requests = requests(Correlation.auto(), message -> Delivery.rejected("no"));
        for (int i = 0; i < 5; i++) {
            assertThat(add(requests)).isCompletedExceptionally();
        }
        assertThat(requests.size()).isZero();
        assertThat(requests.statistics().notSent()).isEqualTo(5);
    }

    @Test
    void idsOfOthersMatchNothingAndCannotBeGuessedFromOurs() {
        PendingRequests requests = requests(Correlation.auto(), this::record);
        CompletableFuture<Message> request = add(requests);
        String id = sent.get(0).text("correlation_id");
        for (String hostile :
                List.of("", "0", "1", "*", id + "0", id.substring(1), id.toUpperCase(), "x".repeat(60_000))) {
            Message answer = Message.builder("ADD_REPLY")
                    .param("correlation_id", hostile)
                    .build();
            assertThat(requests.answer(answer)).as(hostile).isNotEqualTo(Match.ANSWER);
        }
        assertThat(request).isNotDone();
        assertThat(new PendingRequests(loop, "c", 2, Correlation.auto(), this::record, message -> false)
                        .add(Message.of("ADD"), "ADD_REPLY", TIMEOUT))
                .isNotDone();
        assertThat(sent.get(1).text("correlation_id").substring(0, 6)).isNotEqualTo(id.substring(0, 6));
    }

    @Test
    void nobodySeesTheIdThatWasAdded() {
        PendingRequests requests = requests(Correlation.auto(), this::record);
        CompletableFuture<Message> first = add(requests);
        requests.answer(Message.parse("SUM n=5").answering(sent.get(0)));
        assertThat(first).isCompletedWithValue(Message.parse("SUM n=5"));

        CompletableFuture<Message> refused = add(requests);
        requests.answer(Message.parse("INVALID command=ADD").answering(sent.get(1)));
        assertThat(refused)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        RequestException.class,
                        failure -> assertThat(failure.answer()).isEqualTo(Message.parse("INVALID command=ADD")));
    }

    @Test
    void anIdThatTheRequestHadBeforeComesBack() {
        PendingRequests requests = requests(Correlation.auto(), this::record);
        Message own = Message.parse("ADD correlation_id=order-7");
        CompletableFuture<Message> request = requests.add(own, "ADD_REPLY", TIMEOUT);
        assertThat(sent.get(0).text("correlation_id")).isNotEqualTo("order-7");
        requests.answer(Message.parse("SUM n=5").answering(sent.get(0)));
        assertThat(request).isCompletedWithValue(Message.parse("SUM correlation_id=order-7;n=5"));
    }

    @Test
    void theSameAnswerTwiceIsTakenOnce() {
        PendingRequests requests = requests(Correlation.auto(), this::record);
        CompletableFuture<Message> request = add(requests);
        Message answer = Message.of("SUM").answering(sent.get(0));
        assertThat(requests.answer(answer)).isEqualTo(Match.ANSWER);
        assertThat(requests.answer(answer)).isEqualTo(Match.LATE);
        assertThat(request).isCompletedWithValue(Message.of("SUM"));
        assertThat(requests.statistics().late()).isEqualTo(1);
    }

    @Test
    void waitingOnTheLoopThreadIsRefused() {
        PendingRequests requests = requests(Correlation.auto(), this::record);
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        CompletableFuture<String> chained = add(requests).thenApply(Message::command);
        loop.execute(() -> {
            try {
                chained.join();
            } catch (IllegalStateException e) {
                refusal.set(e);
            }
        });
        loop.runOnce(0);
        assertThat(refusal.get())
                .hasMessageContaining("request ADD of client 'c' must not be waited for on loop 'test'")
                .hasMessageContaining("thenAccept");
    }

    @Test
    void anAnswerThatIsThereMayBeReadOnTheLoopThread() {
        PendingRequests requests = requests(Correlation.off(), this::record);
        CompletableFuture<Message> request = add(requests);
        requests.answer(Message.of("ADD_REPLY"));
        AtomicReference<Message> answer = new AtomicReference<>();
        loop.execute(() -> answer.set(request.join()));
        loop.runOnce(0);
        assertThat(answer.get()).isEqualTo(Message.of("ADD_REPLY"));
    }
}
