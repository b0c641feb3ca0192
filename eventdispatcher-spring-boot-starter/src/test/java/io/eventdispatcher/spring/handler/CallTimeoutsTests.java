package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.loop.NanoClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallTimeoutsTests {

    private static final long SECOND = 1_000_000_000L;

    private long nanos;
    private final CallTimeouts timeouts = new CallTimeouts(new NanoClock() {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }
    });

    /** With what it needs to be found, and nothing to say when its time is over. */
    private TimedCall begin() {
        TimedCall call = new TimedCall(null, null, null, 0, null, SECOND, null);
        timeouts.add(call);
        return call;
    }

    private boolean isOverAtTheNextLook(TimedCall call) {
        timeouts.sweep();
        return !call.end();
    }

    @Test
    void aCallThatBeganDuringAPauseOfTheProcessHasAllOfItsTime() {
        timeouts.sweep();
        nanos += 10 * SECOND;
        TimedCall call = begin();
        assertThat(isOverAtTheNextLook(call)).isFalse();
    }

    @Test
    void aCallIsOverOneLookAfterItsTime() {
        TimedCall call = begin();
        timeouts.sweep();
        nanos += SECOND + 1;
        assertThat(isOverAtTheNextLook(call)).isTrue();
    }

    @Test
    void aResultStartsTheTimeAnew() {
        TimedCall call = begin();
        timeouts.sweep();
        nanos += SECOND + 1;
        call.again();
        assertThat(isOverAtTheNextLook(call)).isFalse();
    }
}
