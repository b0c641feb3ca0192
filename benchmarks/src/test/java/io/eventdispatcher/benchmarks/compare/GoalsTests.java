package io.eventdispatcher.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoalsTests {

    private final Outcomes outcomes = new Outcomes();

    @Test
    void withoutDataNothingIsMeasured() {
        assertThat(Goals.all())
                .allSatisfy(goal -> assertThat(goal.measure().of(outcomes)).isEmpty());
    }

    @Test
    void aLowerLimitIsMetFromTheLimitOn() {
        Goal goal = goal("S2", "msg/s, core / C");
        assertThat(goal.isMet(new Spread(0.97, 0, 9), goal.must().orElseThrow()))
                .isTrue();
        assertThat(goal.isMet(new Spread(0.96, 0, 9), goal.must().orElseThrow()))
                .isFalse();
    }

    @Test
    void anUpperLimitIsMetUpToTheLimit() {
        Goal goal = goal("S7", "CPU, core / C");
        assertThat(goal.isMet(new Spread(2.0, 0, 9), goal.must().orElseThrow())).isTrue();
        assertThat(goal.isMet(new Spread(2.1, 0, 9), goal.must().orElseThrow())).isFalse();
        assertThat(goal.moonshot()).hasValue(1.15);
    }

    @Test
    void theBetterNettyIsTheOneToBeat() {
        value(Scenario.S3, Contender.CORE, Metric.RATE, 1_200);
        value(Scenario.S3, Contender.NETTY_NIO, Metric.RATE, 300);
        value(Scenario.S3, Contender.NETTY_EPOLL, Metric.RATE, 400);
        assertThat(measured("S3", "msg/s, core / better Netty as in tutorials")).contains(new Spread(3, 3, 3));
    }

    @Test
    void unixSocketsAreComparedWithTcp() {
        value(Scenario.S2, Contender.CORE, Metric.RATE, 100);
        value(Scenario.UNIX_S2, Contender.CORE, Metric.RATE, 170);
        assertThat(measured("S2", "msg/s, core over Unix sockets / core over TCP"))
                .contains(new Spread(1.7, 1.7, 1.7));
    }

    @Test
    void growthNeedsAllNumbersOfConnections() {
        value(Scenario.SCALE_10, Contender.CORE, Metric.CPU, 5);
        value(Scenario.SCALE_100, Contender.CORE, Metric.CPU, 4);
        value(Scenario.SCALE_1000, Contender.CORE, Metric.CPU, 5);
        String text = "CPU per message, dearest / cheapest of 10 to 10,000 connections";
        assertThat(measured("scale", text)).isEmpty();
        value(Scenario.SCALE_10000, Contender.CORE, Metric.CPU, 6);
        assertThat(measured("scale", text)).contains(new Spread(1.5, 1.5, 1.5));
    }

    private void value(Scenario scenario, Contender contender, Metric metric, double value) {
        outcomes.add(new Outcome(scenario, contender, 1, Map.of(metric, value), ""));
    }

    private Optional<Spread> measured(String row, String text) {
        return goal(row, text).measure().of(outcomes);
    }

    private static Goal goal(String row, String text) {
        return Goals.all().stream()
                .filter(goal -> goal.row().equals(row) && goal.text().equals(text))
                .findFirst()
                .orElseThrow();
    }
}
