package io.eventdispatcher.communicatord.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.testing.FakePeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageCacheTests {

    private static final long SECOND = 1_000_000_000L;

    private final List<String> lost = new ArrayList<>();

    private MessageCache cache(CacheLimits limits) {
        return new MessageCache(limits, (message, why) -> lost.add(message.command() + " " + why));
    }

    private static CacheLimits limits(int messages, long bytes, int perService, long bytesPerService) {
        return new CacheLimits(3, messages, bytes, perService, bytesPerService, Duration.ofSeconds(60));
    }

    private static final CacheLimits WIDE = limits(100, 1 << 20, 100, 1 << 20);

    private static CachedMessage message(String service, String command, int length, long endNanos) {
        return new CachedMessage(
                service,
                command,
                ByteSource.of(new byte[length]),
                FakePeer.on(Zone.UNIX).session(),
                true,
                endNanos);
    }

    private static List<String> commands(List<CachedMessage> messages) {
        return messages.stream().map(CachedMessage::command).toList();
    }

    @Test
    void givesBackInOrder() {
        MessageCache cache = cache(WIDE);
        assertThat(cache.offer(message("a", "A1", 1, SECOND))).isTrue();
        assertThat(cache.offer(message("b", "B1", 1, SECOND))).isTrue();
        assertThat(cache.offer(message("a", "A2", 1, SECOND))).isTrue();
        assertThat(cache.waiting()).containsEntry("a", 2).containsEntry("b", 1);
        assertThat(commands(cache.take("a", 0))).containsExactly("A1", "A2");
        assertThat(commands(cache.take("a", 0))).isEmpty();
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.bytes()).isEqualTo(1 + 256);
        assertThat(commands(cache.take("b", 0))).containsExactly("B1");
        assertThat(cache.bytes()).isZero();
        assertThat(lost).isEmpty();
    }

    @Test
    void theOldestOfAServiceMakesRoom() {
        MessageCache cache = cache(limits(100, 1 << 20, 2, 1 << 20));
        cache.offer(message("a", "A1", 1, SECOND));
        cache.offer(message("b", "B1", 1, SECOND));
        cache.offer(message("a", "A2", 1, SECOND));
        cache.offer(message("a", "A3", 1, SECOND));
        assertThat(lost).containsExactly("A1 OVERFLOW");
        assertThat(commands(cache.take("a", 0))).containsExactly("A2", "A3");
    }

    @Test
    void theOldestOfAllMakesRoom() {
        MessageCache cache = cache(limits(2, 1 << 20, 2, 1 << 20));
        cache.offer(message("a", "A1", 1, SECOND));
        cache.offer(message("b", "B1", 1, SECOND));
        cache.offer(message("c", "C1", 1, SECOND));
        assertThat(lost).containsExactly("A1 OVERFLOW");
        assertThat(cache.waiting()).containsOnlyKeys("b", "c");
    }

    @Test
    void bytesAreLimitedForEachServiceAndInAll() {
        MessageCache cache = cache(limits(100, 3 * 356, 100, 2 * 356));
        cache.offer(message("a", "A1", 100, SECOND));
        cache.offer(message("a", "A2", 100, SECOND));
        cache.offer(message("a", "A3", 100, SECOND));
        assertThat(lost).containsExactly("A1 OVERFLOW");
        cache.offer(message("b", "B1", 100, SECOND));
        cache.offer(message("b", "B2", 100, SECOND));
        assertThat(lost).containsExactly("A1 OVERFLOW", "A2 OVERFLOW");
        assertThat(cache.bytes()).isEqualTo(3 * 356);
    }

    @Test
    void whatNeverFitsIsRefusedAndNobodyMakesRoom() {
        MessageCache cache = cache(limits(100, 1_000, 100, 600));
        cache.offer(message("a", "A1", 1, SECOND));
        assertThat(cache.offer(message("a", "A2", 600, SECOND))).isFalse();
        assertThat(cache.offer(message("a", "A2", 2_000, SECOND))).isFalse();
        assertThat(lost).isEmpty();
        assertThat(cache(limits(0, 1_000, 100, 600)).offer(message("a", "A", 1, SECOND)))
                .isFalse();
        assertThat(cache(limits(10, 1_000, 0, 600)).offer(message("a", "A", 1, SECOND)))
                .isFalse();
    }

    @Test
    void onlySoManyServicesAreWaitedFor() {
        MessageCache cache = cache(WIDE);
        for (String service : List.of("a", "b", "c")) {
            assertThat(cache.offer(message(service, "X", 1, SECOND))).isTrue();
        }
        assertThat(cache.offer(message("d", "X", 1, SECOND))).isFalse();
        assertThat(cache.offer(message("c", "X", 1, SECOND))).isTrue();
        cache.take("a", 0);
        assertThat(cache.offer(message("d", "X", 1, SECOND))).isTrue();
    }

    @Test
    void whatHasExpiredIsNotDelivered() {
        MessageCache cache = cache(WIDE);
        cache.offer(message("a", "LONG", 1, 20 * SECOND));
        cache.offer(message("a", "SHORT", 1, 10 * SECOND));
        cache.expire(10 * SECOND - 1);
        assertThat(lost).isEmpty();
        cache.expire(10 * SECOND);
        assertThat(lost).containsExactly("SHORT EXPIRED");
        assertThat(cache.bytes()).isEqualTo(257);
        assertThat(commands(cache.take("a", 20 * SECOND))).isEmpty();
        assertThat(lost).containsExactly("SHORT EXPIRED", "LONG EXPIRED");
        assertThat(cache.waiting()).isEmpty();
    }

    @Test
    void aMillionMessagesStayWithinTheLimits() {
        MessageCache cache = cache(limits(1_000, 200_000, 500, 100_000));
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(cache.offer(message("a", "X", 10, SECOND))).isTrue();
            if (lost.size() > 1_000) {
                lost.clear();
            }
        }
        assertThat(cache.size()).isEqualTo(100_000 / 266);
        assertThat(cache.bytes()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void limitsAreNotNegative() {
        assertThatThrownBy(() -> limits(-1, 0, 0, 0)).hasMessageContaining("maxMessages=-1");
        assertThatThrownBy(() -> new CacheLimits(1, 1, 1, 1, 1, Duration.ZERO)).hasMessageContaining("ttl=PT0S");
    }
}
