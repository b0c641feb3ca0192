package io.eventdispatcher.spring.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.trace.TraceEntry.Direction;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TraceBufferTests {

    private static void add(TraceBuffer buffer, String text) {
        buffer.add(Instant.EPOCH, "main", "main-1", Direction.RECEIVED, text.length(), text, null);
    }

    @Test
    void keepsTheLastOnes() {
        TraceBuffer buffer = new TraceBuffer(3, 1_000_000);
        for (int i = 1; i <= 5; i++) {
            add(buffer, "M" + i);
        }
        assertThat(buffer.entries()).extracting(TraceEntry::text).containsExactly("M3", "M4", "M5");
        assertThat(buffer.entries()).extracting(TraceEntry::number).containsExactly(3L, 4L, 5L);
        assertThat(buffer.total()).isEqualTo(5);
    }

    @Test
    void isBoundedInBytesToo() {
        TraceBuffer buffer = new TraceBuffer(1000, 10_000);
        for (int i = 0; i < 100; i++) {
            add(buffer, "x".repeat(1000));
        }
        assertThat(buffer.entries()).hasSize(4);
    }

    @Test
    void keepsTheLastOneEvenIfItIsTooLong() {
        TraceBuffer buffer = new TraceBuffer(1000, 1);
        add(buffer, "A");
        add(buffer, "B");
        assertThat(buffer.entries()).extracting(TraceEntry::text).containsExactly("B");
    }
}
