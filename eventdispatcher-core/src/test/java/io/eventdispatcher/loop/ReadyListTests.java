package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.testing.ManualClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyListTests {
    private final EventLoop loop = EventLoop.open("ready", LoopOptions.defaults(), new ManualClock());
    private final ReadyList list = new ReadyList();

    @AfterEach
    void close() {
        loop.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 16, 17, 64, 65, 1_000})
    void sortsByPriorityAndKeepsTheOrderOfEqualOnes(int count) {
        Random random = new Random(count);
        for (int round = 0; round < 3; round++) {
            List<IoRegistration> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                expected.add(registration(random.nextInt(5) * 60));
            }
            expected.forEach(list::add);
            list.sort();
            expected.sort(Comparator.comparingInt(IoRegistration::priority));
            assertThat(content()).containsExactlyElementsOf(expected);
            list.clear();
            assertThat(list.size()).isZero();
        }
    }

    @Test
    void takesTheWholeRangeOfPriorities() {
        for (int priority = 255; priority >= 0; priority--) {
            list.add(registration(priority));
        }
        list.sort();
        assertThat(content())
                .extracting(IoRegistration::priority)
                .containsExactlyElementsOf(IntStream.range(0, 256).boxed().toList());
    }

    private IoRegistration registration(int priority) {
        return new IoRegistration(loop.turn().poller(), "r", priority, 0, (registration, ops) -> {});
    }

    private List<IoRegistration> content() {
        return IntStream.range(0, list.size()).mapToObj(list::get).toList();
    }
}
