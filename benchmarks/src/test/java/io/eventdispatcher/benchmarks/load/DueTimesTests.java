package io.eventdispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DueTimesTests {

    private final DueTimes times = new DueTimes(1_000_000);

    @Test
    void theFirstOneIsDueAtOnce() {
        times.start(5_000);
        assertThat(times.next()).isEqualTo(5_000);
    }

    @Test
    void followAtTheRateHoweverLateTheyAreTaken() {
        times.start(0);
        int taken = 0;
        while (times.next() <= 300_000_000) {
            assertThat(times.take()).isEqualTo(1_000L * taken);
            taken++;
        }
        assertThat(taken).isEqualTo(300_001);
    }

    @Test
    void oddIntervalsDoNotAddUpToAnError() {
        DueTimes thirds = new DueTimes(3);
        thirds.start(0);
        for (int i = 0; i < 300; i++) {
            thirds.take();
        }
        assertThat(thirds.next()).isBetween(99_999_999_999L, 100_000_000_001L);
    }
}
