package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.message.definition.Definitions;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Limits and definitions of messages as a peer on a socket meets them. */
class MessagePropertiesIT {

    private static final String PREFIX = "eventdispatcher.message.";

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner = Starter.plain()
            .withBean("sum", Sum.class)
            .withPropertyValues("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0");

    @Test
    void aDefinitionThatIsNotValidStopsTheStart() throws IOException {
        Path file = write("ADD", "[a]\ntype=number\n");
        assertRefused("type not known: 'number'", file);
    }

    @Test
    void aDefinitionThatIsNotTextStopsTheStart() throws IOException {
        Path file = Files.write(directory.resolve("ADD.conf"), new byte[] {(byte) 0xff});
        assertRefused("not UTF-8", file);
    }

    @Test
    void aDefinitionThatCannotBeReadStopsTheStart() throws IOException {
        Path file = Files.createDirectory(directory.resolve("ADD.conf"));
        assertRefused("cannot be read", file);
    }

    @Test
    void aDefinitionNotNamedAfterACommandStopsTheStart() throws IOException {
        Path file = write("add", "");
        assertRefused("not named after a command", file);
    }

    @Test
    void aFileInPlaceOfADirectoryStopsTheStart() throws IOException {
        Path file = write("ADD", "");
        runner.withPropertyValues(PREFIX + "definitions=" + file)
                .run(context -> assertThat(failure(context))
                        .extracting(UnusablePropertyException::reason)
                        .asString()
                        .contains("NotDirectoryException", file.toString()));
    }

    @Test
    void parametersBeyondTheLimitAreInvalid() {
        runner.withPropertyValues(PREFIX + "max-parameters=2").run(context -> {
            assertThat(answer(context, "ADD a=1;b=2")).isEqualTo("ADD_REPLY sum=3");
            assertThat(answer(context, "ADD a=1;b=2;c=3")).startsWith("INVALID ");
        });
    }

    @Test
    void namesBeyondTheLimitsAreInvalid() {
        runner.withPropertyValues(PREFIX + "max-name-length=3", PREFIX + "max-parameter-name-length=1")
                .run(context -> {
                    assertThat(answer(context, "ADD a=1;b=2")).isEqualTo("ADD_REPLY sum=3");
                    assertThat(answer(context, "ADD a=1;b=2;cc=3")).startsWith("INVALID ");
                    assertThat(answer(context, "ADDS a=1;b=2")).startsWith("INVALID ");
                });
        runner.withPropertyValues(PREFIX + "max-total-name-length=5B").run(context -> {
            assertThat(answer(context, "ADD a=1;b=2")).isEqualTo("ADD_REPLY sum=3");
            assertThat(answer(context, "ADD a=1;b=2;c=3")).startsWith("INVALID ");
        });
    }

    @Test
    void repeatedParametersAreInvalidWhenRejected() {
        runner.run(context -> assertThat(answer(context, "ADD a=1;b=2;a=3")).isEqualTo("ADD_REPLY sum=5"));
        runner.withPropertyValues(PREFIX + "repeated-parameter=reject")
                .run(context -> assertThat(answer(context, "ADD a=1;b=2;a=3")).startsWith("INVALID "));
    }

    @Test
    void rawControlBytesAreInvalidWhenNamesAreStrict() {
        runner.run(
                context -> assertThat(answer(context, "ADD a=1;b=2;c=\u0001")).isEqualTo("ADD_REPLY sum=3"));
        runner.withPropertyValues(PREFIX + "names=strict")
                .run(context ->
                        assertThat(answer(context, "ADD a=1;b=2;c=\u0001")).startsWith("INVALID "));
    }

    @Test
    void limitsOfTheApplicationWin() {
        runner.withBean(MessageLimits.class, () -> MessageLimits.defaults().withMaxParameters(2))
                .withPropertyValues(PREFIX + "max-parameters=100")
                .run(context -> assertThat(answer(context, "ADD a=1;b=2;c=3")).startsWith("INVALID "));
    }

