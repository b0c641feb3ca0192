package io.eventdispatcher.benchmarks.compare;

import static io.eventdispatcher.benchmarks.compare.Transport.TCP;
import static io.eventdispatcher.benchmarks.compare.Transport.TLS;
import static io.eventdispatcher.benchmarks.compare.Transport.UNIX;

import java.util.Arrays;
import java.util.List;

/**
 * The scenarios, in the order in which they run.
 *
 * <p>Threading: immutable.
 */
enum Scenario {
    S1("S1", "S1", Kind.STEADY, TCP, "1 connection, 1 outstanding", "--connections=1"),
    S2("S2", "S2", Kind.STEADY, TCP, "50 connections, 1 outstanding", "--connections=50"),
    S3("S3", "S3", Kind.STEADY, TCP, "50 connections, 64 outstanding", "--connections=50", "--outstanding=64"),
    S4("S4", "S4", Kind.STEADY, TCP, "1,000 connections, 1 outstanding", "--connections=1000"),
    S5("S5", "S5", Kind.IDLE, TCP, "10,000 idle connections after one request each", "--connections=10000"),
    S6("S6", "S6", Kind.STEADY, TCP, "connect, one request, close; 32 at a time", "--churn", "--connections=32"),
    S7("S7", "S7", Kind.STEADY, TCP, "1 connection, 1,024 outstanding", "--connections=1", "--outstanding=1024"),
    S8(
            "S8",
            "S8",
            Kind.SHARE,
            TCP,
            "50 connections, open loop at 30 % of the server's own S2 rate",
            "--connections=50"),
    S8_FIXED(
            "S8-fixed",
            "S8",
            Kind.FIXED,
            TCP,
            "50 connections, open loop at 20,000/s",
            "--connections=50",
            "--rate=20000"),
    UNIX_S2("unix", "unix", Kind.STEADY, UNIX, "S2 over Unix sockets", "--connections=50"),
    TLS_S2("tls-S2", "tls", Kind.STEADY, TLS, "S2 over TLS", "--connections=50"),
    TLS_S3("tls-S3", "tls", Kind.STEADY, TLS, "S3 over TLS", "--connections=50", "--outstanding=64"),
    TLS_LARGE(
            "tls-64k",
            "tls",
            Kind.STEADY,
            TLS,
            "messages of 64 KiB over TLS, 8 connections, 1 outstanding",
            "--connections=8",
            "--text=65500"),
    MIX(
            "mix",
            "mix",
            Kind.STEADY,
            TCP,
            "20 commands, 0 to 12 parameters, 16 B to 16 KiB, 10 % unknown or invalid; 50 connections, 8 outstanding",
            "--mix",
            "--connections=50",
            "--outstanding=8"),
    WATCH(
            "watch",
            "watch",
            Kind.STEADY,
            TCP,
            "S3, with handlers watched in different ways",
            "--connections=50",
            "--outstanding=64"),
    SCALE_10("scale-10", "scale", Kind.STEADY, TCP, "10 connections, 1 outstanding", "--connections=10"),
    SCALE_100("scale-100", "scale", Kind.STEADY, TCP, "100 connections, 1 outstanding", "--connections=100"),
    SCALE_1000("scale-1000", "scale", Kind.STEADY, TCP, "1,000 connections, 1 outstanding", "--connections=1000"),
    SCALE_10000("scale-10000", "scale", Kind.STEADY, TCP, "10,000 connections, 1 outstanding", "--connections=10000");

    /** What a trial does. */
    enum Kind {
        /** Warms up and measures. */
        STEADY,
        /** As steady, at a rate that does not depend on the server. */
        FIXED,
        /** Measures its rate first, then a share of it. */
        SHARE,
        /** Looks at memory. */
        IDLE
    }

    private final String id;
    private final String group;
    private final Kind kind;
    private final Transport transport;
    private final String title;
    private final List<String> load;

    Scenario(String id, String group, Kind kind, Transport transport, String title, String... load) {
        this.id = id;
        this.group = group;
        this.kind = kind;
        this.transport = transport;
        this.title = title;
        this.load = List.of(load);
    }

    /** Finds those of a name on the command line: one, or a group. */
    static List<Scenario> of(String name) {
        List<Scenario> found = Arrays.stream(values())
                .filter(scenario -> scenario.group.equalsIgnoreCase(name) || scenario.id.equalsIgnoreCase(name))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("unknown scenario: scenario=" + name + " known="
                    + Arrays.stream(values()).map(Scenario::id).toList());
        }
        return found;
    }

    /** Whether a server takes part. The reference in C knows pings only. */
    boolean includes(Contender contender) {
        if (group.equals("scale")) {
            return contender == Contender.CORE || contender == Contender.C;
        }
        if (this == WATCH) {
            return contender == Contender.CORE || contender == Contender.STARTER_LOOP || contender.isWatchedOtherwise();
        }
        if (contender.isWatchedOtherwise()) {
            return false;
        }
        return contender.supports(transport) && !(this == MIX && contender.isNative());
    }

    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    Transport transport() {
        return transport;
    }

    String title() {
        return title;
    }

    /** Options of the generator. */
    List<String> load() {
        return load;
    }

    /** Connections of the generator. */
    int connections() {
        return load.stream()
                .filter(option -> option.startsWith("--connections="))
                .mapToInt(option -> Integer.parseInt(option.substring(option.indexOf('=') + 1)))
                .findFirst()
                .orElse(1);
    }

    /** By what servers are compared: at a given rate there is nothing but the cost. */
    Metric compared() {
        return switch (kind) {
            case STEADY -> Metric.RATE;
            case FIXED, SHARE -> Metric.CPU;
            case IDLE -> Metric.HEAP;
        };
    }
}
