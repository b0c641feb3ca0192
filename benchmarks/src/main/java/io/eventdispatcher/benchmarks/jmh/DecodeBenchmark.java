package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding one message, and reading its parameters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecodeBenchmark {

    /** How many parameters the message has. */
    @Param({"0", "2", "12"})
    public int parameters;

    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
    private byte[] text = {};
    private byte[] json = {};

    /** Writes the message in both forms. */
    @Setup
    public void write() {
        text = MessageLines.text(parameters);
        json = MessageLines.json(parameters);
    }

    /** Decodes text; no parameter is looked at. */
    @Benchmark
    public Message text() {
        return Objects.requireNonNull(decoder.decode(text, 0, text.length), decoder::problem);
    }

    /** Decodes text and reads the first parameter as a number, if there is one. */
    @Benchmark
    public long textAndOneNumber() {
        Message message = text();
        return parameters == 0 ? message.commandHash() : message.integer("serial");
    }

    /** Decodes text and makes Strings of all names and values. */
    @Benchmark
    public Map<String, String> textAndAllParameters() {
        return text().parameters();
    }

    /** Decodes JSON; no parameter is looked at. */
    @Benchmark
    public Message json() {
        return Objects.requireNonNull(decoder.decode(json, 0, json.length), decoder::problem);
    }

    /** Decodes JSON and makes Strings of all names and values. */
    @Benchmark
    public Map<String, String> jsonAndAllParameters() {
        return json().parameters();
    }
}
