package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Route;
import io.eventdispatcher.message.Message;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** Finding the handler of a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchBenchmark {

    /** How many exact commands are registered. */
    @Param({"10", "100", "1000"})
    public int commands;

    private final Dispatcher dispatcher = new Dispatcher();
    private final Message pattern = Message.of("EVENT_12345");
    private Message[] messages = new Message[0];
    private int next;

    /** Registers the commands and one pattern. */
    @Setup
    public void register() {
        DispatchHandler nothing = DispatchHandler.of(exchange -> {});
        messages = new Message[commands];
        for (int i = 0; i < commands; i++) {
            String name = "COMMAND_" + i;
            dispatcher.add(DispatchEntry.on(name).handler(nothing).build());
            messages[i] = Message.of(name);
        }
        dispatcher.add(DispatchEntry.on("EVENT_{number}").handler(nothing).build());
    }

    /** Looks up an exact command, each in turn. */
    @Benchmark
    public Route exact() {
        next = next + 1 == commands ? 0 : next + 1;
        return dispatcher.route(messages[next]);
    }

    /** Finds a command by pattern and reads its variable. */
    @Benchmark
    public @Nullable Map<String, String> pattern() {
        return dispatcher.route(pattern).matches(0, pattern);
    }
}
