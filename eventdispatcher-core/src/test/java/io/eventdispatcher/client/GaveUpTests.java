package io.eventdispatcher.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.backoff.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client whose backoff ends. */
class GaveUpTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void afterTheLastAttemptNothingIsTakenAndConnectNowBeginsAnew() {
        try (DrivenClient driven = new DrivenClient()) {
            PermanentClient client = driven.builder()
                    .backoff(Backoff.fixed(SECOND).withMaxAttempts(3))
                    .start();
            assertThat(client.send(DrivenClient.frame("kept"))).isEqualTo(Delivery.QUEUED);
            driven.pass(Duration.ofMillis(1500));
            assertThat(client.state()).isEqualTo(ClientState.WAITING);
            driven.pass(SECOND);
            assertThat(client.state()).isEqualTo(ClientState.GAVE_UP);
            assertThat(driven.pauses).containsExactly(SECOND, SECOND, Duration.ofNanos(Backoff.NEVER));
            assertThat(client.send(DrivenClient.frame("refused")).reason())
                    .startsWith("the client gave up after 3 failed attempts to connect: ");
            driven.pass(Duration.ofMinutes(10));
            assertThat(client.state()).isEqualTo(ClientState.GAVE_UP);

            DrivenPeer peer = driven.listen();
            client.connectNow();
            driven.settle();
            assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
            assertThat(peer.last().lines()).containsExactly("kept");
            assertThat(client.send(DrivenClient.frame("taken"))).isEqualTo(Delivery.SENT);
        }
    }

    @Test
    void attemptsAreCountedAnewAfterItWasAskedToConnect() {
        try (DrivenClient driven = new DrivenClient()) {
            PermanentClient client = driven.builder()
                    .backoff(Backoff.fixed(SECOND).withMaxAttempts(2))
                    .start();
            driven.pass(Duration.ofSeconds(5));
            assertThat(driven.pauses).hasSize(2);
            client.connectNow();
            driven.pass(Duration.ofSeconds(5));
            assertThat(driven.pauses).hasSize(4);
            assertThat(client.state()).isEqualTo(ClientState.GAVE_UP);
        }
    }

    @Test
    void whatWaitsCanBeTakenBack() {
        try (DrivenClient driven = new DrivenClient()) {
            PermanentClient client = driven.builder().start();
            var first = DrivenClient.frame("first");
            var second = DrivenClient.frame("second");
            client.send(first);
            client.send(second);
            assertThat(client.withdraw(first)).isTrue();
            assertThat(client.withdraw(first)).isFalse();
            DrivenPeer peer = driven.listen();
            driven.pass(Duration.ofSeconds(5));
            assertThat(peer.last().lines()).containsExactly("second");
            assertThat(client.withdraw(second)).isFalse();
            assertThat(client.snapshot().queuedBytes()).isZero();
        }
    }
}
