package io.eventdispatcher.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * All outcomes so far, and what follows from them. Only outcomes that count are used.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Outcomes {

    private final List<Outcome> all = new ArrayList<>();

    void add(Outcome outcome) {
        all.add(outcome);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The highest round of a scenario, 0 if there is none. */
    int rounds(Scenario scenario) {
        return all.stream()
                .filter(outcome -> outcome.scenario() == scenario)
                .mapToInt(Outcome::round)
                .max()
                .orElse(0);
    }

    /** Those of a server in a scenario, in the order of their rounds. */
    List<Outcome> of(Scenario scenario, Contender contender) {
        return all.stream()
                .filter(outcome -> outcome.scenario() == scenario && outcome.contender() == contender)
                .toList();
    }

    /** The values of one metric over the rounds. */
    Optional<Spread> spread(Scenario scenario, Contender contender, Metric metric) {
        return Spread.of(of(scenario, contender).stream()
                .filter(outcome -> outcome.counts() && outcome.values().containsKey(metric))
                .map(outcome -> outcome.values().get(metric))
                .toList());
    }

    /** One round's value of the best of some servers. */
    OptionalDouble best(Scenario scenario, Collection<Contender> contenders, Metric metric, int round) {
        return all.stream()
                .filter(outcome -> outcome.scenario() == scenario
                        && contenders.contains(outcome.contender())
                        && outcome.round() == round
                        && outcome.counts()
                        && outcome.values().containsKey(metric))
                .mapToDouble(outcome -> outcome.values().get(metric))
                .reduce((one, other) -> metric.isBetter(one, other) ? one : other);
    }

    /** One side of a ratio. */
    record Side(Scenario scenario, Collection<Contender> contenders) {

        static Side of(Scenario scenario, Contender... contenders) {
            return new Side(scenario, List.of(contenders));
        }
    }

    /**
     * Ratios of values of the same round; the machine differs between rounds. Of several servers, the best one of each
     * round.
     */
    Optional<Spread> ratio(Metric metric, Side above, Side below) {
        int rounds = Math.max(rounds(above.scenario()), rounds(below.scenario()));
        List<Double> ratios = new ArrayList<>();
        IntStream.rangeClosed(1, rounds).forEach(round -> {
            OptionalDouble one = best(above.scenario(), above.contenders(), metric, round);
            OptionalDouble other = best(below.scenario(), below.contenders(), metric, round);
            if (one.isPresent() && other.isPresent() && other.getAsDouble() > 0) {
                ratios.add(one.getAsDouble() / other.getAsDouble());
            }
        });
        return Spread.of(ratios);
    }
}
