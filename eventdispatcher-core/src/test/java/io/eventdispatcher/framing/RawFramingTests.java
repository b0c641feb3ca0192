package io.eventdispatcher.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawFramingTests {

    private final Framing framing = Framing.raw(4);
    private final DecoderFeed feed = new DecoderFeed(framing.newDecoder());

    @Test
    void refusesLimitOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> Framing.raw(0)).withMessageContaining("maxChunkBytes=0");
    }

    @Test
    void refusesBytesOutsideTheArray() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> framing.newDecoder().decode(new byte[3], 2, 2, (b, off, len) -> true));
    }

    @Test
    void handsOutBytesInPiecesOfAtMostTheLimit() {
        assertThat(feed.feed("abcdefghij")).isEqualTo(10);
        assertThat(feed.frames).containsExactly("abcd", "efgh", "ij");
    }

    @Test
    void stopsWhenTheSinkSaysStop() {
        feed.stoppingAfter(1);
        assertThat(feed.feed("abcdef")).isEqualTo(4);
        assertThat(feed.feed("")).isEqualTo(2);
        assertThat(feed.frames).containsExactly("abcd", "ef");
    }

    @Test
    void consumesNothingOfNothing() {
        assertThat(feed.feed("")).isZero();
        assertThat(feed.frames).isEmpty();
    }

    @Test
    void losesNothingHoweverTheBytesAreCut() {
        byte[] bytes = "0123456789".repeat(30).getBytes(StandardCharsets.US_ASCII);
        feed.feedInRandomChunks(bytes, new Random(7));
        assertThat(String.join("", feed.frames)).isEqualTo("0123456789".repeat(30));
        DecoderFeed single = new DecoderFeed(framing.newDecoder());
        single.feedByteByByte("abc");
        assertThat(single.frames).containsExactly("a", "b", "c");
    }

    @Test
    void encodesNothingAround() {
        FrameEncoder encoder = framing.encoder();
        byte[] target = {1, 2, 3};
        assertThat(encoder.encodedLength(3)).isEqualTo(3);
        assertThat(encoder.header(target, 0, 3)).isZero();
        encoder.trailer(target, 3, 3);
        assertThat(target).containsExactly(1, 2, 3);
        assertThat(framing.maxFrameBytes()).isEqualTo(4);
        assertThat(framing).hasToString("raw(4)");
    }
}
