package io.eventdispatcher.communicatord.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeenBroadcastsTests {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private static boolean isNew(SeenBroadcasts seen, String origin, String id, long nowNanos) {
        boolean known = seen.knows(origin, id, nowNanos);
        seen.add(origin, id, nowNanos);
        return !known;
    }

    @Test
    void knowsAnIdOfTheSameOrigin() {
        SeenBroadcasts seen = new SeenBroadcasts(10, 10_000);
        assertThat(isNew(seen, "alpha", "1", 0)).isTrue();
        assertThat(isNew(seen, "alpha", "1", 1)).isFalse();
        assertThat(isNew(seen, "beta", "1", 1)).isTrue();
        assertThat(isNew(seen, "alpha", "2", 1)).isTrue();
    }

    @Test
    void forgetsWhatIsOldAlsoWhenTheClockWraps() {
        SeenBroadcasts seen = new SeenBroadcasts(10, 10_000);
        long start = Long.MAX_VALUE - MINUTE;
        assertThat(isNew(seen, "alpha", "1", start)).isTrue();
        assertThat(isNew(seen, "alpha", "1", start + MINUTE + 1)).isFalse();
        assertThat(isNew(seen, "alpha", "1", start + 2 * MINUTE)).isTrue();
        assertThat(seen.size()).isEqualTo(1);
    }

    @Test
    void isBounded() {
        SeenBroadcasts seen = new SeenBroadcasts(100, 10_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(isNew(seen, "alpha", Integer.toString(i), i)).isTrue();
        }
        assertThat(seen.size()).isEqualTo(100);
        assertThat(isNew(seen, "alpha", "999", 1_000)).isFalse();
    }

    @Test
    void isBoundedInCharactersToo() {
        SeenBroadcasts seen = new SeenBroadcasts(1_000_000, 10_000);
        String filler = "x".repeat(200);
        for (int i = 0; i < 1_000; i++) {
            assertThat(isNew(seen, "alpha", filler + i, i)).isTrue();
        }
        assertThat(seen.size()).isBetween(40, 50);
        assertThat(isNew(seen, "alpha", filler + 999, 1_000)).isFalse();
    }
}
