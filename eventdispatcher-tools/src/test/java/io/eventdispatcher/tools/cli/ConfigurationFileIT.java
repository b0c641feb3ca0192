package io.eventdispatcher.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileIT {

    @TempDir
    Path folder;

    private ConfigurationFile file(String text) throws IOException, ToolException {
        Path path = folder.resolve("x.conf");
        Files.writeString(path, text);
        return ConfigurationFile.read(path.toString());
    }

    @Test
    void tellsWhatIsWrong() throws IOException {
        String missing = folder.resolve("missing.conf").toString();
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> ConfigurationFile.read(missing))
                .withMessage("configuration file '" + missing + "': there is no such file");
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> ConfigurationFile.read(folder.toString()))
                .withMessageContaining("configuration file '" + folder + "': ");
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> ConfigurationFile.read("a\0b"))
                .withMessageContaining("configuration file");
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> file("a=1\nnothing\n"))
                .withMessageContaining("line 2 has no separator");
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> file("a=1\n").require("b"))
                .withMessageContaining("variable 'b' is missing");
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> file("a=\n").require("a"))
                .withMessageContaining("variable 'a' is empty")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED));
        Path large = folder.resolve("large.conf");
        Files.writeString(large, "#".repeat((1 << 20) + 1));
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> ConfigurationFile.read(large.toString()))
                .withMessageContaining("too large: bytes=1048577 max=1048576");
    }

    @Test
    void readsBothSeparatorsCommentsQuotesAndBothSpellings() throws IOException, ToolException {
        ConfigurationFile file = file("""
                # comment = none
                ; comment: none
                local_listen = 127.0.0.1:4040\r
                remote-listen: [::1]:4042
                quoted = " a b "
                single='x'
                half="x
                url:http://x/?a=b
                twice=1
                twice=2

                [section_a]
                local_listen=1
                []
                last=end""");
        assertThat(file.find("local-listen")).isEqualTo("127.0.0.1:4040");
        assertThat(file.find("local_listen")).isEqualTo("127.0.0.1:4040");
        assertThat(file.find("remote_listen")).isEqualTo("[::1]:4042");
        assertThat(file.find("quoted")).isEqualTo(" a b ");
        assertThat(file.find("single")).isEqualTo("x");
        assertThat(file.find("half")).isEqualTo("\"x");
        assertThat(file.find("url")).isEqualTo("http://x/?a=b");
        assertThat(file.find("twice")).isEqualTo("2");
        assertThat(file.find("section-a::local-listen")).isEqualTo("1");
        assertThat(file.find("last")).isEqualTo("end");
        assertThat(file.find("# comment")).isNull();
        assertThat(file.asOptions()).contains("--local-listen=127.0.0.1:4040");
    }
}
