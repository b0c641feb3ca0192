package io.eventdispatcher.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTests {

    private static final Duration AGES = Duration.ofSeconds(Long.MAX_VALUE);

    /** The delays for 0, 1, 2, ... failures in milliseconds. */
    private static List<Long> millis(Backoff backoff, int count) {
        return IntStream.range(0, count)
                .mapToLong(failures -> backoff.delayNanos(failures))
                .mapToObj(nanos -> nanos == Backoff.NEVER ? -1L : nanos / 1_000_000)
                .collect(Collectors.toList());
    }

    @Nested
    class Text {

        /** The table of the original: delay before the first attempt, then the waits; -1 is never. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "60              | 0    60000 60000 60000",
                    "1,2,4,8,60      | 0    1000 2000 4000 8000 60000 60000",
                    "-5              | 5000 5000 5000",
                    "-5,1,2          | 5000 1000 2000 2000",
                    "0,1,2           | 0    1000 2000 2000",
                    "0               | 0    -1 -1",
                    "''              | 0    60000 60000",
                    "'  '            | 0    60000 60000",
                    "1,-2            | 0    1000 2000 2000",
                    "0,0,5           | 0    0 5000 5000",
                    "1,0             | 0    1000 1000 1000",
                    "0,0             | 0    -1 -1",
                    "1.5             | 0    1500 1500",
                    ".5s             | 0    500 500",
                    "250ms           | 0    250 250",
                    "1m, 2 minutes   | 0    60000 120000 120000",
                    "1h 30m          | 0    5400000 5400000",
                    "1h30            | 0    3630000 3630000",
                    "1m -10s         | 0    50000 50000",
                    "- 5 s, + 1 s    | 5000 1000 1000",
                    "1 Day, 1w       | 0    86400000 604800000",
                    "1 month, 1y     | 0    2592000000 31536000000",
                })
        void followsTheOriginal(String text, String expected) {
            List<Long> delays = Arrays.stream(expected.strip().split(" +"))
                    .map(Long::valueOf)
                    .collect(Collectors.toList());
            assertThat(millis(Backoff.parse(text), delays.size())).isEqualTo(delays);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x", "5x", "1,,2", ",", "1,", "--1", "1..5", "1 30", "s", "5 s s", "1e3", "٣", "1h-", "NaN", "1;2"
                })
        void refusesWhatIsNoDuration(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Backoff.parse(text))
                    .withMessageContaining("not a duration: '")
                    .withMessageContaining("for example 60, 1.5s");
        }

        @Test
        void namesTheEntryThatIsWrong() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Backoff.parse("1,2 parsecs,3"))
                    .withMessageContaining("'2 parsecs'")
                    .withMessageContaining("unknown unit 'parsecs'");
        }

        @Test
        void refusesMoreThan254Entries() {
            String entries = "1,".repeat(253) + "1";
            assertThat(Backoff.parse(entries).delayNanos(1)).isEqualTo(1_000_000_000L);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Backoff.parse(entries + ",1"))
                    .withMessageContaining("count=255 max=254");
        }

        @Test
        void refusesTextWithoutEnd() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Backoff.parse("9".repeat(10_000)))
                    .withMessageContaining("max=8192");
        }

        @Test
        void saturates() {
            assertThat(Backoff.parse("999999999999999999y").delayNanos(1)).isEqualTo(Backoff.NEVER);
            assertThat(Backoff.parse("-999999999999999999y").delayNanos(0)).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Nested
    class Fixed {

        @Test
        void refusesNoPause() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Backoff.fixed(Duration.ZERO))
                    .withMessageContaining("pause=PT0S");
            assertThatIllegalArgumentException().isThrownBy(() -> Backoff.fixed(Duration.ofNanos(-1)));
        }

        @Test
        void startsAtOnceAndPausesAlike() {
            assertThat(millis(Backoff.fixed(Duration.ofMillis(7)), 4)).containsExactly(0L, 7L, 7L, 7L);
            assertThat(Backoff.fixed(AGES).delayNanos(3)).isEqualTo(Backoff.NEVER);
        }

        @Test
        void countsNegativeFailuresAsNone() {
            assertThat(Backoff.fixed(Duration.ofMillis(7)).delayNanos(-1)).isZero();
            assertThat(Backoff.slippery().delayNanos(Integer.MIN_VALUE)).isZero();
        }

        @Test
        void repeatsTheLastPauseForEver() {
            Backoff list = Backoff.list(List.of(Duration.ofMillis(1), Duration.ofMillis(2)));
            assertThat(list.delayNanos(Integer.MAX_VALUE)).isEqualTo(2_000_000);
        }
    }

    @Nested
    class Exponential {

        @Test
        void refusesBadDurations() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Backoff.exponential(Duration.ZERO, Duration.ofSeconds(1)))
                    .withMessageContaining("first=PT0S");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                    .withMessageContaining("shorter than the first");
        }

        @Test
        void doublesUpToTheMaximum() {
            assertThat(millis(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(5)), 6))
                    .containsExactly(0L, 1000L, 2000L, 4000L, 5000L, 5000L);
        }

        @Test
        void neverShrinksAndNeverTurnsNegative() {
            for (Duration first : List.of(Duration.ofNanos(1), Duration.ofNanos(3), Duration.ofDays(40_000))) {
                Backoff backoff = Backoff.exponential(first, AGES);
                long[] delays = IntStream.rangeClosed(0, 200)
                        .mapToLong(backoff::delayNanos)
                        .toArray();
                assertThat(delays).isSorted().startsWith(0, first.toNanos());
                assertThat(backoff.delayNanos(Integer.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
            }
            assertThat(Backoff.exponential(Duration.ofNanos(1), AGES).delayNanos(63))
                    .isEqualTo(1L << 62);
        }
    }

    @Nested
    class Jitter {

        @ParameterizedTest
        @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
        void refusesFractionOutOfRange(double fraction) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Backoff.slippery().withJitter(fraction))
                    .withMessageContaining("fraction=" + fraction);
        }

        @Test
        void staysWithinBoundsAndUsesThem() {
            Backoff backoff = Backoff.fixed(Duration.ofNanos(1000)).withJitter(0.2, new Random(1));
            long[] delays = LongStream.generate(() -> backoff.delayNanos(1))
                    .limit(10_000)
                    .toArray();
            assertThat(LongStream.of(delays).min().orElseThrow()).isBetween(800L, 810L);
            assertThat(LongStream.of(delays).max().orElseThrow()).isBetween(1190L, 1200L);
            assertThat(LongStream.of(delays).average().orElseThrow()).isBetween(990.0, 1010.0);
        }

        @Test
        void repeatsWithTheSameSeed() {
            Backoff one = Backoff.slippery().withJitter(0.5, new Random(3));
            assertThat(Backoff.fixed(Duration.ofSeconds(1))
                            .withJitter(0.5, new Random(3))
                            .delayNanos(1))
                    .isEqualTo(Backoff.fixed(Duration.ofSeconds(1))
                            .withJitter(0.5, new Random(3))
                            .delayNanos(1));
            assertThat(one.delayNanos(0)).isZero();
        }

        @Test
        void leavesZeroAndNeverAlone() {
            Backoff backoff = Backoff.parse("0").withJitter(1, new Random(1));
            assertThat(backoff.delayNanos(0)).isZero();
            assertThat(backoff.delayNanos(1)).isEqualTo(Backoff.NEVER);
        }

        @Test
        void saturates() {
            Backoff backoff = (failures -> Long.MAX_VALUE - 1);
            Backoff jittered = backoff.withJitter(1, new Random(1));
            for (int i = 0; i < 1000; i++) {
                assertThat(jittered.delayNanos(1)).isNotNegative();
            }
        }
    }

    @Test
    void slipperyWaitsFromOneSecondToOneHourWithinTwentyPercent() {
        Backoff slippery = Backoff.slippery();
        assertThat(slippery.delayNanos(0)).isZero();
        assertThat(slippery.delayNanos(1)).isBetween(800_000_000L, 1_200_000_000L);
        assertThat(slippery.delayNanos(3)).isBetween(3_200_000_000L, 4_800_000_000L);
        assertThat(slippery.delayNanos(1000)).isBetween(2_880_000_000_000L, 4_320_000_000_000L);
    }
}
