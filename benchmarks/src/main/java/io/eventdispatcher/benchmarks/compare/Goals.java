package io.eventdispatcher.benchmarks.compare;

import static io.eventdispatcher.benchmarks.compare.Contender.C;
import static io.eventdispatcher.benchmarks.compare.Contender.CORE;
import static io.eventdispatcher.benchmarks.compare.Contender.NETTY_EPOLL;
import static io.eventdispatcher.benchmarks.compare.Contender.NETTY_NIO;
import static io.eventdispatcher.benchmarks.compare.Contender.STARTER;
import static io.eventdispatcher.benchmarks.compare.Contender.STARTER_LOOP;
import static io.eventdispatcher.benchmarks.compare.Contender.TUNED_EPOLL;
import static io.eventdispatcher.benchmarks.compare.Contender.TUNED_NIO;
import static io.eventdispatcher.benchmarks.compare.Contender.VERTX;
import static io.eventdispatcher.benchmarks.compare.Contender.VIRTUAL_THREADS;
import static io.eventdispatcher.benchmarks.compare.Scenario.S1;
import static io.eventdispatcher.benchmarks.compare.Scenario.S2;
import static io.eventdispatcher.benchmarks.compare.Scenario.S3;
import static io.eventdispatcher.benchmarks.compare.Scenario.S4;
import static io.eventdispatcher.benchmarks.compare.Scenario.S5;
import static io.eventdispatcher.benchmarks.compare.Scenario.S6;
import static io.eventdispatcher.benchmarks.compare.Scenario.S7;
import static io.eventdispatcher.benchmarks.compare.Scenario.S8;
import static io.eventdispatcher.benchmarks.compare.Scenario.S8_FIXED;

