package io.eventdispatcher.message.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.message.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionSourceIT {
    @TempDir
    Path first;

    @TempDir
    Path second;

    private static Definitions of(Path... directories) {
        return new Definitions(DefinitionSource.of(List.of(directories)), MissingDefinition.REJECT);
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> of(first.resolve("absent")))
                .withMessage("message definitions cannot be read: directory=" + first.resolve("absent"));
    }

    @Test
    void refusesAFileThatIsNotNamedAfterACommand() throws IOException {
        Path file = Files.writeString(first.resolve("lower.conf"), "");

        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> of(first))
                .withMessageStartingWith("message definition not named after a command: file=" + file);
    }

    @Test
    void refusesAFileThatIsNotValidAndNamesIt() throws IOException {
        Path file = Files.writeString(first.resolve("C.conf"), "[a]\ntype=float");

        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> of(first))
                .withMessageContaining("type not known: 'float'")
                .withMessageContaining("file=" + file + " line=2");
    }

    @Test
    void refusesAFileThatIsNotTextAndNamesIt() throws IOException {
        Path file = Files.write(first.resolve("C.conf"), new byte[] {'[', (byte) 0xff});

        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> of(first))
                .withMessage("message definition not UTF-8: file=" + file);
    }

    @Test
    void refusesAFileThatCannotBeReadAndNamesIt() throws IOException {
        Path file = Files.createDirectory(first.resolve("C.conf"));

        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> of(first))
                .withMessage("message definition cannot be read: file=" + file);
    }

    @Test
    void refusesAHugeFile() throws IOException {
        Files.write(first.resolve("C.conf"), new byte[(1 << 20) + 1]);

        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> of(first))
                .withMessageContaining("too large");
    }

    @Test
    void theFirstDirectoryWithAFileCounts() throws IOException {
        Files.writeString(first.resolve("A.conf"), "[one]\nflags=required");
        Files.writeString(second.resolve("A.conf"), "[two]\nflags=required");
        Files.writeString(second.resolve("B.conf"), "[three]\nflags=required");
        Files.writeString(second.resolve("notes.txt"), "not a definition");

        Definitions definitions = of(first, second);

        assertThat(definitions.check(Message.of("A"))).containsExactly("parameter 'one' is required");
        assertThat(definitions.check(Message.of("B"))).containsExactly("parameter 'three' is required");
    }

    @Test
    void aFileReplacesTheBuiltInDefinitionOfItsCommandOnly() throws IOException {
        Files.writeString(first.resolve("COMMANDS.conf"), "");

        Definitions definitions = of(first);

        assertThat(definitions.check(Message.of("COMMANDS"))).isEmpty();
        assertThat(definitions.check(Message.of("ABSOLUTELY")))
                .containsExactly("parameter 'reply_timestamp' is required");
    }
}
