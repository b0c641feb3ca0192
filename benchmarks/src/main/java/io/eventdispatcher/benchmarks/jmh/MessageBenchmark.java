package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding and encoding of one message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MessageBenchmark {

    private final byte[] text = "PING serial=1234567;text=hello".getBytes(StandardCharsets.UTF_8);
    private final byte[] json = "{\"command\":\"PING\",\"parameters\":{\"serial\":1234567,\"text\":\"hello\"}}"
            .getBytes(StandardCharsets.UTF_8);
    private final byte[] target = new byte[256];
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
    private long serial = 1_000_000;

    /** Decodes text; no parameter is looked at. */
    @Benchmark
    public Message decodeText() {
        return Objects.requireNonNull(decoder.decode(text, 0, text.length));
    }

    /** Decodes text and reads one parameter as a number. */
    @Benchmark
    public long decodeTextAndReadNumber() {
        return decodeText().integer("serial");
    }

    /** Decodes text and makes Strings of all parameters. */
    @Benchmark
    public Map<String, String> decodeTextAndReadAll() {
        return decodeText().parameters();
    }

    /** Decodes JSON. */
    @Benchmark
    public Message decodeJson() {
        return Objects.requireNonNull(decoder.decode(json, 0, json.length));
    }

    /** Builds a reply and writes it. */
    @Benchmark
    public byte[] buildAndWrite() {
        Message.builder("PONG").param("serial", serial++).build().copyTo(target, 0);
        return target;
    }
}
