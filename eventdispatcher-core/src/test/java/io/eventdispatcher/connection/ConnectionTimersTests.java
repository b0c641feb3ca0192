package io.eventdispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.testing.ScriptedPeer;
import io.eventdispatcher.timer.Schedule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timers that end with their connection. */
class ConnectionTimersTests {
    private static final Schedule SECOND = Schedule.after(Duration.ofSeconds(1));
    private static int names;

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), clock);
    private final List<String> fired = new ArrayList<>();
    private Connection connection;
    private CloseReason closed;

    @BeforeEach
    void connect() throws IOException {
        Listener listener = Listener.on(Endpoint.parse("local:timers-" + ++names), loop, () -> new ConnectionHandler() {
                    @Override
                    public void onOpen(Connection opened) {
                        connection = opened;
                    }

                    @Override
                    public void onFrame(Connection from, byte[] bytes, int offset, int length) {}

                    @Override
                    public void onClosed(Connection ended, CloseReason reason, Throwable cause) {
                        closed = reason;
                    }
                })
                .name("main")
                .start();
        ScriptedPeer.connect(listener.endpoint(), loop);
        pass(Duration.ZERO);
        assertThat(connection).isNotNull();
    }

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void aTimerRunsWhileTheConnectionIsOpen() {
        connection.schedule(SECOND, () -> fired.add("once"));
        connection.schedule(Schedule.every(Duration.ofSeconds(1)), () -> fired.add("again"));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(fired).containsExactlyInAnyOrder("once", "again", "again");
    }

    @Test
    void nothingRunsOnceTheConnectionIsClosedNotEvenWhenArmedAgain() {
        TimerHandle timer = connection.schedule(Schedule.every(Duration.ofSeconds(1)), () -> fired.add("again"));
        connection.close(CloseReason.LOCAL);
        assertThat(timer.isActive()).isFalse();
        timer.rearm(Schedule.every(Duration.ofSeconds(1)));
        pass(Duration.ofSeconds(1));
        assertThat(timer.isActive()).isFalse();
        assertThat(connection.schedule(SECOND, () -> fired.add("late")).isActive())
                .isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(fired).isEmpty();
    }

    @Test
    void aTimerThatFailsClosesTheConnectionAsAHandlerWould() {
        connection.schedule(SECOND, () -> {
            throw new IllegalStateException("timer of the test");
        });
        pass(Duration.ofSeconds(1));
        assertThat(closed).isEqualTo(CloseReason.ERROR);
    }

    @Test
    void timersAreBoundedButThoseThatHaveRunDoNotCount() {
        for (int i = 0; i < 3 * ConnectionTimers.MAX; i++) {
            connection.schedule(Schedule.after(Duration.ZERO), () -> {});
            pass(Duration.ZERO);
        }
        for (int i = 0; i < ConnectionTimers.MAX; i++) {
            connection.schedule(SECOND, () -> {});
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> connection.schedule(SECOND, () -> {}))
                .withMessageContaining("max=1024");
    }

    private void pass(Duration time) {
        clock.advance(time);
        loop.runOnce(0);
        loop.runOnce(0);
    }
}
