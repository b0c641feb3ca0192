package io.eventdispatcher.benchmarks.load;

import io.eventdispatcher.benchmarks.NumberOption;
import io.eventdispatcher.benchmarks.load.LoadOptions.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads the command line.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class LoadArguments {

    static final String USAGE = """
            usage: Load TARGET [options]     TARGET: tcp://HOST:PORT, tls://HOST:PORT or unix:///PATH
              closed loop (default)   --connections N (1)  --outstanding D (1)
              --rate R                open loop: R requests/s over the connections, latency from the intended send time
              --churn                 connect, ask once, close; --connections at a time
              --idle                  ask once on each connection, then stay silent for --seconds
              --text BYTES            length of the text in PING serial=N;text=...
              --mix                   20 commands, 0 to 12 parameters, 16 B to 16 KiB; --bad PERCENT (10) unknown or invalid,
                                      --seed N (1)
              --warmup S (2)  --seconds S (5)  --stall S (5): given up without a reply for so long
              --server-pid PID        also reports CPU and memory of this process
              --sources N             connect from 127.0.0.2 .. 127.0.0.(N+1); by default as many as are needed
              --spin                  poll instead of blocking
              --format text|json      result as name=value lines (default) or as one JSON object
              --progress              prints MEASURING, MEASURED and, when idle, READY
            Every reply is verified. Exit code: 0, 1 if anything went wrong, 2 for wrong options, 3 if it took too long.
            """;

    private static final Set<String> SWITCHES = Set.of("churn", "idle", "mix", "spin", "progress");
    private static final Set<String> VALUES = Set.of(
            "connections",
            "outstanding",
            "rate",
            "text",
            "bad",
            "seed",
            "warmup",
            "seconds",
            "stall",
            "server-pid",
            "sources",
            "format");
    /** Ports per source address that are used at most. */
    private static final int CONNECTIONS_PER_SOURCE = 20_000;
    /** A closed connection keeps its port for a minute. */
    private static final int CHURN_SOURCES = 64;

    private static final int MAX_SOURCES = 250;

    private final Map<String, String> options = new HashMap<>();

    private LoadArguments() {}

    /**
     * Reads options.
     *
     * @throws IllegalArgumentException if one is unknown, lacks its value or has an impossible one
     */
    static LoadOptions parse(String... args) {
        if (args.length == 0 || args[0].startsWith("--")) {
            throw new IllegalArgumentException("the first argument must be the target");
        }
        LoadArguments arguments = new LoadArguments();
        arguments.read(Arrays.copyOfRange(args, 1, args.length));
        return arguments.options(Target.parse(args[0]));
    }

    private void read(String... args) {
        for (int i = 0; i < args.length; i++) {
            String[] parts = args[i].split("=", 2);
            String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
            if (SWITCHES.contains(name) && parts.length == 1) {
                options.put(name, "true");
            } else if (!VALUES.contains(name)) {
                throw new IllegalArgumentException("unknown option: " + args[i]);
            } else if (parts.length == 2) {
                options.put(name, parts[1]);
            } else if (i + 1 < args.length) {
                options.put(name, args[++i]);
            } else {
                throw new IllegalArgumentException("option without value: " + args[i]);
            }
        }
    }

    private LoadOptions options(Target target) {
        int connections = (int) number("connections", 1, 1, 1_000_000);
        Mode mode = mode();
        String format = options.getOrDefault("format", "text");
        if (!Set.of("text", "json").contains(format)) {
            throw new IllegalArgumentException("--format is neither text nor json: format=" + format);
        }
        return new LoadOptions(
                target,
                mode,
                connections,
                mode == Mode.CLOSED ? (int) number("outstanding", 1, 1, 1_000_000) : 1,
                number("rate", 0, 0.001, 1e9),
                (int) number("text", 0, 1, 1 << 20),
                options.containsKey("mix"),
                number("bad", 10, 0, 100),
                (long) number("seed", 1, 0, 1L << 53),
                seconds("warmup", 2, 0),
                seconds("seconds", 5, 0.001),
                seconds("stall", 5, 0.001),
                (long) number("server-pid", 0, 1, Integer.MAX_VALUE),
                (int) number("sources", sources(target, mode, connections), 1, MAX_SOURCES),
                options.containsKey("spin"),
                format.equals("json"),
                options.containsKey("progress"));
    }

    private Mode mode() {
        Mode mode = options.containsKey("churn")
                ? Mode.CHURN
                : options.containsKey("idle") ? Mode.IDLE : options.containsKey("rate") ? Mode.OPEN : Mode.CLOSED;
        long chosen = Arrays.stream(new String[] {"churn", "idle", "rate"})
                .filter(options::containsKey)
                .count();
        if (chosen > 1) {
            throw new IllegalArgumentException("only one of --churn, --idle and --rate is possible");
        }
        return mode;
    }

    private static int sources(Target target, Mode mode, int connections) {
        if (target.kind() == Target.Kind.UNIX) {
            return 1;
        }
        return mode == Mode.CHURN ? CHURN_SOURCES : (connections + CONNECTIONS_PER_SOURCE - 1) / CONNECTIONS_PER_SOURCE;
    }

    private Duration seconds(String name, double otherwise, double least) {
        return Duration.ofNanos((long) (number(name, otherwise, least, 3_600) * 1e9));
    }

    private double number(String name, double otherwise, double least, double most) {
        return NumberOption.of(name, options.get(name), otherwise, least, most);
    }
}
