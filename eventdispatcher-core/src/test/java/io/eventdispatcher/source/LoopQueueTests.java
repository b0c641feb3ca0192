package io.eventdispatcher.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopQueueTests {
    private final EventLoop loop =
            EventLoop.open("test", LoopOptions.defaults().withMaxPendingTasks(2), new ManualClock());
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<Integer> taken = new ArrayList<>();
    private int room;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void refusesWhatDoesNotFitAndTellsWhenItIsHalfEmpty() {
        LoopQueue<Integer> queue = new LoopQueue<>(loop, 4, 1, taken::add, () -> room++);
        for (int i = 0; i < 4; i++) {
            assertThat(queue.offer(i)).isTrue();
        }
        assertThat(queue.offer(4)).isFalse();
        assertThat(queue.refused()).isEqualTo(1);
        loop.runOnce(0);
        assertThat(taken).containsExactly(0);
        assertThat(room).isZero();
        loop.runOnce(0);
        assertThat(room).isEqualTo(1);
        loop.runOnce(0);
        loop.runOnce(0);
        assertThat(taken).containsExactly(0, 1, 2, 3);
        assertThat(room).isEqualTo(1);
        assertThat(loop.runOnce(0)).isFalse();
    }

    @Test
    void aConsumerThatFailsKeepsNothingBack() {
        LoopQueue<Integer> queue = new LoopQueue<>(
                loop,
                4,
                4,
                item -> {
                    taken.add(item);
                    throw new IllegalStateException("consumer of the test");
                },
                () -> {});
        queue.offer(1);
        queue.offer(2);
        loop.runOnce(0);
        loop.runOnce(0);
        assertThat(taken).containsExactly(1, 2);
    }

    @Test
    void aFullLoopIsAskedAgainLater() {
        loop.execute(() -> {});
        loop.execute(() -> {});
        LoopQueue<Integer> queue = new LoopQueue<>(loop, 4, 4, taken::add, later::add);
        assertThat(queue.offer(1)).isTrue();
        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(later).hasSize(1);
        loop.runOnce(0);
        assertThat(taken).isEmpty();
        later.remove().run();
        loop.runOnce(0);
        assertThat(taken).containsExactly(1);
    }

    @Test
    void aClosedLoopClosesTheQueue() {
        LoopQueue<Integer> queue = new LoopQueue<>(loop, 4, 4, taken::add, later::add);
        loop.close();
        assertThat(queue.offer(1)).isFalse();
        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.offer(2)).isFalse();
        assertThat(later).isEmpty();
    }

    @Test
    void closingDropsWhatWaits() {
        LoopQueue<Integer> queue = new LoopQueue<>(loop, 4, 4, taken::add, () -> {});
        queue.offer(1);
        assertThat(queue.close()).isEqualTo(1);
        loop.runOnce(0);
        assertThat(taken).isEmpty();
        assertThat(queue.hasRoom(1)).isFalse();
    }

    @Test
    void sizesBelowOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoopQueue<Integer>(loop, 0, 1, taken::add, () -> {}))
                .withMessageContaining("capacity=0");
    }
}
