package io.eventdispatcher.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ArgumentsTests {

    @Test
    void refusesAQuoteThatIsNotClosed() {
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> Arguments.split("ED_X", "--host 'a b"))
                .withMessage("environment variable ED_X: a ' is not closed")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void splitsAsAShellDoesWithoutExpandingAnything() throws ToolException {
        assertThat(Arguments.split("X", "")).isEmpty();
        assertThat(Arguments.split("X", "  \t ")).isEmpty();
        assertThat(Arguments.split("X", " a  b\tc\n")).containsExactly("a", "b", "c");
        assertThat(Arguments.split("X", "a'b c'd \"e \\\" \\\\ \\n\" '' f\\ g '\\x'"))
                .containsExactly("ab cd", "e \" \\ \\n", "", "f g", "\\x");
        assertThat(Arguments.split("X", "$HOME `id` $(id) * ~ end\\")).endsWith("$(id)", "*", "~", "end\\");
    }
}
