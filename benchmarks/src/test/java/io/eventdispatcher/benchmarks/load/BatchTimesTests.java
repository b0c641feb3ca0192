package io.eventdispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BatchTimesTests {

    private final BatchTimes times = new BatchTimes();
    private final Histogram latencies = new Histogram(BatchTimes.MAX_NANOS, 3);

    @Test
    void countsLatencyFromTheOldestRequest() {
        times.add(100, 2);
        times.add(200, 1);
        times.replied(1, 300, latencies);
        times.replied(2, 300, latencies);
        assertThat(latencies.getTotalCount()).isEqualTo(3);
        assertThat(latencies.getCountAtValue(200)).isEqualTo(2);
        assertThat(latencies.getCountAtValue(100)).isEqualTo(1);
    }

    @Test
    void growsAndWrapsWithoutLosingAnything() {
        for (int i = 0; i < 3; i++) {
            times.add(i, 1);
        }
        times.replied(2, 3, latencies);
        for (int i = 3; i < 40; i++) {
            times.add(i, 1);
        }
        latencies.reset();
        times.replied(38, 100, latencies);
        assertThat(latencies.getMaxValue()).isEqualTo(98);
        assertThat(latencies.getMinValue()).isEqualTo(61);
        assertThat(latencies.getTotalCount()).isEqualTo(38);
    }

    @Test
    void clipsWhatTheHistogramCannotHold() {
        times.add(0, 1);
        times.replied(1, 2 * BatchTimes.MAX_NANOS, latencies);
        assertThat(latencies.getTotalCount()).isEqualTo(1);
    }
}
