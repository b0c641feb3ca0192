package io.eventdispatcher.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * The contract of streams that threads pump: the same, except that what fits between the two ends is known only after the
 * threads had time to move it on.
 */
public interface PumpedContract extends TransportContract {

    @Override
    @Test
    default void aWriterIsHeldBackUntilItsPeerReads() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory(), endpoint())) {
            pair.server.stream.readInterest(false);
            long taken = 0;
            int quiet = 0;
            while (quiet < 20) {
                long now = pair.client.fill();
                taken += now;
                quiet = now == 0 ? quiet + 1 : 0;
                pair.settle();
            }
            assertThat(taken).isLessThan(1024 * 1024);
            assertThat(pair.client.stream.write(ByteBuffer.allocate(1))).isZero();
            pair.client.onWritable = () -> pair.client.stream.writeInterest(false);
            pair.client.stream.writeInterest(true);
            pair.settle();
            assertThat(pair.client.writables).isZero();
            assertThat(pair.server.readables).isZero();
            pair.server.stream.readInterest(true);
            long expected = taken;
            pair.step(() -> pair.server.received.size() == expected);
            assertThat(pair.client.writables).isEqualTo(1);
        }
    }

    @Override
    @Test
    default void whenReadingEndsTheWishToWriteThenWritabilityIsNotTold() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory(), endpoint())) {
            pair.client.send("x");
            pair.step(() -> pair.server.text().equals("x"));
            pair.server.stream.readInterest(false);
            pair.client.send("y");
            pair.settle();
            pair.settle();
            pair.server.stream.readInterest(true);
            pair.server.stream.writeInterest(true);
            pair.server.onReadable = () -> {
                pair.server.readAll();
                pair.server.stream.readInterest(false);
                pair.server.stream.writeInterest(false);
            };
            int before = pair.server.writables;
            pair.step(() -> pair.server.text().equals("xy"));
            pair.settle();
            assertThat(pair.server.writables).isEqualTo(before);
        }
    }
}
