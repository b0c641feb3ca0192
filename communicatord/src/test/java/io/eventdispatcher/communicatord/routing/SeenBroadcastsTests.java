package io.eventdispatcher.communicatord.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeenBroadcastsTests {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void knowsAnIdOfTheSameOrigin() {
        SeenBroadcasts seen = new SeenBroadcasts(10);
        assertThat(seen.isNew("alpha", "1", 0)).isTrue();
        assertThat(seen.isNew("alpha", "1", 1)).isFalse();
        assertThat(seen.isNew("beta", "1", 1)).isTrue();
        assertThat(seen.isNew("alpha", "2", 1)).isTrue();
    }

    @Test
    void forgetsWhatIsOldAlsoWhenTheClockWraps() {
        SeenBroadcasts seen = new SeenBroadcasts(10);
        long start = Long.MAX_VALUE - MINUTE;
        assertThat(seen.isNew("alpha", "1", start)).isTrue();
        assertThat(seen.isNew("alpha", "1", start + MINUTE + 1)).isFalse();
        assertThat(seen.isNew("alpha", "1", start + 2 * MINUTE)).isTrue();
        assertThat(seen.size()).isEqualTo(1);
    }

    @Test
    void isBounded() {
        SeenBroadcasts seen = new SeenBroadcasts(100);
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.isNew("alpha", Integer.toString(i), i)).isTrue();
        }
        assertThat(seen.size()).isEqualTo(100);
        assertThat(seen.isNew("alpha", "999", 1_000)).isFalse();
    }
}
