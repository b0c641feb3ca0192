package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.framing.FrameDecoder;
import io.eventdispatcher.framing.FrameEncoder;
import io.eventdispatcher.framing.Framing;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finding the frames in what was read: many in one read, and frames that arrive byte by byte. All figures are per frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FramingBenchmark {

    private static final int MAX_FRAME_BYTES = 65_536;
    private static final int FRAMES = 1_000;

    /** How frames are told apart. */
    @Param({"LINES", "DELIMITER", "LENGTH_PREFIX", "FIXED", "RAW"})
    public Kind framing = Kind.LINES;

    /** Size of a frame in bytes, without what is added to it. */
    @Param({"26", "1000"})
    public int frameBytes;

    private FrameDecoder decoder = Framing.lines(MAX_FRAME_BYTES).newDecoder();
    private byte[] read = {};
    private int encodedBytes;
    private long taken;

    /** The framings there are. */
    public enum Kind {
        /** A line feed behind each frame. */
        LINES,
        /** Two bytes behind each frame. */
        DELIMITER,
        /** Four bytes of length before each frame. */
        LENGTH_PREFIX,
        /** All frames have the same length. */
        FIXED,
        /** Whatever was read is a frame; byte by byte, each byte is one. */
        RAW;

        private Framing framing(int frameBytes) {
            return switch (this) {
                case LINES -> Framing.lines(MAX_FRAME_BYTES);
                case DELIMITER -> Framing.delimiter("\r\n", MAX_FRAME_BYTES);
                case LENGTH_PREFIX -> Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, MAX_FRAME_BYTES);
                case FIXED -> Framing.fixed(frameBytes);
                case RAW -> Framing.raw(frameBytes);
            };
        }
    }

    /** Encodes the frames one behind the other. */
    @Setup
    public void encode() {
        byte[] frame = ("PING serial=42;text=" + "x".repeat(frameBytes))
                .substring(0, frameBytes)
                .getBytes(StandardCharsets.US_ASCII);
        Framing chosen = framing.framing(frameBytes);
        FrameEncoder encoder = chosen.encoder();
        encodedBytes = encoder.encodedLength(frameBytes);
        read = new byte[FRAMES * encodedBytes];
        for (int offset = 0; offset < read.length; offset += encodedBytes) {
            int content = offset + encoder.header(read, offset, frameBytes);
            System.arraycopy(frame, 0, read, content, frameBytes);
            encoder.trailer(read, content + frameBytes, frameBytes);
        }
        decoder = chosen.newDecoder();
    }

    /** Finds all frames in one read. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long wholeRead() {
        check(decoder.decode(read, 0, read.length, this::take), read.length);
        return taken;
    }

    /** Looks at one frame again and again while it arrives byte by byte. */
    @Benchmark
    public long byteByByte() {
        int from = 0;
        for (int to = 1; to <= encodedBytes; to++) {
            from += decoder.decode(read, from, to - from, this::take);
        }
        check(from, encodedBytes);
        return taken;
    }

    private boolean take(byte[] bytes, int offset, int length) {
        taken += bytes[offset] + length;
        return true;
    }

    private static void check(int consumed, int expected) {
        if (consumed != expected) {
            throw new IllegalStateException("wrong frames: consumed=" + consumed + " expected=" + expected);
        }
    }
}
