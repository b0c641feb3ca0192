package io.eventdispatcher.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTests {

    @Test
    void findsTheMiddleOne() {
        assertThat(Spread.of(List.of(9.0, 1.0, 3.0))).contains(new Spread(3, 1, 9));
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 100.0))).contains(new Spread(3, 1, 100));
    }

    @Test
    void isEmptyWithoutValues() {
        assertThat(Spread.of(List.of())).isEmpty();
    }
}
