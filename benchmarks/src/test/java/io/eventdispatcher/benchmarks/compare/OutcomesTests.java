package io.eventdispatcher.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.benchmarks.compare.Outcomes.Side;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomesTests {

    private final Outcomes outcomes = new Outcomes();

    @Test
    void comparesValuesOfTheSameRound() {
        rate(Scenario.S2, Contender.CORE, 1, 100);
        rate(Scenario.S2, Contender.C, 1, 200);
        rate(Scenario.S2, Contender.CORE, 2, 30);
        rate(Scenario.S2, Contender.C, 2, 10);
        assertThat(outcomes.ratio(Metric.RATE, Side.of(Scenario.S2, Contender.CORE), Side.of(Scenario.S2, Contender.C)))
                .contains(new Spread(1.75, 0.5, 3));
    }

    @Test
    void roundsOfOneSideOnlyDoNotCount() {
        rate(Scenario.S2, Contender.CORE, 1, 100);
        rate(Scenario.S2, Contender.C, 2, 200);
        assertThat(outcomes.ratio(Metric.RATE, Side.of(Scenario.S2, Contender.CORE), Side.of(Scenario.S2, Contender.C)))
                .isEmpty();
    }

    @Test
    void theBestOfSeveralDependsOnTheMetric() {
        rate(Scenario.S6, Contender.NETTY_NIO, 1, 100);
        rate(Scenario.S6, Contender.NETTY_EPOLL, 1, 200);
        rate(Scenario.S6, Contender.CORE, 1, 400);
        Side core = Side.of(Scenario.S6, Contender.CORE);
        Side netty = Side.of(Scenario.S6, Contender.NETTY_NIO, Contender.NETTY_EPOLL);
        assertThat(outcomes.ratio(Metric.RATE, core, netty)).contains(new Spread(2, 2, 2));
        assertThat(outcomes.best(Scenario.S6, netty.contenders(), Metric.CPU, 1))
                .hasValue(1.0 / 200);
    }

    @Test
    void whatFailedDoesNotCount() {
        rate(Scenario.S1, Contender.CORE, 1, 100);
        outcomes.add(new Outcome(Scenario.S1, Contender.CORE, 2, Map.of(Metric.RATE, 900.0), "wrong reply"));
        assertThat(outcomes.spread(Scenario.S1, Contender.CORE, Metric.RATE)).contains(new Spread(100, 100, 100));
        assertThat(outcomes.rounds(Scenario.S1)).isEqualTo(2);
    }

    @Test
    void anOutcomeComesBackFromItsLine() {
        Outcome outcome = new Outcome(
                Scenario.S8_FIXED,
                Contender.TUNED_EPOLL,
                3,
                Map.of(Metric.CPU, 1.25, Metric.ERRORS, 2.0),
                "2 errors, first: got 'a=b' instead of 'c'");
        assertThat(Outcome.parse(outcome.toLine())).isEqualTo(outcome);
    }

    @Test
    void otherLinesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Outcome.parse("S1 CORE"))
                .withMessageContaining("line=S1 CORE");
    }

    private void rate(Scenario scenario, Contender contender, int round, double value) {
        outcomes.add(new Outcome(scenario, contender, round, Map.of(Metric.RATE, value, Metric.CPU, 1 / value), ""));
    }
}
