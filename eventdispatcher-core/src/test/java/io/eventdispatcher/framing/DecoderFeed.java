package io.eventdispatcher.framing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Feeds a decoder as a connection does: keeps what was not consumed and puts the next bytes behind it. */
final class DecoderFeed {

    final List<String> frames = new ArrayList<>();

    private final FrameDecoder decoder;
    private byte[] pending = new byte[0];
    private int framesPerCall = Integer.MAX_VALUE;

    DecoderFeed(FrameDecoder decoder) {
        this.decoder = decoder;
    }

    DecoderFeed stoppingAfter(int frames) {
        framesPerCall = frames;
        return this;
    }

    /** Returns the result of the decoder. */
    int feed(byte[] bytes) {
        // Surrounded by line feeds, moved at every call: a decoder that looks outside its bytes, or that remembers
        // indexes of an earlier array, is found out.
        int offset = 1 + frames.size() % 5;
        byte[] input = new byte[offset + pending.length + bytes.length + 9];
        Arrays.fill(input, (byte) '\n');
        System.arraycopy(pending, 0, input, offset, pending.length);
        System.arraycopy(bytes, 0, input, offset + pending.length, bytes.length);
        int length = pending.length + bytes.length;
        int limit = framesPerCall == Integer.MAX_VALUE ? Integer.MAX_VALUE : frames.size() + framesPerCall;
        int consumed = decoder.decode(input, offset, length, (b, off, len) -> {
            frames.add(new String(b, off, len, StandardCharsets.UTF_8));
            return frames.size() < limit;
        });
        if (consumed >= 0) {
            pending = Arrays.copyOfRange(input, offset + consumed, offset + length);
        }
        return consumed;
    }

    int feed(String text) {
        return feed(text.getBytes(StandardCharsets.UTF_8));
    }

    void feedByteByByte(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            feed(new byte[] {b});
        }
    }

    void feedInRandomChunks(byte[] bytes, RandomGenerator random) {
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + random.nextInt(40));
            feed(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
    }

    String pending() {
        return new String(pending, StandardCharsets.UTF_8);
    }
}
