package io.eventdispatcher.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Charts of measured values. */
class PlotTests {

    @Test
    void aChartOfConnectionsHasALineForEachServerFromLeftToRight() {
        Outcomes outcomes = new Outcomes();
        outcomes.add(outcome(Scenario.SCALE_1000, 8));
        outcomes.add(outcome(Scenario.SCALE_10, 6));

        LineChart chart = Plot.connections(outcomes);

        assertThat(chart.lines()).hasSize(1);
        assertThat(chart.lines().get(0).points())
                .containsExactly(new LineChart.Point(10, 6), new LineChart.Point(1_000, 8));
    }

    @Test
    void aChartOfTimersIsMadeOfWhatJmhWrites() {
        LineChart chart = Plot.timers(List.of(
                "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error (99.9%)\",\"Unit\",\"Param: armed\",\"Param: inOrder\"",
                "\"a.b.TimerOrderBenchmark.putOff\",\"avgt\",1,2,40.5,NaN,\"ns/op\",1000,true",
                "\"a.b.TimerOrderBenchmark.putOff:gc.count\",\"avgt\",1,2,0,NaN,\"counts\",1000,true",
                "\"a.b.TimerOrderBenchmark.putOff\",\"avgt\",1,2,80.5,NaN,\"ns/op\",1000000,true"));

        assertThat(chart.lines())
                .containsExactly(new LineChart.Line(
                        "putOff, in order",
                        List.of(new LineChart.Point(1_000, 40.5), new LineChart.Point(1_000_000, 80.5))));
        assertThatThrownBy(() -> Plot.timers(List.of("\"Benchmark\",\"Score\"")))
                .hasMessageContaining("column='Param: armed'")
                .hasMessageContaining("-rf csv");
    }

    @Test
    void aChartKeepsAllPointsInsideOfItsAxes() {
        LineChart chart = new LineChart(
                "<t> & t",
                "x",
                "y",
                List.of(new LineChart.Line("l", List.of(new LineChart.Point(10, 0), new LineChart.Point(10_000, 49)))));

        assertThat(chart.toSvg())
                .contains("&lt;t> &amp; t")
                .contains("points=\"70.0,340.0 540.0,55.8\"")
                .contains(">10,000<")
                .contains(">50<");
    }

    private static Outcome outcome(Scenario scenario, double cpu) {
        return new Outcome(scenario, Contender.CORE, 1, Map.of(Metric.CPU, cpu), "");
    }
}
