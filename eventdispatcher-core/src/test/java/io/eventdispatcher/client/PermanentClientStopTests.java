package io.eventdispatcher.client;

import static io.eventdispatcher.client.DrivenClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a permanent client ends. */
@Timeout(30)
class PermanentClientStopTests {

    private final DrivenClient driven = new DrivenClient();

    @AfterEach
    void closeLoop() {
        driven.close();
    }

    @Test
    void dropsAndReportsWhatCouldNotBeSentWithinTheGracePeriod() {
        PermanentClient client = driven.builder().start();
        client.send(frame("a"));
        driven.settle();
        CompletableFuture<Boolean> stopped = client.stop(Duration.ofSeconds(5));
        driven.pass(Duration.ofMillis(4750));
        assertThat(stopped).isNotDone();
        assertThat(client.state()).isEqualTo(ClientState.STOPPING);
        driven.pass(Duration.ofMillis(250));
        assertThat(stopped).isCompletedWithValue(false);
        assertThat(driven.dropped).containsExactly("a STOPPED");
        assertThat(client.state()).isEqualTo(ClientState.STOPPED);
        assertThat(driven.states).endsWith(ClientState.STOPPED);
    }

    @Test
    void connectsForWhatWaits() {
        PermanentClient client = driven.builder().start();
        client.send(frame("a"));
        driven.settle();
        CompletableFuture<Boolean> stopped = client.stop(Duration.ofSeconds(5));
        try (DrivenPeer peer = driven.listen()) {
            driven.pass(Duration.ofSeconds(4));
            assertThat(peer.last().lines()).containsExactly("a");
            assertThat(stopped).isCompletedWithValue(true);
        }
    }

    @Test
    void deliversWhatWasSentRightBeforeStopping() {
        try (DrivenPeer peer = driven.listen()) {
            PermanentClient client = driven.builder().start();
            client.send(frame("a"));
            CompletableFuture<Boolean> stopped = client.stop(Duration.ofSeconds(5));
            Delivery late = client.send(frame("b"));
            assertThat(late.reason()).isEqualTo("the client is stopped");
            driven.settle();
            assertThat(peer.last().lines()).containsExactly("a");
            driven.pass(Duration.ofSeconds(3));
            assertThat(stopped).isCompletedWithValue(true);
            assertThat(driven.dropped).isEmpty();
        }
    }

    @Test
    void stopsAtOnceWhenNothingWaits() {
        PermanentClient client = driven.builder().start();
        driven.settle();
        CompletableFuture<Boolean> stopped = client.stop(Duration.ofHours(1));
        driven.settle();
        assertThat(stopped).isCompletedWithValue(true);
        driven.pass(Duration.ofMinutes(1));
        assertThat(driven.pauses).as("no more attempts").hasSize(1);
        assertThat(driven.loop.sources()).isEmpty();
    }

    @Test
    void cutsTheConnectionWithoutGracePeriod() {
        try (DrivenPeer peer = driven.listen()) {
            PermanentClient client = driven.builder().start();
            driven.settle();
            CompletableFuture<Boolean> stopped = client.stop(Duration.ZERO);
            driven.settle();
            assertThat(stopped).isCompletedWithValue(false);
            assertThat(client.connection()).isNull();
            assertThat(peer.links).hasSize(1);
        }
    }

    @Test
    void cutsTheConnectionOfPeerThatDoesNotRead() {
        try (DrivenPeer peer = driven.listen()) {
            peer.reads = false;
            PermanentClient client = driven.builder().start();
            driven.settle();
            List<String> sent = DrivenClient.numbered(0, 100, 2000);
            sent.forEach(text -> client.send(frame(text)));
            CompletableFuture<Boolean> stopped = client.stop(Duration.ofSeconds(2));
            driven.pass(Duration.ofSeconds(2));
            assertThat(stopped).isCompletedWithValue(false);
            peer.last().read();
            assertThat(peer.last().lines().size() + driven.dropped.size()).isEqualTo(100);
        }
    }

    @Test
    void stopsWithoutHavingBeenStarted() {
        PermanentClient client = driven.builder().build();
        assertThat(client.state()).isEqualTo(ClientState.IDLE);
        client.send(frame("a"));
        assertThat(client.stop(Duration.ofSeconds(1))).isCompletedWithValue(false);
        assertThat(driven.dropped).containsExactly("a STOPPED");
        assertThat(client.state()).isEqualTo(ClientState.STOPPED);
        assertThatIllegalStateException().isThrownBy(client::start).withMessageContaining("client 'x'");
    }

    @Test
    void answersSecondCallWithTheSameEnd() {
        PermanentClient client = driven.builder().start();
        driven.settle();
        CompletableFuture<Boolean> first = client.stop(Duration.ofSeconds(1));
        CompletableFuture<Boolean> second = client.stop(Duration.ZERO);
        driven.settle();
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedWithValue(true);
    }

    @Test
    void tellsWhenItsLoopIsClosed() {
        PermanentClient client = driven.builder().start();
        driven.settle();
        driven.loop.close();
        client.send(frame("a"));
        assertThat(client.stop(Duration.ofSeconds(1))).isCompletedWithValue(false);
        assertThat(driven.dropped).containsExactly("a STOPPED");
    }

    @Test
    void refusesNegativeGracePeriod() {
        PermanentClient client = driven.builder().build();
        assertThatIllegalArgumentException().isThrownBy(() -> client.stop(Duration.ofNanos(-1)));
    }

    @Test
    void whenTheLoopIsClosedMeanwhileThenStoppingEndsAllTheSame() {
        PermanentClient client = driven.builder().start();
        client.send(frame("a"));
        driven.settle();
        CompletableFuture<Boolean> stopped = client.stop(Duration.ofMillis(1));
        driven.loop.close();
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
    }
}
