package io.eventdispatcher.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingWriteTests {

    private final PendingWrite out = new PendingWrite(10);
    private final ByteChannels.Sink sink = new ByteChannels.Sink();

    private static ByteBuffer bytes(String text) {
        return StandardCharsets.ISO_8859_1.encode(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 30) + 1})
    void refusesALimitOutOfRange(int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PendingWrite(limit))
                .withMessageContaining("maxBytes=" + limit);
    }

    @Test
    void refusesMoreThanTheLimitWhole() throws IOException {
        out.add(bytes("12345678"));
        assertThat(out.room()).isEqualTo(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> out.add(bytes("abc")))
                .withMessageContaining("bytes=3 pending=8 max=10");
        out.add(bytes("ab"));
        assertThat(out.room()).isZero();
        sink.room = 100;
        assertThat(out.writeTo(sink)).isTrue();
        assertThat(sink.text()).isEqualTo("12345678ab");
    }

    @Test
    void writesNothingWithoutACall() throws IOException {
        assertThat(out.writeTo(sink)).isTrue();
        assertThat(sink.writes).isZero();
    }

    @Test
    void answersOfATurnLeaveInOneWrite() throws IOException {
        sink.room = 100;
        out.add(bytes("a"));
        out.add(bytes("bc"));
        out.add(bytes("def"));
        assertThat(out.writeTo(sink)).isTrue();
        assertThat(sink.writes).isEqualTo(1);
        assertThat(sink.text()).isEqualTo("abcdef");
    }

    @Test
    void goesOnWhereThePartialWriteHasEnded() throws IOException {
        out.add(bytes("123456"));
        sink.room = 4;
        assertThat(out.writeTo(sink)).isFalse();
        assertThat(out.pending()).isEqualTo(2);
        out.add(bytes("abcdefgh"));
        assertThat(out.writeTo(sink)).isFalse();
        sink.room = 100;
        assertThat(out.writeTo(sink)).isTrue();
        assertThat(sink.text()).isEqualTo("123456abcdefgh");
    }

    @Test
    void losesNothingHoweverLittleIsTaken() throws IOException {
        Random random = new Random(42);
        PendingWrite large = new PendingWrite(5_000);
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            String piece = String.valueOf((char) ('a' + i % 26)).repeat(random.nextInt(200));
            if (piece.length() <= large.room()) {
                ByteBuffer bytes = bytes(piece);
                large.add(bytes);
                assertThat(bytes.hasRemaining()).isFalse();
                sent.append(piece);
            }
            sink.room = random.nextInt(210);
            large.writeTo(sink);
        }
        sink.room = Integer.MAX_VALUE;
        assertThat(large.writeTo(sink)).isTrue();
        assertThat(sink.text()).isEqualTo(sent.toString());
    }
}
