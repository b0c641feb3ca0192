package io.eventdispatcher.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a permanent client says in the log. */
@Timeout(30)
class OutageLogTests {

    private final DrivenClient driven = new DrivenClient();

    @AfterEach
    void closeLoop() {
        driven.close();
    }

    @Test
    void warnsOnceRemindsAndTellsTheEnd() {
        try (RecordedLog log = new RecordedLog()) {
            driven.builder().start();
            driven.pass(Duration.ofMinutes(11));
            assertThat(log.linesAboveDebug())
                    .containsExactly(
                            "WARN Client 'x' cannot reach " + driven.endpoint
                                    + ": Connection refused; retrying in 1 s (attempt 1)",
                            "WARN Client 'x' has had no good connection for 5 min (attempts: 77): it cannot reach "
                                    + driven.endpoint + ": Connection refused",
                            "WARN Client 'x' has had no good connection for 10 min (attempts: 152): it cannot reach "
                                    + driven.endpoint + ": Connection refused");
            try (DrivenPeer peer = driven.listen()) {
                driven.pass(Duration.ofSeconds(10));
                assertThat(log.linesAboveDebug()).hasSize(4);
                assertThat(log.linesAboveDebug().get(3))
                        .isEqualTo("INFO Client 'x' connected to " + driven.endpoint + " after 11 min (attempt 168)");
                assertThat(peer.links).hasSize(1);
            }
            assertThat(log.hasStackTraces()).isFalse();
        }
    }

    @Test
    void staysQuietWhileThePeerAcceptsAndCloses() {
        try (RecordedLog log = new RecordedLog();
                DrivenPeer peer = driven.listen()) {
            peer.closesAtOnce = true;
            driven.builder().start();
            driven.pass(Duration.ofMinutes(4));
            assertThat(log.linesAboveDebug()).hasSizeLessThanOrEqualTo(2);
            driven.pass(Duration.ofMinutes(2));
            assertThat(log.linesAboveDebug()).hasSizeLessThanOrEqualTo(3);
            assertThat(log.lines().size()).isGreaterThan(20);
        }
    }
}
