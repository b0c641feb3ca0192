package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingRequestsTests {

    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), new ManualClock());
    private final PendingRequests requests = new PendingRequests(loop, "c", 2);

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void anAnswerThatArrivesBeforeSendingReturnsIsTaken() {
        Message answer = Message.of("ADD_REPLY");
        CompletableFuture<Message> request =
                requests.add(Message.of("ADD"), "ADD_REPLY", Duration.ofSeconds(5), message -> {
                    assertThat(requests.answer(answer)).isTrue();
                    return Delivery.SENT;
                });
        assertThat(request).isCompletedWithValue(answer);
        assertThat(requests.size()).isZero();
        loop.runOnce(0);
        assertThat(loop.statistics().timersArmed()).isZero();
    }

    @Test
    void aRefusedRequestLeavesNothingBehind() {
        for (int i = 0; i < 5; i++) {
            assertThat(requests.add(
                            Message.of("ADD"), "ADD_REPLY", Duration.ofSeconds(5), m -> Delivery.rejected("no")))
                    .isCompletedExceptionally();
        }
        assertThat(requests.size()).isZero();
    }
}
