package io.eventdispatcher.client;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A loop that is stepped by hand, a name to connect to, and an observer that writes down what it sees. */
final class DrivenClient implements AutoCloseable, ClientObserver {

    final ManualClock clock = new ManualClock();
    final EventLoop loop = EventLoop.open("driven", LoopOptions.defaults(), clock);
    final LocalEndpoint endpoint = new LocalEndpoint("client-" + UUID.randomUUID());
    final List<ClientState> states = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();

    PermanentClient.Builder builder() {
        return PermanentClient.to(endpoint, loop)
                .name("x")
                .backoff(Backoff.parse("1,2,4"))
                .resolver(Runnable::run)
                .observer(this);
    }

    DrivenPeer listen() {
        return DrivenPeer.listen(endpoint, loop);
    }

    /** Runs turns until nothing is left to do at this time. */
    void settle() {
        while (loop.runOnce(0)) {
            // goes on
        }
    }

    /** Lets time pass in steps of a quarter of a second. */
    void pass(Duration time) {
        Duration step = Duration.ofMillis(250);
        settle();
        for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(step)) {
            clock.advance(left.compareTo(step) < 0 ? left : step);
            settle();
        }
    }

    static ByteSource frame(String text) {
        return ByteSource.utf8(text);
    }

    /** Distinct texts of a given length. */
    static List<String> numbered(int from, int to, int length) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String number = i + ":";
            texts.add(number + "x".repeat(length - number.length()));
        }
        return texts;
    }

    static String text(ByteSource frame) {
        byte[] bytes = new byte[frame.length()];
        frame.copyTo(bytes, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void stateChanged(ClientSnapshot snapshot) {
        states.add(snapshot.state());
    }

    @Override
    public void attemptFailed(String client, IOException failure, Duration pause) {
        pauses.add(pause);
    }

    @Override
    public void dropped(String client, ByteSource frame, DropReason reason) {
        dropped.add(text(frame) + " " + reason);
    }

    @Override
    public void close() {
        loop.close();
    }
}
