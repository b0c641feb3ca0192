package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Loads one server in one scenario, once.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Trial {

    /** What starting the generator, connecting and the last replies may take beyond warm-up and measuring. */
    private static final Duration GRACE = Duration.ofSeconds(75);
    /** An open loop's share of the closed loop's rate. */
    private static final double SHARE = 0.3;

    private static final double CALIBRATION_SECONDS = 2;
    private static final double OPEN_WARMUP_SECONDS = 2;
    private static final double IDLE_SECONDS = 15;
    private static final double KIB = 1_024;
    private static final String MESSAGES = "messages";

    private final Launcher launcher;
    private final CompareOptions options;
    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);
    private String problem = "";

    Trial(Launcher launcher, CompareOptions options) {
        this.launcher = launcher;
        this.options = options;
    }

    /** Runs it; whatever goes wrong is in the outcome. */
    Outcome run(Scenario scenario, Contender contender, int round) throws InterruptedException {
        try (RunningServer server = launcher.server(contender, scenario.transport())) {
            switch (scenario.kind()) {
                case STEADY, FIXED -> load(server, scenario.load(), options.warmup(), options.seconds());
                case SHARE -> share(server, scenario);
                case IDLE -> idle(server, scenario);
            }
            if (problem.isEmpty() && !server.process().isAlive()) {
                problem = "the server ended";
            }
        } catch (TrialFailedException e) {
            problem = String.valueOf(e.getMessage());
        } catch (IOException e) {
            problem = e.toString();
        }
        return new Outcome(scenario, contender, round, values, problem);
    }

    private void share(RunningServer server, Scenario scenario)
            throws IOException, InterruptedException, TrialFailedException {
        load(server, scenario.load(), options.warmup(), CALIBRATION_SECONDS);
        if (!problem.isEmpty()) {
            return;
        }
        List<String> arguments = new ArrayList<>(scenario.load());
        arguments.add(String.format(Locale.ROOT, "--rate=%.0f", values.getOrDefault(Metric.RATE, 0.0) * SHARE));
        values.clear();
        load(server, arguments, OPEN_WARMUP_SECONDS, options.seconds());
    }

    private void load(RunningServer server, List<String> load, double warmup, double seconds)
            throws IOException, InterruptedException, TrialFailedException {
        List<String> arguments = new ArrayList<>(load);
        arguments.add("--warmup=" + warmup);
        arguments.add("--seconds=" + seconds);
        Duration limit = GRACE.plusMillis((long) ((warmup + seconds) * 1_000));
        try (ChildProcess generator = launcher.generator(server, arguments)) {
            await(generator, "MEASURING", limit);
            OptionalDouble before = server.allocatedBytes();
            await(generator, "MEASURED", limit);
            OptionalDouble after = server.allocatedBytes();
            Map<String, String> result = result(generator, limit);
            double messages = number(result, MESSAGES);
            if (before.isPresent() && messages > 0) {
                values.put(Metric.ALLOCATION, (after.orElse(0) - before.getAsDouble()) / messages);
            }
        }
    }

    private void idle(RunningServer server, Scenario scenario)
            throws IOException, InterruptedException, TrialFailedException {
        if (server.console()) {
            // what the first connections load and initialise is not the price of a connection
            load(server, List.of("--connections=200"), 0, 1);
            values.clear();
        }
        RunningServer.Heap before = server.console() ? server.heap() : new RunningServer.Heap(0, 0);
        List<String> arguments = new ArrayList<>(scenario.load());
        arguments.addAll(List.of("--idle", "--seconds=" + IDLE_SECONDS));
        Duration limit = GRACE.plusSeconds((long) IDLE_SECONDS);
        try (ChildProcess generator = launcher.generator(server, arguments)) {
            await(generator, "READY", limit);
            RunningServer.Heap after = server.console() ? server.heap() : before;
            Map<String, String> result = result(generator, limit);
            double count = scenario.connections();
            values.keySet().retainAll(List.of(Metric.ERRORS));
            values.put(
                    Metric.RESIDENT,
                    (number(result, "serverRssKib") - number(result, "serverRssBeforeKib")) * KIB / count);
            if (server.console()) {
                values.put(Metric.HEAP, (after.liveBytes() - before.liveBytes()) / count);
                values.put(Metric.DIRECT_BUFFERS, (after.directBuffers() - before.directBuffers()) / count);
            }
        }
    }

    private static void await(ChildProcess generator, String line, Duration limit)
            throws TrialFailedException, InterruptedException {
        try {
            generator.await(line, limit);
        } catch (TrialFailedException e) {
            throw new TrialFailedException("generator: " + e.getMessage());
        }
    }

    /** Reads the result's lines up to the last one. */
    private Map<String, String> result(ChildProcess generator, Duration limit)
            throws TrialFailedException, InterruptedException {
        Map<String, String> result = new HashMap<>();
        try {
            String line;
            do {
                line = generator.await("", limit);
                String[] parts = line.split("=", 2);
                result.put(parts[0], parts.length == 2 ? parts[1] : "");
            } while (!line.startsWith("ownCpuShare="));
        } catch (TrialFailedException e) {
            throw new TrialFailedException("generator: " + e.getMessage());
        }
        take(result);
        return result;
    }

    private void take(Map<String, String> result) throws TrialFailedException {
        values.put(Metric.RATE, number(result, "messagesPerSecond"));
        values.put(Metric.CPU, number(result, "serverCpuMicrosPerMessage"));
        values.put(Metric.P50, number(result, "latencyP50Micros"));
        values.put(Metric.P99, number(result, "latencyP99Micros"));
        values.put(Metric.P999, number(result, "latencyP999Micros"));
        values.put(Metric.SERVER_SHARE, number(result, "serverCpuShare"));
        values.put(Metric.GENERATOR_SHARE, number(result, "ownCpuShare"));
        values.put(Metric.OTHER_SHARE, number(result, "otherCpuShare"));
        values.merge(Metric.ERRORS, number(result, "errors"), Double::sum);
        boolean stalled = "true".equals(result.get("stalled"));
        if (stalled || number(result, "errors") > 0) {
            problem =
                    (stalled ? "stalled; " : "") + result.get("errors") + " errors, first: " + result.get("firstError");
        }
    }

    private static double number(Map<String, String> result, String name) throws TrialFailedException {
        String value = result.get(name);
        if (value == null) {
            throw new TrialFailedException("generator: no " + name + " in its result");
        }
        return Double.parseDouble(value);
    }
}
