package io.eventdispatcher.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTests {

    private final DurationConverter durations = new DurationConverter();
    private final SwitchConverter switches = new SwitchConverter();

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "1 s", "1d", "9999999999", "25h", "86401"})
    void refusesWhatIsNoDuration(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> durations.convert(text))
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void readsDurationsInSecondsUnlessTheySayOtherwise() {
        assertThat(durations.convert("0")).isZero();
        assertThat(durations.convert("10")).hasSeconds(10);
        assertThat(durations.convert("10s")).hasSeconds(10);
        assertThat(durations.convert("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(durations.convert("2m")).hasMinutes(2);
        assertThat(durations.convert("24h")).hasHours(24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "y", "truee"})
    void refusesWhatIsNoSwitch(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> switches.convert(text));
    }

    @Test
    void readsTheSwitchesOfTheOriginal() {
        for (String on : new String[] {"true", "yes", "on", "1", "TRUE"}) {
            assertThat(switches.convert(on)).as(on).isTrue();
        }
        for (String off : new String[] {"false", "no", "off", "0", "No"}) {
            assertThat(switches.convert(off)).as(off).isFalse();
        }
    }

    @Test
    void takesUnderscoresInNamesOfOptionsOnly() {
        assertThat(OptionNames.dashed(
                        new String[] {"--secret_code", "a_b", "--secret_code=a_b", "-x_y", "--", "--a_b"}))
                .containsExactly("--secret-code", "a_b", "--secret-code=a_b", "-x_y", "--", "--a_b");
    }

    @Test
    void makesHostNamesNamesOfServers() {
        assertThat(HostName.asServerName("vm")).isEqualTo("vm");
        assertThat(HostName.asServerName("my-host.example.org")).isEqualTo("my_host_example_org");
        assertThat(HostName.asServerName("4you")).isEqualTo("_4you");
        assertThat(HostName.asServerName("")).isEqualTo("_");
        assertThat(HostName.asServerName("h\u00f6st")).isEqualTo("h_st");
        assertThat(HostName.ofSystem()).isNotEmpty();
    }

    @Test
    void makesTextHarmlessForATerminal() {
        assertThat(TerminalText.safe("a\tb \u00e9 \ud83d\ude00")).isEqualTo("a\tb \u00e9 \ud83d\ude00");
        assertThat(TerminalText.safe("\u001b[2J\u0000\u007f\u009b\u202e\u2028\ud83d"))
                .isEqualTo("\\u001b[2J\\u0000\\u007f\\u009b\\u202e\\u2028\\ud83d");
        assertThat(TerminalText.safe("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
    }
}
