package io.eventdispatcher.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PumpBufferTests {

    private final PumpBuffer buffer = new PumpBuffer();

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private String take(int max, boolean wholeLines) throws InterruptedException {
        byte[] target = new byte[max];
        int count = buffer.take(target, wholeLines);
        return count < 0 ? "end" : new String(target, 0, count, StandardCharsets.UTF_8);
    }

    @Test
    void takesNoMoreThanFits() throws Exception {
        ByteBuffer large = ByteBuffer.allocate(PumpBuffer.CAPACITY_BYTES + 1);
        assertThat(buffer.write(large)).isEqualTo(PumpBuffer.CAPACITY_BYTES);
        assertThat(buffer.write(large)).isZero();
        assertThat(buffer.isWritable()).isFalse();
        take(PumpBuffer.CAPACITY_BYTES / 2, false);
        assertThat(buffer.isWritable()).isTrue();
        assertThat(buffer.write(large)).isEqualTo(1);
    }

    @Test
    void bytesComeOutInTheirOrderAroundTheEndOfTheRing() throws Exception {
        StringBuilder in = new StringBuilder();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String text = i + "x".repeat(997);
            in.append(text);
            buffer.write(bytes(text));
            out.append(take(2000, false));
        }
        assertThat(out).hasToString(in.toString());
    }

    @Test
    void endsAtLineFeedsWhenLinesStayWhole() throws Exception {
        buffer.write(bytes("ONE\nTWO\nTHREE"));
        assertThat(take(10, true)).isEqualTo("ONE\nTWO\n");
        assertThat(take(10, true)).isEqualTo("THREE");
    }

    @Test
    void aLineLongerThanThePieceIsCut() throws Exception {
        buffer.write(bytes("0123456789\n"));
        assertThat(take(4, true)).isEqualTo("0123");
        assertThat(take(4, true)).isEqualTo("4567");
        assertThat(take(4, true)).isEqualTo("89\n");
    }

    @Test
    void theBeginningOfALineWaitsForItsRestWhenThatIsGoingToFollow() throws Exception {
        byte[] filled = new byte[PumpBuffer.CAPACITY_BYTES];
        filled[filled.length - 3] = '\n';
        ByteBuffer source = ByteBuffer.allocate(filled.length + 3);
        source.put(filled).put(bytes("cd\n")).flip();
        buffer.write(source);
        for (int left = filled.length - 2; left > 0; ) {
            left -= take(4096, true).length();
        }
        buffer.write(source);
        assertThat(take(4096, true)).isEqualTo("\0\0cd\n");
    }

    @Test
    void whatIsThereIsDeliveredBeforeTheEndAndBeforeAFailure() throws Exception {
        buffer.put(new byte[] {1}, 0, 1);
        buffer.finish();
        assertThat(buffer.read(ByteBuffer.allocate(9))).isEqualTo(1);
        assertThat(buffer.read(ByteBuffer.allocate(9))).isEqualTo(-1);
        PumpBuffer failing = new PumpBuffer();
        failing.put(new byte[] {1}, 0, 1);
        failing.fail(new IOException("Broken pipe"));
        assertThat(failing.read(ByteBuffer.allocate(9))).isEqualTo(1);
        assertThatThrownBy(() -> failing.read(ByteBuffer.allocate(9))).hasMessage("Broken pipe");
    }

    @Test
    void afterTheEndNothingIsWrittenAndWhatWasLeftIsCounted() throws Exception {
        buffer.write(bytes("left"));
        take(1, false);
        buffer.finish();
        assertThatThrownBy(() -> buffer.write(bytes("x"))).isInstanceOf(ClosedChannelException.class);
        assertThat(buffer.pendingBytes()).as("in flight included").isEqualTo(4);
        assertThat(buffer.abandon()).isEqualTo(4);
        assertThat(take(9, false)).isEqualTo("end");
    }

    @Test
    @Timeout(10)
    void theEndIsReadWhenTheLoopHasReadTheLastByteAndTheEndBehindIt() throws Exception {
        buffer.put(new byte[] {'a'}, 0, 1);
        buffer.finish();
        Thread pump = new Thread(() -> assertThatNoException().isThrownBy(buffer::awaitEndRead));
        pump.start();
        await().until(() -> pump.getState() == Thread.State.WAITING);
        assertThat(buffer.read(ByteBuffer.allocate(10))).isEqualTo(1);
        await().until(() -> pump.getState() == Thread.State.WAITING);
        assertThat(buffer.read(ByteBuffer.allocate(10))).isEqualTo(-1);
        pump.join();
    }

    @Test
    @Timeout(10)
    void nobodyWaitsForTheEndOfAnAbandonedBuffer() throws Exception {
        buffer.put(new byte[] {'a'}, 0, 1);
        buffer.finish();
        buffer.abandon();
        buffer.awaitEndRead();
    }
}
