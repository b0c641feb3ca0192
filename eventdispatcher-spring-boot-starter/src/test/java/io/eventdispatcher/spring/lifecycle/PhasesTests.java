package io.eventdispatcher.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PhasesTests {

    @Test
    void listenersStopBeforeClientsAndTheLoopStopsLast() {
        assertThat(Phases.LISTENERS).isGreaterThan(Phases.CLIENTS);
        assertThat(Phases.CLIENTS).isGreaterThan(Phases.LOOP);
    }

    @Test
    void aDrainEndsBeforeItsPhase() {
        assertThat(Phases.within(Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(29_750));
        assertThat(Phases.within(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(90));
        assertThat(Phases.within(Duration.ZERO)).isZero();
    }
}
