package io.eventdispatcher.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTests {
    private final TimerQueue queue = new TimerQueue();

    @Test
    void emptyQueueHasNoDeadline() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.pollExpired(Long.MAX_VALUE)).isNull();
        assertThatIllegalStateException().isThrownBy(queue::nextDeadline).withMessageContaining("size=0");
    }

    @Test
    void refusesAnEntryOfAnotherQueue() {
        TimerQueue.Entry foreign = new TimerQueue().add(1, () -> {});
        queue.add(1, () -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.cancel(foreign))
                .withMessageContaining("another queue");
        assertThatIllegalArgumentException().isThrownBy(() -> queue.arm(foreign, 2));
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void expiresAtTheDeadlineAndNotBefore() {
        TimerQueue.Entry entry = queue.add(100, () -> {});
        assertThat(queue.pollExpired(99)).isNull();
        assertThat(queue.pollExpired(100)).isSameAs(entry);
        assertThat(entry.isArmed()).isFalse();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void cancelWorksOnceAndAfterExpiryNotAtAll() {
        TimerQueue.Entry cancelled = queue.add(1, () -> {});
        assertThat(queue.cancel(cancelled)).isTrue();
        assertThat(queue.cancel(cancelled)).isFalse();
        TimerQueue.Entry expired = queue.add(1, () -> {});
        queue.pollExpired(1);
        assertThat(queue.cancel(expired)).isFalse();
    }

    @Test
    void entryCanBeArmedAgainWhileArmedAndAfterItExpired() {
        TimerQueue.Entry entry = queue.add(10, () -> {});
        queue.arm(entry, 20);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.pollExpired(19)).isNull();
        assertThat(queue.pollExpired(20)).isSameAs(entry);
        queue.arm(entry, 30);
        assertThat(queue.nextDeadline()).isEqualTo(30);
    }

    @Test
    void equalDeadlinesExpireInOrderOfArming() {
        List<TimerQueue.Entry> armed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            armed.add(queue.add(5, () -> {}));
        }
        queue.arm(armed.get(0), 5);
        armed.add(armed.remove(0));
        assertThat(drain(5)).containsExactlyElementsOf(armed);
    }

    @Test
    void passEndsBeforeEntriesArmedDuringIt() {
        TimerQueue.Entry old = queue.add(5, () -> {});
        long armedBefore = queue.armings();
        TimerQueue.Entry young = queue.add(5, () -> {});
        assertThat(queue.pollExpired(5, armedBefore)).isSameAs(old);
        assertThat(queue.pollExpired(5, armedBefore)).isNull();
        assertThat(queue.pollExpired(5)).isSameAs(young);
    }

    @Test
    void clearDisarmsEverything() {
        TimerQueue.Entry entry = queue.add(5, () -> {});
        queue.clear();
        assertThat(entry.isArmed()).isFalse();
        assertThat(queue.isEmpty()).isTrue();
        queue.arm(entry, 7);
        assertThat(queue.nextDeadline()).isEqualTo(7);
    }

    @Test
    void sampleShowsArmedActionsUpToTheLimit() {
        Runnable action = () -> {};
        queue.add(1, action);
        queue.add(2, action);
        assertThat(queue.sample(10)).containsExactly(action, action);
        assertThat(queue.sample(1)).hasSize(1);
        assertThat(queue.sample(0)).isEmpty();
    }

    /** Against a sorted list; the base lies where the monotonic clock wraps. */
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 500, Long.MIN_VALUE, -500})
    void behavesAsASortedListUnderRandomUse(long base) {
        Random random = new Random(42);
        record Expected(long offset, long order, TimerQueue.Entry entry) {}
        Comparator<Expected> byTime = Comparator.comparingLong(Expected::offset).thenComparingLong(Expected::order);
        List<Expected> model = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int choice = random.nextInt(10);
            if (choice < 6 || model.isEmpty()) {
                long offset = random.nextInt(1_000);
                model.add(new Expected(offset, i, queue.add(base + offset, () -> {})));
            } else if (choice < 8) {
                assertThat(queue.cancel(
                                model.remove(random.nextInt(model.size())).entry()))
                        .isTrue();
            } else if (choice < 9) {
                Expected moved = model.remove(random.nextInt(model.size()));
                long offset = random.nextInt(1_000);
                queue.arm(moved.entry(), base + offset);
                model.add(new Expected(offset, i, moved.entry()));
            } else {
                Expected first = model.stream().min(byTime).orElseThrow();
                assertThat(queue.nextDeadline()).isEqualTo(base + first.offset());
                assertThat(queue.pollExpired(base + first.offset())).isSameAs(first.entry());
                model.remove(first);
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
        model.sort(byTime);
        assertThat(drain(base + 1_000))
                .containsExactlyElementsOf(model.stream().map(Expected::entry).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"in order", "in reverse order", "in random order"})
    void boundsEmptyPlacesInAStormOfCancellations(String order) {
        List<TimerQueue.Entry> armed = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            armed.add(queue.add(i, () -> {}));
        }
        switch (order) {
            case "in reverse order" -> Collections.reverse(armed);
            case "in random order" -> Collections.shuffle(armed, new Random(42));
            default -> {}
        }
        for (int i = 0; i < armed.size(); i++) {
            assertThat(queue.cancel(armed.get(i))).isTrue();
            assertThat(queue.size()).isEqualTo(armed.size() - i - 1);
            assertPlacesAreBounded();
        }
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.places()).isZero();
    }

    @Test
    void boundsEmptyPlacesWhenWhatIsLeftExpires() {
        List<TimerQueue.Entry> far = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            queue.add(i, () -> {});
            far.add(queue.add(1_000_000 + i, () -> {}));
        }
        far.subList(1, far.size()).forEach(queue::cancel);
        assertThat(queue.places()).as("some places are swept later").isGreaterThan(queue.size());
        for (int i = 0; i < 10_000; i++) {
            assertThat(queue.pollExpired(i)).isNotNull();
            assertPlacesAreBounded();
        }
        assertThat(drain(2_000_000)).containsExactly(far.get(0));
    }

    @Test
    void boundsEmptyPlacesWhenADeadlineIsPutOffAgainAndAgain() {
        TimerQueue.Entry busy = queue.add(10, () -> {});
        TimerQueue.Entry first = queue.add(5, () -> {});
        for (int i = 0; i < 100_000; i++) {
            queue.arm(busy, 10 + i);
            assertPlacesAreBounded();
        }
        assertThat(drain(Integer.MAX_VALUE)).containsExactly(first, busy);
    }

    @Test
    void keepsDeadlinesWhenItShrinks() {
        List<TimerQueue.Entry> armed = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            armed.add(queue.add((i * 7919L) % 50_000, () -> {}));
        }
        List<TimerQueue.Entry> kept = new ArrayList<>();
        for (int i = 0; i < armed.size(); i++) {
            if (i % 1_000 == 0) {
                kept.add(armed.get(i));
            } else {
                queue.cancel(armed.get(i));
            }
        }
        assertThat(queue.capacity()).isLessThanOrEqualTo(1_024);
        queue.arm(kept.get(3), 60_000);
        kept.add(kept.remove(3));
        kept.subList(0, 49).sort(Comparator.comparingLong(entry -> (armed.indexOf(entry) * 7919L) % 50_000));
        assertThat(drain(60_000)).containsExactlyElementsOf(kept);
    }

    @Test
    void cancelledActionsAreGarbageAtOnce() {
        for (int i = 0; i < 10; i++) {
            queue.add(i, () -> {});
        }
        WeakReference<Runnable> action = armAndCancel();
        assertThat(queue.places()).as("the place is still there").isGreaterThan(queue.size());
        for (int i = 0; i < 50 && action.get() != null; i++) {
            System.gc();
        }
        assertThat(action.get()).isNull();
    }

    private WeakReference<Runnable> armAndCancel() {
        Runnable action = new Runnable() {
            @Override
            public void run() {}
        };
        TimerQueue.Entry cancelled = queue.add(3, action);
        for (int i = 0; i < 10; i++) {
            queue.add(i, () -> {});
        }
        queue.cancel(cancelled);
        return new WeakReference<>(action);
    }

    @Test
    void sampleLeavesOutWhatWasCancelled() {
        Runnable action = () -> {};
        TimerQueue.Entry cancelled = queue.add(3, () -> {});
        for (int i = 0; i < 10; i++) {
            queue.add(i, action);
        }
        queue.cancel(cancelled);
        assertThat(queue.sample(100)).hasSize(10).containsOnly(action);
    }

    @Test
    void countsArmingsNotPlaces() {
        TimerQueue.Entry entry = queue.add(1, () -> {});
        queue.arm(entry, 2);
        queue.cancel(entry);
        assertThat(queue.armings()).isEqualTo(2);
    }

    private void assertPlacesAreBounded() {
        if (queue.places() > 2 * queue.size() + 64) {
            assertThat(queue.places()).isLessThanOrEqualTo(2 * queue.size() + 64);
        }
    }

    private List<TimerQueue.Entry> drain(long now) {
        List<TimerQueue.Entry> expired = new ArrayList<>();
        for (TimerQueue.Entry e = queue.pollExpired(now); e != null; e = queue.pollExpired(now)) {
            expired.add(e);
        }
        return expired;
    }
}
