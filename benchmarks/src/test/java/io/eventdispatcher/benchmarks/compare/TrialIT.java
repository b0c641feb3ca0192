package io.eventdispatcher.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One short trial of each kind of end. */
@Timeout(60)
class TrialIT {

    @TempDir
    Path folder;

    @Test
    void measuresTheCore() throws IOException, InterruptedException {
        Outcome outcome = trial(Scenario.S2, Contender.CORE);
        assertThat(outcome.problem()).isEmpty();
        assertThat(outcome.values())
                .containsKeys(Metric.CPU, Metric.P50, Metric.SERVER_SHARE)
                .hasEntrySatisfying(Metric.RATE, rate -> assertThat(rate).isPositive())
                .containsEntry(Metric.ERRORS, 0.0);
    }

    @Test
    void measuresTheCoreOverTls() throws IOException, InterruptedException {
        assertThat(trial(Scenario.TLS_S2, Contender.CORE).problem()).isEmpty();
    }

    @Test
    void aServerThatDoesNotStartIsAResultToo() throws IOException, InterruptedException {
        Outcome outcome = trial(Scenario.TLS_S2, Contender.VIRTUAL_THREADS);
        assertThat(outcome.problem())
                .startsWith("ended before it printed LISTENING")
                .contains("tls");
        assertThat(outcome.values()).isEmpty();
    }

    private Outcome trial(Scenario scenario, Contender contender) throws IOException, InterruptedException {
        CompareOptions options = CompareOptions.parse(
                "--warmup=0.1", "--seconds=0.3", "--server-jvm=-Xmx128m", "--generator-jvm=-Xmx128m");
        Certificate certificate = Certificate.generate(options.java(), folder);
        Launcher launcher = new Launcher(options, folder, Optional.empty(), certificate);
        return new Trial(launcher, options).run(scenario, contender, 1);
    }
}
