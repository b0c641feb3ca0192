package io.eventdispatcher.benchmarks.compare;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one trial gave: one server, one scenario, one round.
 *
 * <p>Threading: immutable.
 *
 * @param scenario what was tried
 * @param contender with whom
 * @param round 1 for the first
 * @param values what was measured; may be there even if there was a problem
 * @param problem why the values do not count; empty if they do
 */
record Outcome(Scenario scenario, Contender contender, int round, Map<Metric, Double> values, String problem) {

    Outcome {
        EnumMap<Metric, Double> copy = new EnumMap<>(Metric.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    static Outcome failed(Scenario scenario, Contender contender, int round, String problem) {
        return new Outcome(scenario, contender, round, Map.of(), problem);
    }

    boolean counts() {
        return problem.isEmpty();
    }

    /** One line, which {@link #parse} reads. */
    String toLine() {
        StringBuilder line = new StringBuilder();
        line.append(scenario).append(' ').append(contender).append(' ').append(round);
        values.forEach(
                (metric, value) -> line.append(' ').append(metric).append('=').append(value));
        return line.append(" problem=").append(problem.replace('\n', ' ')).toString();
    }

    /**
     * Reads a line of {@link #toLine}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Outcome parse(String line) {
        int at = line.indexOf(" problem=");
        String[] words = line.substring(0, Math.max(0, at)).split(" ");
        if (words.length < 3) {
            throw new IllegalArgumentException("not a line of results: line=" + line);
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (String word : Arrays.asList(words).subList(3, words.length)) {
            String[] parts = word.split("=", 2);
            values.put(Metric.valueOf(parts[0]), Double.valueOf(parts[1]));
        }
        return new Outcome(
                Scenario.valueOf(words[0]),
                Contender.valueOf(words[1]),
                Integer.parseInt(words[2]),
                values,
                line.substring(at + " problem=".length()));
    }
}
