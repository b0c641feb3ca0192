package io.eventdispatcher.communicatord.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.routing.BroadcastQuota.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BroadcastQuotaTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void holdsAlsoWhenTheClockWraps() {
        long now = Long.MAX_VALUE - SECOND / 2;
        BroadcastQuota quota = new BroadcastQuota(10, 20, now);
        for (int i = 0; i < 20; i++) {
            assertThat(quota.take("a", now)).isEqualTo(Verdict.WITHIN);
        }
        assertThat(quota.take("a", now)).isEqualTo(Verdict.FIRST_TOO_MANY);
        assertThat(quota.take("a", now)).isEqualTo(Verdict.TOO_MANY);
        now += SECOND;
        for (int i = 0; i < 10; i++) {
            assertThat(quota.take("a", now)).isEqualTo(Verdict.WITHIN);
        }
        assertThat(quota.take("a", now)).isEqualTo(Verdict.TOO_MANY);
    }

    @Test
    void aSteadySenderAtTheRateIsNeverRefused() {
        BroadcastQuota quota = new BroadcastQuota(1_000, 1, 0);
        for (int i = 0; i < 10_000; i++) {
            assertThat(quota.take("a", i * SECOND / 1_000)).isEqualTo(Verdict.WITHIN);
        }
    }

    @Test
    void remembersSoManySendersOnlyAndInventedNamesGainNothing() {
        BroadcastQuota quota = new BroadcastQuota(1, 1, 0, 100);
        int within = 0;
        for (int i = 0; i < 10_000; i++) {
            within += quota.take("invented" + i, i) == Verdict.WITHIN ? 1 : 0;
        }
        assertThat(quota.size()).isEqualTo(100);
        assertThat(within).isEqualTo(101);
        assertThat(quota.take("later", 2 * SECOND)).as("the others were quiet").isEqualTo(Verdict.WITHIN);
        assertThat(quota.size()).isEqualTo(100);
    }
}
