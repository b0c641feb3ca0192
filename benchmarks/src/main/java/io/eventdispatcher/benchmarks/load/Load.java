package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Load generator for servers that answer {@code PING serial=N;text=...} with {@code PONG serial=N}, one line each, over
 * TCP, TLS or Unix sockets. {@code --help} tells the options.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class Load {

    private static final int FAULTY = 1;
    private static final int USAGE = 2;
    private static final int TOO_LONG = 3;
    /** What connecting and the last replies may take. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private Load() {}

    /**
     * Runs the load and prints the result on standard output.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        if (Arrays.asList(args).contains("--help")) {
            System.out.print(LoadArguments.USAGE);
            return;
        }
        System.exit(run(args));
    }

    private static int run(String... args) {
        LoadOptions options;
        try {
            options = LoadArguments.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("Load: " + e.getMessage());
            System.err.print(LoadArguments.USAGE);
            return USAGE;
        }
        haltAfter(options.warmup().plus(options.measure()).plus(GRACE));
        Consumer<String> progress = options.progress() ? Load::say : line -> {};
        try {
            LoadResult result = new LoadRun(options, progress).run();
            System.out.print(options.json() ? result.toJson() : result.toText());
            System.out.flush();
            return result.isFaultless() ? 0 : FAULTY;
        } catch (IOException e) {
            System.err.println("Load: " + e);
            return FAULTY;
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** A server that accepts and then does nothing must not keep the generator for ever. */
    private static void haltAfter(Duration limit) {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> {
                    System.err.println("Load: given up: limit=" + limit.toSeconds() + "s");
                    Runtime.getRuntime().halt(TOO_LONG);
                },
                CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS));
    }
}
