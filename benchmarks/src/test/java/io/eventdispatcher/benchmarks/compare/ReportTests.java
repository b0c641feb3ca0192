package io.eventdispatcher.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTests {

    private final Outcomes outcomes = new Outcomes();

    @Test
    void showsMediansAndRatiosOfEachServer() {
        add(Contender.CORE, 1, 3_000_000, 0.2);
        add(Contender.CORE, 2, 2_000_000, 0.3);
        add(Contender.TUNED_EPOLL, 1, 1_500_000, 0.4);
        add(Contender.TUNED_EPOLL, 2, 2_000_000, 0.5);
        assertThat(render().lines())
                .contains("## S3: 50 connections, 64 outstanding")
                .anyMatch(line -> line.startsWith("| core | 2,500,000 | 0.250 | – | – | – | – | 1.00 |"))
                .anyMatch(line -> line.startsWith(
                        "| Netty tuned, epoll | 1,750,000 | 0.450 | – | – | – | – | 1.50 (1.00..2.00) |"));
    }

    @Test
    void showsWhatFailedWithItsReason() {
        add(Contender.CORE, 1, 3_000_000, 0.2);
        outcomes.add(Outcome.failed(Scenario.S3, Contender.VERTX, 1, "no LISTENING within 30 s"));
        assertThat(render().lines())
                .anyMatch(line -> line.startsWith("| Vert.x | – |") && line.endsWith("| 0 of 1, see below |"))
                .contains("- Vert.x, round 1: no LISTENING within 30 s");
    }

    @Test
    void leavesOutWhatWasNotTried() {
        add(Contender.CORE, 1, 3_000_000, 0.2);
        assertThat(render()).doesNotContain("## S1").doesNotContain("| Vert.x |");
    }

    @Test
    void tellsWhichGoalsAreMet() {
        add(Contender.CORE, 1, 3_000_000, 0.2);
        add(Contender.TUNED_EPOLL, 1, 2_000_000, 0.4);
        add(Contender.VERTX, 1, 1_000_000, 0.9);
        assertThat(render().lines())
                .contains("| S3 | msg/s, core / Netty tuned epoll | ≥ 1.30 | ≥ 1.70 | 1.50 | yes | **no** |")
                .contains("| S3 | msg/s, core / Vert.x | ≥ 4.00 | – | 3.00 | **no** | – |")
                .contains("| S3 | CPU, core / C | ≤ 1.50 | ≤ 1.15 | not measured | – | – |");
    }

    @Test
    void beginsWithTheSetting() {
        assertThat(render()).contains("| JDK | 25 |").contains("- There is no C.");
    }

    private String render() {
        return Report.render(Map.of("JDK", "25"), List.of("There is no C."), outcomes);
    }

    private void add(Contender contender, int round, double rate, double cpu) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.RATE, rate);
        values.put(Metric.CPU, cpu);
        outcomes.add(new Outcome(Scenario.S3, contender, round, values, ""));
    }
}
