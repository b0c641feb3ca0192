package io.eventdispatcher.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareOptionsTests {

    @Test
    void runsEverythingByDefault() {
        CompareOptions options = CompareOptions.parse();
        assertThat(options.scenarios()).containsExactly(Scenario.values());
        assertThat(options.contenders()).containsExactly(Contender.values());
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.warmup()).isEqualTo(8);
        assertThat(options.serverJvm()).containsExactly("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
    }

    @Test
    void aGroupStandsForAllItsScenarios() {
        CompareOptions options = CompareOptions.parse("--scenarios=scale,S8,S1", "--servers", "core,c");
        assertThat(options.scenarios())
                .containsExactlyInAnyOrder(
                        Scenario.S1,
                        Scenario.S8,
                        Scenario.S8_FIXED,
                        Scenario.SCALE_10,
                        Scenario.SCALE_100,
                        Scenario.SCALE_1000,
                        Scenario.SCALE_10000);
        assertThat(options.contenders()).containsExactly(Contender.CORE, Contender.C);
    }

    @Test
    void flagsAreSplitAtSpaces() {
        assertThat(CompareOptions.parse("--server-jvm", " -Xmx1g  -XX:+UseZGC").serverJvm())
                .containsExactly("-Xmx1g", "-XX:+UseZGC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scenarios=S9|scenario=S9",
                "--servers=nginx|server=nginx",
                "--rounds=0|rounds=0 least=1.0",
                "--seconds|option without value: --seconds",
                "--fast=1|unknown option: --fast=1"
            })
    void refusesWhatItDoesNotUnderstand(String argument, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompareOptions.parse(argument))
                .withMessageContaining(reason);
    }
}
