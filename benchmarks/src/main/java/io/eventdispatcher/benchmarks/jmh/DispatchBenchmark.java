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

/** Finding the handler of a message among exact commands, and among patterns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchBenchmark {

    /** How many commands, or patterns, are registered. */
    @Param({"10", "100", "1000"})
    public int commands;

    private final Dispatcher exact = new Dispatcher();
    private final Dispatcher mixed = new Dispatcher();
    private final Dispatcher patterns = new Dispatcher();
    private final Message event = Message.of("EVENT_12345");
    private final Message unknown = Message.of("NOBODY_KNOWS_THIS");
    private Message[] messages = {};
    private Message[] events = {};
    private int next;

    /** Registers commands, commands with one pattern, and patterns. */
    @Setup
    public void register() {
        DispatchHandler nothing = DispatchHandler.of(exchange -> {});
        messages = new Message[commands];
        events = new Message[commands];
        for (int i = 0; i < commands; i++) {
            String name = "COMMAND_" + i;
            exact.add(DispatchEntry.on(name).handler(nothing).build());
            mixed.add(DispatchEntry.on(name).handler(nothing).build());
            patterns.add(
                    DispatchEntry.on("EVENT" + i + "_{number}").handler(nothing).build());
            messages[i] = Message.of(name);
            events[i] = Message.of("EVENT" + i + "_12345");
        }
        mixed.add(DispatchEntry.on("EVENT_{number}").handler(nothing).build());
    }

    /** Looks up an exact command, each in turn. */
    @Benchmark
    public Route exact() {
        return exact.route(messages[advance()]);
    }

    /** Finds that there is no such command. */
    @Benchmark
    public Route unknown() {
        return exact.route(unknown);
    }

    /** Finds the only pattern among the commands and reads its variable. */
    @Benchmark
    public @Nullable Map<String, String> onePattern() {
        return mixed.route(event).matches(0, event);
    }

    /** Finds one of as many patterns, each in turn, and reads its variable. */
    @Benchmark
    public Map<String, String> patterns() {
        Message message = events[advance()];
        Route route = patterns.route(message);
        for (int i = 0; i < route.size(); i++) {
            Map<String, String> variables = route.matches(i, message);
            if (variables != null) {
                return variables;
            }
        }
        throw new IllegalStateException("no pattern matches: command=" + message.command());
    }

    private int advance() {
        next = next + 1 == commands ? 0 : next + 1;
        return next;
    }
}
