package io.eventdispatcher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.client.ScriptedTransports.Outcome;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningProbeTests implements ListeningProbe.Handler {
    private static final ListeningProbeOptions OPTIONS = ListeningProbeOptions.defaults()
            .withBackoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(4)))
            .withRecheck(Duration.ofSeconds(10));

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("driven", LoopOptions.defaults(), clock);
    private final ScriptedTransports transport = new ScriptedTransports();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Override
    public void onListening(Endpoint endpoint) {
        heard.add("listening");
    }

    @Override
    public void onSilent(Endpoint endpoint, IOException reason) {
        heard.add("silent");
    }

    @Test
    void eachChangeIsToldOnceAndPausesGrow() {
        ListeningProbe probe = probe(OPTIONS);
        transport.outcomes = address -> Outcome.REFUSE;
        turns();
        assertThat(heard).containsExactly("silent");
        assertThat(probe.state()).isEqualTo(ListeningProbe.State.SILENT);
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(transport.tried).hasSize(2);
        pass(Duration.ofSeconds(1));
        assertThat(transport.tried).hasSize(3);
        assertThat(heard).containsExactly("silent");

        transport.outcomes = address -> Outcome.CONNECT;
        pass(Duration.ofSeconds(4));
        pass(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(10));
        assertThat(heard).containsExactly("silent", "listening");
        assertThat(transport.tried).hasSize(6);

        transport.outcomes = address -> Outcome.REFUSE;
        pass(Duration.ofSeconds(10));
        assertThat(heard).containsExactly("silent", "listening", "silent");
    }

    @Test
    void aHostThatDoesNotAnswerIsSilent() {
        transport.outcomes = address -> Outcome.HANG;
        probe(OPTIONS);
        turns();
        assertThat(heard).isEmpty();
        pass(OPTIONS.connectTimeout());
        assertThat(heard).containsExactly("silent");
    }

    @Test
    void afterClosingNothingIsToldAndTheLoopEnds() {
        transport.outcomes = address -> Outcome.HANG;
        ListeningProbe probe = probe(OPTIONS);
        turns();
        probe.close();
        probe.close();
        loop.run();
        assertThat(transport.cancelled).hasSize(1);
        assertThat(heard).isEmpty();
    }

    @Test
    void aBackoffThatGivesUpEndsTheProbeAfterTellingIt() {
        transport.outcomes = address -> Outcome.REFUSE;
        probe(OPTIONS.withBackoff(Backoff.list(List.of(Duration.ZERO))));
        loop.run();
        assertThat(heard).containsExactly("silent");
        assertThat(transport.tried).hasSize(1);
    }

    @Test
    void aRealListenerIsFoundAndMissedInMemory() throws IOException {
        Endpoint endpoint = Endpoint.parse("local:probed");
        ListeningProbe.start(loop, endpoint, Transports.standard(), OPTIONS, this);
        turns();
        Listener listener = Listener.on(endpoint, loop, () -> (connection, bytes, offset, length) -> {})
                .name("probed")
                .start();
        pass(Duration.ofSeconds(1));
        listener.stop(Duration.ZERO);
        turns();
        pass(Duration.ofSeconds(10));
        assertThat(heard).containsExactly("silent", "listening", "silent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:4000", "unix-dgram:///tmp/x", "fifo:///tmp/x"})
    void endpointsThatCannotBeProbedAreRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListeningProbe.start(loop, Endpoint.parse(uri), this))
                .withMessageContaining(uri);
        assertThat(loop.sources()).isEmpty();
    }

    @Test
    void durationsThatAreNotPositiveAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withRecheck(Duration.ZERO))
                .withMessageContaining("recheck");
    }

    private ListeningProbe probe(ListeningProbeOptions options) {
        Endpoint endpoint = Endpoint.parse("local:one");
        Connector connector = new Connector(
                loop,
                List.of(endpoint),
                Transports.using(transport),
                options.transport(),
                options.connectTimeout(),
                Runnable::run);
        return ListeningProbe.start(loop, endpoint, connector, options, this);
    }

    private void pass(Duration time) {
        clock.advance(time);
        turns();
    }

    private void turns() {
        for (int i = 0; i < 20; i++) {
            loop.runOnce(0);
        }
    }

    @Test
    void aLoopThatIsFullForAMomentDoesNotEndTheProbing() {
        transport.outcomes = address -> Outcome.CONNECT;
        int room = LoopOptions.defaults().maxPendingTasks();
        ListeningProbe probe =
                probe(OPTIONS.withBackoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(4))));
        turns();
        assertThat(probe.state()).isEqualTo(ListeningProbe.State.LISTENING);
        loop.schedule("crowd", Schedule.after(Duration.ofSeconds(10).minusNanos(1)), () -> {
            for (int i = 0; i < room; i++) {
                loop.execute(() -> {});
            }
        });
        pass(Duration.ofSeconds(10));
        while (loop.runOnce(0)) {
            // empties the queue
        }
        pass(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(10));
        assertThat(transport.tried).hasSizeGreaterThan(1);
        probe.close();
    }
}