import io.eventdispatcher.benchmarks.compare.Goal.Bound;
import io.eventdispatcher.benchmarks.compare.Goal.Measure;
import io.eventdispatcher.benchmarks.compare.Outcomes.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The project's goals. What this program cannot measure is listed too, so that nobody takes it for met.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Goals {

    private static final double NONE = Double.NaN;
    private static final Contender[] ALL_NETTY = {NETTY_NIO, NETTY_EPOLL, TUNED_NIO, TUNED_EPOLL};
    private static final Contender[] IDIOMATIC = {NETTY_NIO, NETTY_EPOLL};

    private final List<Goal> goals = new ArrayList<>();

    private Goals() {}

    /** All of them, in the order of the report. */
    static List<Goal> all() {
        Goals goals = new Goals();
        goals.latencyBound();
        goals.parsingBound();
        goals.connections();
        goals.openLoop(S8);
        goals.openLoop(S8_FIXED);
        goals.starter();
        goals.transports();
        goals.measuredElsewhere();
        return List.copyOf(goals.goals);
    }

    private void latencyBound() {
        atMost(S1, "p50, core / C", 1.30, 1.10, Metric.P50, C);
        atMost(S1, "CPU, core / Netty epoll", 0.95, NONE, Metric.CPU, NETTY_EPOLL);
        goals.add(elsewhere("S1", "msg/s with an opt-in spin, core / Netty epoll", Bound.AT_LEAST, NONE, 1.3));
        atLeast(S2, "msg/s, core / C", 0.97, NONE, C);
        atLeast(S2, "msg/s, core / Netty epoll", 1.0, NONE, NETTY_EPOLL);
        atLeast(S2, "msg/s, core / Netty NIO", 1.2, NONE, NETTY_NIO);
        atLeast(S2, "msg/s, core / Vert.x", 1.2, NONE, VERTX);
        atMost(S2, "CPU, core / C", 1.05, 1.00, Metric.CPU, C);
        Measure unix = outcomes -> outcomes.ratio(Metric.RATE, Side.of(Scenario.UNIX_S2, CORE), Side.of(S2, CORE));
        goals.add(Goal.of("S2", "msg/s, core over Unix sockets / core over TCP", Bound.AT_LEAST, NONE, 1.7, unix));
        atLeast(S4, "msg/s, core / Netty tuned epoll", 1.0, NONE, TUNED_EPOLL);
        atLeast(S4, "msg/s, core / Netty NIO", 1.5, NONE, NETTY_NIO);
        atMost(S4, "CPU, core / C", 1.15, 1.0, Metric.CPU, C);
    }

    private void parsingBound() {
        atLeast(S3, "msg/s, core / Netty tuned epoll", 1.3, 1.7, TUNED_EPOLL);
        atLeast(S3, "msg/s, core / better Netty as in tutorials", 4, 6, IDIOMATIC);
        atLeast(S3, "msg/s, core / Vert.x", 4, NONE, VERTX);
        goals.add(elsewhere("S3", "msg/s, core / the original C++ library", Bound.AT_LEAST, 20, NONE));
        atMost(S3, "CPU, core / C", 1.5, 1.15, Metric.CPU, C);
        atMost(S7, "CPU, core / C", 2.0, 1.15, Metric.CPU, C);
        atLeast(S7, "msg/s, core / Netty tuned epoll", 1.2, 1.8, TUNED_EPOLL);
        atLeast(S7, "msg/s, core / better Netty as in tutorials", 5, NONE, IDIOMATIC);
        for (Scenario scenario : List.of(S3, S7)) {
            goals.add(Goal.of(
                    scenario.id(),
                    "bytes allocated per message",
                    Bound.AT_MOST,
                    160,
                    NONE,
                    value(scenario, Metric.ALLOCATION)));
        }
        goals.add(elsewhere(
                "allocation", "bytes per message, handlers that read numbers or slices", Bound.AT_MOST, NONE, 0));
    }

    private void connections() {
        goals.add(Goal.of("S5", "live heap per connection, bytes", Bound.AT_MOST, 1_130, 800, value(S5, Metric.HEAP)));
        goals.add(Goal.of(
                "S5", "direct buffers per connection", Bound.AT_MOST, 0.001, NONE, value(S5, Metric.DIRECT_BUFFERS)));
        atMost(S5, "RSS per connection, core / Netty epoll", 1.0, NONE, Metric.RESIDENT, NETTY_EPOLL);
        atLeast(S6, "connections/s, core / best Netty", 1.0, 1.15, ALL_NETTY);
        atMost(S6, "CPU, core / C", 1.15, NONE, Metric.CPU, C);
        goals.add(Goal.of(
                "S6", "bytes allocated per connection", Bound.AT_MOST, NONE, 1_024, value(S6, Metric.ALLOCATION)));
    }

    private void openLoop(Scenario scenario) {
        atMost(scenario, "CPU, core / Netty epoll", 0.85, NONE, Metric.CPU, NETTY_EPOLL);
        atMost(scenario, "CPU, core / C", NONE, 1.0, Metric.CPU, C);
        atMost(scenario, "p50, core / C", 1.15, NONE, Metric.P50, C);
        atMost(scenario, "p99, core / C", 2.0, 1.0, Metric.P99, C);
    }

    private void starter() {
        for (Scenario scenario : List.of(S1, S2, S3, S4, S6, S7)) {
            double must = scenario == S3 || scenario == S7 ? 0.85 : 0.95;
            Measure ratio =
                    outcomes -> outcomes.ratio(Metric.RATE, Side.of(scenario, STARTER_LOOP), Side.of(scenario, CORE));
            goals.add(Goal.of(scenario.id(), "msg/s, starter on the loop / core", Bound.AT_LEAST, must, 0.95, ratio));
        }
        for (Scenario scenario : List.of(S1, S2, S3, S4, S6, S7)) {
            boolean required = scenario == S2 || scenario == S3 || scenario == S7;
            if (required) {
                starterDefault(scenario, "better Netty as in tutorials", 1.0, NONE, IDIOMATIC);
            }
            starterDefault(scenario, "virtual threads", NONE, 1.0, VIRTUAL_THREADS);
        }
    }

    private void starterDefault(Scenario scenario, String whom, double must, double moonshot, Contender... peers) {
        Measure ratio = outcomes -> outcomes.ratio(Metric.RATE, Side.of(scenario, STARTER), Side.of(scenario, peers));
        goals.add(Goal.of(scenario.id(), "msg/s, starter default / " + whom, Bound.AT_LEAST, must, moonshot, ratio));
    }

    private void transports() {
        for (Scenario scenario : List.of(Scenario.TLS_S2, Scenario.TLS_S3, Scenario.TLS_LARGE)) {
            atLeast(scenario, "msg/s, core / best Netty with the JDK's TLS", 0.9, 1.1, ALL_NETTY);
        }
        goals.add(Goal.of(
                "scale",
                "CPU per message, dearest / cheapest of 10 to 10,000 connections",
                Bound.AT_MOST,
                1.25,
                NONE,
                Goals::growth));
    }

    private static Optional<Spread> growth(Outcomes outcomes) {
        List<Spread> costs = Stream.of(Scenario.SCALE_10, Scenario.SCALE_100, Scenario.SCALE_1000, Scenario.SCALE_10000)
                .map(scenario -> outcomes.spread(scenario, CORE, Metric.CPU).orElse(null))
                .filter(Objects::nonNull)
                .toList();
        if (costs.size() < 4) {
            return Optional.empty();
        }
        double least = costs.stream().mapToDouble(Spread::median).min().orElseThrow();
        double most = costs.stream().mapToDouble(Spread::median).max().orElseThrow();
        return Spread.of(List.of(most / least));
    }

    private void measuredElsewhere() {
        goals.add(elsewhere("timers", "ns to arm and cancel at 1,000,000 armed (JMH)", Bound.AT_MOST, 200, 100));
        goals.add(elsewhere("timers", "ms of lateness, p99, on an idle loop (TimerAccuracy)", Bound.AT_MOST, 1, NONE));
        goals.add(elsewhere(
                "cross-thread", "msg/s from one foreign thread to one connection (JMH)", Bound.AT_LEAST, 3e6, 6e6));
        goals.add(elsewhere("brokers", "msg/s in S2, core / NATS", Bound.AT_LEAST, 3, 5));
        goals.add(elsewhere("brokers", "msg/s in S3, core / NATS", Bound.AT_LEAST, 8, NONE));
    }

    private void atLeast(Scenario scenario, String text, double must, double moonshot, Contender... peers) {
        add(scenario, text, Bound.AT_LEAST, must, moonshot, Metric.RATE, peers);
    }

    private void atMost(
            Scenario scenario, String text, double must, double moonshot, Metric metric, Contender... peers) {
        add(scenario, text, Bound.AT_MOST, must, moonshot, metric, peers);
    }

    private void add(
            Scenario scenario,
            String text,
            Bound bound,
            double must,
            double moonshot,
            Metric metric,
            Contender... peers) {
        Measure ratio = outcomes -> outcomes.ratio(metric, Side.of(scenario, CORE), Side.of(scenario, peers));
        goals.add(Goal.of(scenario.id(), text, bound, must, moonshot, ratio));
    }

    private static Measure value(Scenario scenario, Metric metric) {
        return outcomes -> outcomes.spread(scenario, CORE, metric);
    }

    private static Goal elsewhere(String row, String text, Bound bound, double must, double moonshot) {
        return Goal.of(row, text, bound, must, moonshot, outcomes -> Optional.empty());
    }
}
