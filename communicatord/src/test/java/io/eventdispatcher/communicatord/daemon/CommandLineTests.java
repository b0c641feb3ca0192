package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTests {

    @Test
    void understandsTheOptionsOfTheOriginal() {
        assertThat(CommandLine.translate(List.of(
                        "--local-listen",
                        "127.0.0.1:24040",
                        "--unix_listen=/run/x.sock",
                        "--server-name",
                        "srv1",
                        "--debug-all-messages")))
                .containsExactly(
                        "--communicatord.local-listen=127.0.0.1:24040",
                        "--communicatord.unix-listen=/run/x.sock",
                        "--communicatord.server-name=srv1",
                        "--communicatord.check-commands=true");
    }

    @Test
    void leavesTheRestToSpringBoot() {
        List<String> others = List.of("--server.port=0", "--communicatord.signal=off", "--debug");
        assertThat(CommandLine.translate(others)).isEqualTo(others);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--locl-listen", "--locl-listen=off", "-local-listen", "word", "x=y", ""})
    void refusesWhatNobodyWouldRead(String argument) {
        assertThatThrownBy(() -> CommandLine.translate(List.of(argument)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown option: " + argument + "; properties are written as --name.of.property=value");
    }

    @Test
    void explainsEveryOption() {
        String usage =
                Usage.askedFor(List.of("--signal", "off", "--help"), null).orElseThrow();
        assertThat(CommandLine.options()).allSatisfy(option -> assertThat(usage).contains("--" + option));
        assertThat(Usage.askedFor(List.of("--version"), "1.2")).contains("communicatord 1.2\n");
        assertThat(Usage.askedFor(List.of("--version"), null)).contains("communicatord (not packaged)\n");
        assertThat(Usage.askedFor(List.of("--signal", "off"), "1.2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--group-name", "--user-name=x", "--communicator_plugin_paths", "--max-gossip-timeout"})
    void saysWhatIsNotHere(String option) {
        assertThatThrownBy(() -> CommandLine.translate(List.of(option, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of the original is not here: ");
    }

    @Test
    void needsValues() {
        assertThatThrownBy(() -> CommandLine.translate(List.of("--signal", "--server-name=a")))
                .hasMessageContaining("--signal needs a value");
        assertThatThrownBy(() -> CommandLine.translate(List.of("--signal"))).hasMessageContaining("needs a value");
    }

    @Test
    void splitsAVariable() {
        assertThat(CommandLine.split(" --a b  --c='d e' \"f g\"h ''"))
                .containsExactly("--a", "b", "--c=d e", "f gh", "");
        assertThat(CommandLine.split("")).isEmpty();
    }

    @Test
    void theLastOneWins() {
        assertThat(CommunicatordApplication.lastWins(
                        List.of("--communicatord.signal=a", "--x=1", "--communicatord.signal=b", "--x=2")))
                .containsExactly("--x=1", "--communicatord.signal=b", "--x=2");
    }
}
