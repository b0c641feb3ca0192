package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws how costs grow: {@code Plot connections RESULTS SVG} from the {@code --data} file of a comparison with the scenarios
 * {@code scale}, {@code Plot timers CSV SVG} from what JMH wrote of {@code TimerOrderBenchmark} with {@code -rf csv}.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class Plot {

    private static final Map<Scenario, Integer> CONNECTIONS = Map.of(
            Scenario.SCALE_10, 10,
            Scenario.SCALE_100, 100,
            Scenario.SCALE_1000, 1_000,
            Scenario.SCALE_10000, 10_000);

    private Plot() {}

    /**
     * Draws one chart.
     *
     * @param args see the class
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: Plot connections RESULTS SVG | Plot timers CSV SVG");
            System.exit(2);
            return;
        }
        LineChart chart = switch (args[0]) {
            case "connections" -> connections(new ResultFile(Path.of(args[1])).read());
            case "timers" -> timers(Files.readAllLines(Path.of(args[1])));
            default ->
                throw new IllegalArgumentException("unknown chart: chart=" + args[0] + " known=connections, timers");
        };
        Files.writeString(Path.of(args[2]), chart.toSvg());
    }

    /** CPU per message against the number of connections. */
    static LineChart connections(Outcomes outcomes) {
        List<LineChart.Line> lines = new ArrayList<>();
        for (Contender contender : Contender.values()) {
            TreeMap<Integer, Double> costs = new TreeMap<>();
            CONNECTIONS.forEach((scenario, count) -> outcomes.spread(scenario, contender, Metric.CPU)
                    .ifPresent(spread -> costs.put(count, spread.median())));
            if (!costs.isEmpty()) {
                lines.add(line(contender.title(), costs));
            }
        }
        return new LineChart(
                "One question at a time on each connection", "connections", "CPU of the server, µs per message", lines);
    }

    /** Nanoseconds of each operation against the number of armed timers. */
    static LineChart timers(List<String> csv) {
        List<String> head = cells(csv.get(0));
        int score = column(head, "Score");
        int armed = column(head, "Param: armed");
        int inOrder = column(head, "Param: inOrder");
        Map<String, TreeMap<Integer, Double>> costs = new TreeMap<>();
        for (String row : csv.subList(1, csv.size())) {
            List<String> cells = cells(row);
            String benchmark = cells.get(0).substring(cells.get(0).lastIndexOf('.') + 1);
            boolean isTime = cells.get(0).indexOf(':') < 0; // profilers add rows of their own
            if (isTime) {
                String name = benchmark + (Boolean.parseBoolean(cells.get(inOrder)) ? ", in order" : ", any order");
                costs.computeIfAbsent(name, key -> new TreeMap<>())
                        .put(Integer.valueOf(cells.get(armed)), Double.valueOf(cells.get(score)));
            }
        }
        List<LineChart.Line> lines = new ArrayList<>();
        costs.forEach((name, values) -> lines.add(line(name, values)));
        return new LineChart("Timers", "armed timers", "ns per operation", lines);
    }

    private static LineChart.Line line(String name, TreeMap<Integer, Double> values) {
        List<LineChart.Point> points = new ArrayList<>();
        values.forEach((across, up) -> points.add(new LineChart.Point(across, up)));
        return new LineChart.Line(name, points);
    }

    private static int column(List<String> head, String name) {
        int column = head.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("column missing: column='" + name + "' columns=" + head
                    + "; write the file with -rf csv of TimerOrderBenchmark");
        }
        return column;
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.split(",", -1))
                .map(cell -> cell.replace("\"", ""))
                .toList();
    }
}
