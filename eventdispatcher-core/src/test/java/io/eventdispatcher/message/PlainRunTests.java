package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainRunTests {

    /** The stops, their neighbours, which a word at a time could take for them, and others. */
    private static final byte[] ALPHABET = {
        0, 1, 2, '\n', 9, 11, '\r', 12, 14, ';', ':', '<', '\\', '[', ']', 'a', -1, -128
    };

    private final Random random = new Random(42);

    @Test
    void aRunOfAValueIsOrdinaryAndEndsAtAStopUnlessTheLineEnds() {
        for (int i = 0; i < 300_000; i++) {
            byte[] line = line(random.nextInt(26));
            int from = random.nextInt(line.length + 1);
            int end = PlainRun.ofBare(line, from);

            assertThat(end).isBetween(from, line.length);
            for (int at = from; at < end; at++) {
                assertThat(isStop(line[at]))
                        .as("%s from=%s at=%s", line, from, at)
                        .isFalse();
            }
            boolean atStop = end < line.length && isStop(line[end]);
            boolean amongTheLast = end > line.length - Long.BYTES;
            assertThat(atStop || end == line.length || amongTheLast)
                    .as("%s from=%s end=%s", line, from, end)
                    .isTrue();
        }
    }

    /** Mostly ordinary, so that runs are long. */
    private byte[] line(int length) {
        byte[] line = new byte[length];
        for (int at = 0; at < length; at++) {
            line[at] = random.nextInt(4) > 0 ? (byte) ('a' + at) : ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return line;
    }

    private static boolean isStop(byte b) {
        return b == 0 || b == '\n' || b == '\r' || b == ';' || b == '\\';
    }
}
