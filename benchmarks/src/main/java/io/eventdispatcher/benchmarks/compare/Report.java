package io.eventdispatcher.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Writes outcomes as Markdown.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Report {

    private static final String ABSENT = "–";

    private static final String EXPLANATION = """
            Every server is started afresh for every scenario and round; the servers of a round run one after the other.
            Figures are medians over the rounds. Ratios compare values of the same round: median (smallest..largest). CPU is
            the server's. Shares are CPU seconds per second: 1.00 is a full core, and the side that has it is the one that
            limits; much in the third place means that the machine was busy with something else. Every reply was verified;
            rounds with a problem do not count.""";

    private final StringBuilder text = new StringBuilder();
    private final Outcomes outcomes;

    private Report(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * Renders everything.
     *
     * @param setting name and value of what the figures depend on, in order
     * @param notes sentences about the whole run
     */
    static String render(Map<String, String> setting, List<String> notes, Outcomes outcomes) {
        Report report = new Report(outcomes);
        report.head(setting, notes);
        for (Scenario scenario : Scenario.values()) {
            if (outcomes.rounds(scenario) > 0) {
                report.scenario(scenario);
            }
        }
        report.goals(Goals.all());
        return report.text.toString();
    }

    private void head(Map<String, String> setting, List<String> notes) {
        line("# Comparison");
        line("");
        line("| | |");
        line("|---|---|");
        setting.forEach((name, value) -> row(name, value));
        line("");
        line(EXPLANATION);
        line("");
        notes.forEach(note -> line("- " + note));
        if (!notes.isEmpty()) {
            line("");
        }
    }

    private void scenario(Scenario scenario) {
        line("## " + scenario.id() + ": " + scenario.title());
        line("");
        boolean idle = scenario.kind() == Scenario.Kind.IDLE;
        header(idle ? idleColumns() : loadColumns(scenario));
        List<String> problems = new ArrayList<>();
        for (Contender contender : Contender.values()) {
            List<Outcome> tried = outcomes.of(scenario, contender);
            if (!tried.isEmpty()) {
                row(cells(scenario, contender, idle));
                tried.stream()
                        .filter(outcome -> !outcome.counts())
                        .map(outcome ->
                                "- " + contender.title() + ", round " + outcome.round() + ": " + outcome.problem())
                        .forEach(problems::add);
            }
        }
        line("");
        problems.forEach(this::line);
        if (!problems.isEmpty()) {
            line("");
        }
    }

    private static List<String> loadColumns(Scenario scenario) {
        String ratio = scenario.compared() == Metric.RATE ? "core / this, msg/s" : "core / this, CPU";
        return List.of(
                "server",
                "msg/s",
                "CPU µs/msg",
                "alloc B/msg",
                "p50 µs",
                "p99 µs",
                "p99.9 µs",
                ratio,
                "shares: server, generator, others",
                "errors",
                "rounds");
    }

    private static List<String> idleColumns() {
        return List.of(
                "server",
                "live heap B/connection",
                "direct buffers/connection",
                "RSS B/connection",
                "core / this, heap",
                "errors",
                "rounds");
    }

    private String[] cells(Scenario scenario, Contender contender, boolean idle) {
        List<String> cells = new ArrayList<>();
        cells.add(contender.title());
        if (idle) {
            cells.add(median(scenario, contender, Metric.HEAP, 0));
            cells.add(median(scenario, contender, Metric.DIRECT_BUFFERS, 4));
            cells.add(median(scenario, contender, Metric.RESIDENT, 0));
        } else {
            cells.add(median(scenario, contender, Metric.RATE, 0));
            cells.add(median(scenario, contender, Metric.CPU, 3));
            cells.add(median(scenario, contender, Metric.ALLOCATION, 0));
            cells.add(median(scenario, contender, Metric.P50, 1));
            cells.add(median(scenario, contender, Metric.P99, 1));
            cells.add(median(scenario, contender, Metric.P999, 1));
        }
        cells.add(outcomes.ratio(
                        scenario.compared(),
                        Outcomes.Side.of(scenario, Contender.CORE),
                        Outcomes.Side.of(scenario, contender))
                .map(Report::spread)
                .orElse(ABSENT));
        if (!idle) {
            cells.add(median(scenario, contender, Metric.SERVER_SHARE, 2) + ", "
                    + median(scenario, contender, Metric.GENERATOR_SHARE, 2) + ", "
                    + median(scenario, contender, Metric.OTHER_SHARE, 2));
        }
        cells.add(errors(scenario, contender));
        cells.add(rounds(scenario, contender));
        return cells.toArray(String[]::new);
    }

    private String errors(Scenario scenario, Contender contender) {
        double errors = outcomes.of(scenario, contender).stream()
                .mapToDouble(outcome -> outcome.values().getOrDefault(Metric.ERRORS, 0.0))
                .sum();
        return number(errors, 0);
    }

    private String rounds(Scenario scenario, Contender contender) {
        List<Outcome> tried = outcomes.of(scenario, contender);
        long good = tried.stream().filter(Outcome::counts).count();
        return good == tried.size() ? Long.toString(good) : good + " of " + tried.size() + ", see below";
    }

    private String median(Scenario scenario, Contender contender, Metric metric, int decimals) {
        return outcomes.spread(scenario, contender, metric)
                .map(spread -> number(spread.median(), decimals))
                .orElse(ABSENT);
    }

    private void goals(List<Goal> goals) {
        line("## Goals");
        line("");
        header(List.of("scenario", "goal", "must", "moonshot", "measured", "must met", "moonshot met"));
        for (Goal goal : goals) {
            Optional<Spread> measured = goal.measure().of(outcomes);
            row(
                    goal.row(),
                    goal.text(),
                    limit(goal, goal.must()),
                    limit(goal, goal.moonshot()),
                    measured.map(Report::spread).orElse("not measured"),
                    met(goal, measured, goal.must()),
                    met(goal, measured, goal.moonshot()));
        }
    }

    private static String limit(Goal goal, OptionalDouble limit) {
        return limit.isEmpty()
                ? ABSENT
                : (goal.bound() == Goal.Bound.AT_LEAST ? "≥ " : "≤ ") + significant(limit.getAsDouble());
    }

    private static String met(Goal goal, Optional<Spread> measured, OptionalDouble limit) {
        if (measured.isEmpty() || limit.isEmpty()) {
            return ABSENT;
        }
        return goal.isMet(measured.get(), limit.getAsDouble()) ? "yes" : "**no**";
    }

    private static String spread(Spread spread) {
        String median = significant(spread.median());
        return spread.min() == spread.max()
                ? median
                : median + " (" + significant(spread.min()) + ".." + significant(spread.max()) + ")";
    }

    private static String significant(double value) {
        return number(value, value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 || value == 0 ? 2 : 4);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private void header(List<String> columns) {
        row(columns.toArray(String[]::new));
        line("|---".repeat(columns.size()) + "|");
    }

    private void row(String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(cell.replace("|", "\\|")).append(" |");
        }
        line("");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
