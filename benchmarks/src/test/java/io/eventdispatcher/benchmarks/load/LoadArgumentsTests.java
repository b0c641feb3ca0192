package io.eventdispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.benchmarks.load.LoadOptions.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadArgumentsTests {

    @Test
    void aTargetAloneMeansOneRequestAtATime() {
        LoadOptions options = LoadArguments.parse("tcp://127.0.0.1:4040");
        assertThat(options.mode()).isEqualTo(Mode.CLOSED);
        assertThat(options.connections()).isEqualTo(1);
        assertThat(options.outstanding()).isEqualTo(1);
        assertThat(options.sources()).isEqualTo(1);
        assertThat(options.warmup()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void valuesFollowEqualsOrASpace() {
        LoadOptions options = LoadArguments.parse(
                "unix:///tmp/x.sock", "--connections=50", "--outstanding", "64", "--seconds=0.5", "--format=json");
        assertThat(options.connections()).isEqualTo(50);
        assertThat(options.outstanding()).isEqualTo(64);
        assertThat(options.measure()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.json()).isTrue();
        assertThat(options.target().kind()).isEqualTo(Target.Kind.UNIX);
    }

    @Test
    void aRateMakesAnOpenLoop() {
        LoadOptions options = LoadArguments.parse("tls://localhost:4041", "--rate=20000", "--outstanding=9");
        assertThat(options.mode()).isEqualTo(Mode.OPEN);
        assertThat(options.rate()).isEqualTo(20_000);
    }

    @Test
    void manyConnectionsGetMoreSourceAddresses() {
        assertThat(LoadArguments.parse("tcp://127.0.0.1:1", "--idle", "--connections=45000")
                        .sources())
                .isEqualTo(3);
        assertThat(LoadArguments.parse("tcp://127.0.0.1:1", "--churn").sources())
                .isEqualTo(64);
        assertThat(LoadArguments.parse("unix:///tmp/x", "--churn").sources()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--connections=1|the first argument must be the target",
                "udp://127.0.0.1:1|neither tcp, tls nor unix",
                "tcp://127.0.0.1|needs a host and a port",
                "tcp://127.0.0.1:1 --speed=1|unknown option: --speed=1",
                "tcp://127.0.0.1:1 --mix=1|unknown option: --mix=1",
                "tcp://127.0.0.1:1 --rate|option without value: --rate",
                "tcp://127.0.0.1:1 --connections=0|connections=0 least=1.0",
                "tcp://127.0.0.1:1 --bad=many|bad=many",
                "tcp://127.0.0.1:1 --format=xml|format=xml",
                "tcp://127.0.0.1:1 --idle --churn|only one of"
            })
    void refusesWhatItDoesNotUnderstand(String arguments, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadArguments.parse(arguments.split(" ")))
                .withMessageContaining(reason);
    }
}
