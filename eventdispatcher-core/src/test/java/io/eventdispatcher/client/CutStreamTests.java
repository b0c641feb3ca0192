package io.eventdispatcher.client;

import static io.eventdispatcher.client.DrivenClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.transport.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guarantee L1, with the stream cut behind every byte: what the first stream took completely and what the second one
 * takes are together all frames, in order, each once.
 */
@Timeout(60)
class CutStreamTests {

    private final ManualClock clock = new ManualClock();

    @ParameterizedTest(name = "turn by turn: {0}, write buffer: {1}")
    @CsvSource({"false, 65536", "true, 65536", "false, 1024", "true, 1024"})
    void everyFrameIsTakenWholeByTheFirstStreamOrSentOnTheSecond(boolean turnByTurn, int bufferBytes) {
        List<String> sent = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < 12; i++) {
            String text = i + "-" + "x".repeat(i * 53);
            sent.add(text);
            bytes += text.length() + 1;
        }
        for (int cut = 0; cut <= bytes; cut++) {
            assertThat(received(sent, cut, turnByTurn, bufferBytes))
                    .as("cut behind byte %d", cut)
                    .isEqualTo(sent);
        }
    }

    /** Frames so large that the connection writes while it is still being given the next ones. */
    @Test
    void keepsFramesWhenTheStreamBreaksInTheMiddleOfSending() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sent.add(i + "-" + "x".repeat(20_000));
        }
        for (int cut = 0; cut <= 12 * 20_010; cut += 997) {
            assertThat(received(sent, cut, false, 65536))
                    .as("cut behind byte %d", cut)
                    .isEqualTo(sent);
        }
    }

    private List<String> received(List<String> sent, int cut, boolean turnByTurn, int bufferBytes) {
        LoopOptions options = LoopOptions.defaults().withReadBufferBytes(bufferBytes);
        try (EventLoop loop = EventLoop.open("cut", options, clock)) {
            ScriptedTransports transport = new ScriptedTransports();
            transport.budgets = number -> number == 0 ? cut : Integer.MAX_VALUE;
            PermanentClient client = PermanentClient.to(new LocalEndpoint("cut"), loop)
                    .transports(Transports.using(transport))
                    .resolver(Runnable::run)
                    .backoff(Backoff.parse("1"))
                    .start();
            settle(loop);
            for (String text : sent) {
                assertThat(client.send(frame(text)).accepted()).isTrue();
                if (turnByTurn) {
                    settle(loop);
                }
            }
            settle(loop);
            ScriptedTransports.Stream first = transport.streams.get(0);
            if (first.isOpen()) {
                first.fail();
            }
            clock.advance(Duration.ofSeconds(1));
            settle(loop);
            List<String> received = new ArrayList<>(first.lines());
            received.addAll(transport.streams.get(1).lines());
            return received;
        }
    }

    private static void settle(EventLoop loop) {
        while (loop.runOnce(0)) {
            // goes on
        }
    }
}
