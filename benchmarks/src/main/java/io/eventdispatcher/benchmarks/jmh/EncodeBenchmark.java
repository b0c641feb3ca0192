package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
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

/** Building a message and writing it into an array, as a handler that replies does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EncodeBenchmark {

    private static final int TARGET_BYTES = 1_024;

    /** How many parameters the message gets: a number first, then texts. */
    @Param({"0", "2", "12"})
    public int parameters;

    private final byte[] target = new byte[TARGET_BYTES];
    private String[] names = {};
    private long serial = 1_000_000;

    /** Chooses the names. */
    @Setup
    public void name() {
        names = new String[parameters];
        for (int i = 0; i < parameters; i++) {
            names[i] = "name" + i;
        }
    }

    /** Builds the message and writes it. */
    @Benchmark
    public int buildAndWrite() {
        MessageBuilder builder = Message.builder("PONG");
        for (int i = 0; i < names.length; i++) {
            if (i == 0) {
                builder.param(names[i], serial++);
            } else {
                builder.param(names[i], "hello");
            }
        }
        Message message = builder.build();
        message.copyTo(target, 0);
        return message.length() + target[0];
    }
}
