package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopOptionsTests {
    private final LoopOptions options = LoopOptions.defaults();

    @Test
    void refusesValuesOutOfRangeAndNamesTheLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withReadBufferBytes(1_023))
                .withMessageContaining("readBufferBytes=1023 min=1024 max=16777216");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxPendingTasks(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxTasksPerTurn(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxTimersPerTurn(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withBlockedThreshold(Duration.ofNanos(999_999)))
                .withMessageContaining("PT0S for off");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withBlockedThreshold(Duration.ofNanos(-1)));
    }

    @Test
    void eachCopyChangesOneValue() {
        assertThat(options.withReadBufferBytes(2_048)
                        .withMaxPendingTasks(2)
                        .withMaxTasksPerTurn(3)
                        .withMaxTimersPerTurn(4)
                        .withBlockedThreshold(Duration.ZERO))
                .isEqualTo(new LoopOptions(2_048, 2, 3, Duration.ZERO, 4));
    }
}