    @Test
    void messagesAreCheckedAgainstTheDefinitions() throws IOException {
        write("ADD", "[a]\ntype=integer\n[b]\ntype=integer\n[c]\nflags=forbidden\n");
        runner.run(context -> assertThat(answer(context, "ADD a=1;b=2;c=3")).isEqualTo("ADD_REPLY sum=3"));
        runner.withPropertyValues(PREFIX + "definitions=" + directory).run(context -> {
            assertThat(answer(context, "ADD a=1;b=2")).isEqualTo("ADD_REPLY sum=3");
            assertThat(answer(context, "ADD a=1;b=2;c=3"))
                    .startsWith("INVALID ")
                    .contains("'c'");
            assertThat(answer(context, "PING")).isEqualTo("PONG");
        });
    }

    @Test
    void theFirstDirectoryWithADefinitionCounts() throws IOException {
        write("ADD", "[c]\nflags=forbidden\n");
        Path first = Files.createDirectory(directory.resolve("first"));
        Files.writeString(first.resolve("ADD.conf"), "");
        runner.withPropertyValues(PREFIX + "definitions[0]=" + first, PREFIX + "definitions[1]=" + directory)
                .run(context -> assertThat(answer(context, "ADD a=1;b=2")).isEqualTo("ADD_REPLY sum=3"));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void commandsWithoutDefinitionAreRejectedOrWarnedAbout(CapturedOutput output) throws IOException {
        write("ADD", "[a]\n[b]\n");
        String definitions = PREFIX + "definitions=" + directory;
        runner.withPropertyValues(definitions, PREFIX + "missing-definition=reject")
                .run(context -> {
                    assertThat(answer(context, "ADD a=1;b=2")).isEqualTo("ADD_REPLY sum=3");
                    assertThat(answer(context, "PING")).startsWith("INVALID ").contains("no definition");
                });
        assertThat(output).doesNotContain("has no message definition");
        runner.withPropertyValues(definitions, PREFIX + "missing-definition=warn")
                .run(context -> assertThat(answer(context, "PING")).isEqualTo("PONG"));
        assertThat(output).contains("command 'PING' has no message definition");
    }

    @Test
    void definitionsOfTheApplicationWin() throws IOException {
        write("ADD", "[c]\n");
        runner.withBean(Definitions.class, Definitions::none)
                .withPropertyValues(PREFIX + "definitions=" + directory)
                .run(context -> assertThat(answer(context, "ADD a=1;b=2")).isEqualTo("ADD_REPLY sum=3"));
    }

    private Path write(String command, String text) throws IOException {
        return Files.writeString(directory.resolve(command + ".conf"), text, StandardCharsets.UTF_8);
    }

    private void assertRefused(String reason, Path file) {
        runner.withPropertyValues(PREFIX + "definitions=" + directory).run(context -> {
            UnusablePropertyException failure = failure(context);
            assertThat(failure.key()).isEqualTo("eventdispatcher.message.definitions");
            assertThat(failure.value()).isEqualTo(directory.toString());
            assertThat(failure.reason()).contains(reason, "file=" + file);
            assertThat(failure.action()).contains("ADD.conf");
        });
    }

    private static UnusablePropertyException failure(AssertableApplicationContext context) {
        Throwable each = context.getStartupFailure();
        while (each != null && !(each instanceof UnusablePropertyException)) {
            each = each.getCause();
        }
        assertThat(each).as("%s", context.getStartupFailure()).isNotNull();
        return (UnusablePropertyException) each;
    }

    private static String answer(AssertableApplicationContext context, String line) {
        int port = context.getEnvironment().getRequiredProperty("local.eventdispatcher.port", Integer.class);
        try (TestPeer peer = TestPeer.connect(port)) {
            return peer.send(line).line();
        }
    }

    static class Sum {

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            return Map.of("sum", a + b);
        }

        @MessageHandler("PING")
        String ping() {
            return "PONG";
        }
    }
}
