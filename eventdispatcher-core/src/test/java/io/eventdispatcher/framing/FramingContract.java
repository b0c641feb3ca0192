package io.eventdispatcher.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every framing does, however the bytes of a stream are cut. Bytes are compared as Latin-1 text, so that failures
 * can be read.
 */
interface FramingContract {

    /** The framing under test; frames of at most 8 bytes, so that limits are near. */
    Framing framing();

    /** Frames that can be sent and are received unchanged; some of full length. */
    List<String> frames();

    /** Whether the receiver sees where a frame ended; false for raw bytes. */
    default boolean keepsBoundaries() {
        return true;
    }

    /** The beginning of a frame that is longer than the limit; empty where there is no such thing. */
    String tooLong();

    /** Bytes around the ones to decode: they must not be looked at. */
    default byte filler() {
        return '\n';
    }

    @Test
    default void isNotDisturbedByBytesOutsideOfItsOwn() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> framing().newDecoder().decode(new byte[9], 1, 9, (b, off, len) -> true));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> framing().newDecoder().decode(new byte[9], -1, 2, (b, off, len) -> true));
        byte[] around = stream();
        assertThat(framing().newDecoder().decode(around, around.length, 0, (b, off, len) -> {
                    throw new AssertionError("frame made of nothing at " + off);
                }))
                .isZero();
    }

    @Test
    default void refusesAFrameBeyondTheLimitWhole() {
        if (!tooLong().isEmpty()) {
            Feed feed = new Feed(this);
            assertThat(feed.feed(concat(stream(), bytes(tooLong())))).isEqualTo(FrameDecoder.TOO_LONG);
            assertThat(feed.frames).as("the frames before it").isEqualTo(frames());
        }
    }

    @Test
    default void refusesAFrameBeyondTheLimitByteByByteBeforeItIsBuffered() {
        if (!tooLong().isEmpty()) {
            Feed feed = new Feed(this);
            int result = 0;
            for (byte b : bytes(tooLong())) {
                if (result != FrameDecoder.TOO_LONG) {
                    result = feed.feed(new byte[] {b});
                }
            }
            assertThat(result).isEqualTo(FrameDecoder.TOO_LONG);
            assertThat(feed.frames).isEmpty();
            assertThat(feed.pending.length).isLessThan(2 * framing().maxFrameBytes());
        }
    }

    @Test
    default void decodesByteByByte() {
        Feed feed = new Feed(this);
        for (byte b : stream()) {
            feed.feed(new byte[] {b});
        }
        feed.expectAll();
    }

    @Test
    default void decodesInEverySplit() {
        byte[] stream = stream();
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                Feed feed = new Feed(this);
                feed.feed(Arrays.copyOfRange(stream, 0, first));
                feed.feed(Arrays.copyOfRange(stream, first, second));
                feed.feed(Arrays.copyOfRange(stream, second, stream.length));
                feed.expectAll();
            }
        }
    }

    @Test
    default void decodesInRandomPiecesWhileTheSinkSaysStop() {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            Feed feed = new Feed(this);
            feed.framesPerCall = 1 + round % 3;
            byte[] stream = stream();
            int from = 0;
            while (from < stream.length) {
                int to = Math.min(stream.length, from + random.nextInt(12));
                feed.feed(Arrays.copyOfRange(stream, from, to));
                from = to;
            }
            while (feed.feed(new byte[0]) > 0) {
                // frames left over because the sink said stop
            }
            feed.expectAll();
        }
    }

    @Test
    default void handsOutOnlyWholeFramesOfEveryPrefix() {
        byte[] stream = stream();
        for (int cut = 0; cut <= stream.length; cut++) {
            Feed feed = new Feed(this);
            feed.feed(Arrays.copyOfRange(stream, 0, cut));
            if (keepsBoundaries()) {
                assertThat(frames().subList(0, feed.frames.size())).isEqualTo(feed.frames);
            }
        }
    }

    @Test
    default void decodersShareNothing() {
        Feed one = new Feed(this);
        Feed other = new Feed(this);
        byte[] stream = stream();
        for (byte b : stream) {
            one.feed(new byte[] {b});
            other.feed(new byte[] {b});
        }
        one.expectAll();
        other.expectAll();
    }

    @Test
    default void acceptsAFrameOfExactlyTheLimit() {
        String longest = "x".repeat(framing().maxFrameBytes());
        Feed feed = new Feed(this);
        feed.feed(encoded(longest));
        assertThat(feed.frames).containsExactly(longest);
    }

    @Test
    default void encoderTouchesItsOwnBytesOnly() {
        FrameEncoder encoder = framing().encoder();
        for (String frame : frames()) {
            byte[] target = new byte[40];
            Arrays.fill(target, (byte) '.');
            int length = bytes(frame).length;
            int header = encoder.header(target, 5, length);
            System.arraycopy(bytes(frame), 0, target, 5 + header, length);
            encoder.trailer(target, 5 + header + length, length);
            assertThat(text(Arrays.copyOfRange(target, 0, 5))).isEqualTo(".....");
            int end = 5 + encoder.encodedLength(length);
            assertThat(text(Arrays.copyOfRange(target, end, 40))).isEqualTo(".".repeat(40 - end));
            assertThat(text(Arrays.copyOfRange(target, 5, end))).isEqualTo(text(encoded(frame)));
        }
    }

    private byte[] stream() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (String frame : frames()) {
            stream.writeBytes(encoded(frame));
        }
        return stream.toByteArray();
    }

    private byte[] encoded(String frame) {
        FrameEncoder encoder = framing().encoder();
        byte[] content = bytes(frame);
        byte[] target = new byte[encoder.encodedLength(content.length)];
        int header = encoder.header(target, 0, content.length);
        System.arraycopy(content, 0, target, header, content.length);
        encoder.trailer(target, header + content.length, content.length);
        return target;
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Feeds a decoder as a connection does, at another place in another array each time. */
    final class Feed {
        final List<String> frames = new ArrayList<>();
        byte[] pending = new byte[0];
        int framesPerCall = Integer.MAX_VALUE;
        private final FramingContract contract;
        private final FrameDecoder decoder;
        private int calls;

        Feed(FramingContract contract) {
            this.contract = contract;
            this.decoder = contract.framing().newDecoder();
        }

        int feed(byte[] bytes) {
            int offset = 1 + calls++ % 5;
            byte[] content = concat(pending, bytes);
            byte[] input = new byte[offset + content.length + 9];
            Arrays.fill(input, contract.filler());
            System.arraycopy(content, 0, input, offset, content.length);
            byte[] before = input.clone();
            int[] left = {framesPerCall};
            int consumed = decoder.decode(input, offset, content.length, (b, off, len) -> {
                assertThat(b).isSameAs(input);
                assertThat(off).isGreaterThanOrEqualTo(offset);
                assertThat(off + len).isLessThanOrEqualTo(offset + content.length);
                frames.add(text(Arrays.copyOfRange(b, off, off + len)));
                return --left[0] > 0;
            });
            assertThat(input).as("the bytes decoded").isEqualTo(before);
            if (consumed >= 0) {
                pending = Arrays.copyOfRange(content, consumed, content.length);
            }
            return consumed;
        }

        void expectAll() {
            if (contract.keepsBoundaries()) {
                assertThat(frames).isEqualTo(contract.frames());
            } else {
                assertThat(String.join("", frames)).isEqualTo(String.join("", contract.frames()));
            }
            assertThat(pending).isEmpty();
        }
    }
}
