package io.eventdispatcher.message.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.Message;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsTests {
    private final Definitions builtIn = new Definitions(DefinitionSource.builtIn(), MissingDefinition.IGNORE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ABSOLUTELY                              | parameter 'reply_timestamp' is required
                    ABSOLUTELY reply_timestamp=x            | parameter 'reply_timestamp' is not a time
                    ALIVE timestamp=x                       | parameter 'timestamp' is not a time
                    COMMANDS                                | parameter 'list' is required
                    COMMANDS list=                          | parameter 'list' is empty
                    INVALID command=                        | parameter 'command' is empty
                    LOG timestamp=1                         | parameter 'message' is required
                    READY my_address=a b                    | parameter 'my_address' is not an address
                    SERVICE_UNAVAILABLE unsent_command=     | parameter 'destination_service' is required
                    UNKNOWN message=                        | parameter 'message' is empty
                    """)
    void builtInDefinitionsRefuse(String message, String problem) {
        assertThat(builtIn.check(Message.parse(message))).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ABSOLUTELY reply_timestamp=1.000000001;serial=a;timestamp=1
                    ALIVE
                    COMMANDS list=HELP,STOP
                    HELP
                    INVALID command=X;message=wrong
                    LEAK
                    LOG_ROTATE
                    LOG timestamp=1.5;message=m;severity=x
                    QUITTING
                    READY my_address=127.0.0.1:4040
                    RESTART reason=upgrade
                    SERVICE_UNAVAILABLE destination_service=;unsent_command=
                    STOP anything=x
                    UNKNOWN
                    """)
    void builtInDefinitionsTake(String message) {
        assertThat(builtIn.find(Message.parse(message))).isNotNull();
        assertThat(builtIn.check(Message.parse(message))).isEmpty();
    }

    @Test
    void aMissingDefinitionIsIgnoredWarnedAboutOrRefused() {
        Message message = Message.parse("a\u001b/X\u202e y=1");

        assertThat(builtIn.check(message)).isEmpty();
        assertThat(new Definitions(DefinitionSource.none(), MissingDefinition.WARN).check(message))
                .isEmpty();
        assertThat(new Definitions(DefinitionSource.builtIn(), MissingDefinition.REJECT).check(message))
                .containsExactly("command 'X\\u202e' has no definition");
        assertThat(new Definitions(DefinitionSource.builtIn(), MissingDefinition.REJECT).check(Message.of("STOP")))
                .isEmpty();
    }

    @Test
    void withoutDefinitionsEverythingIsTaken() {
        assertThat(Definitions.none().check(Message.of("ABSOLUTELY"))).isEmpty();
    }

    @Test
    void commandsWithEqualHashesAreToldApart() {
        assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());
        Definitions definitions = new Definitions(
                DefinitionSource.ofDefinitions(List.of(
                        MessageDefinition.parse("BBBB", "[b]\nflags=required", "BBBB"),
                        MessageDefinition.parse("BBAa", "[c]\nflags=required", "BBAa"))),
                MissingDefinition.IGNORE);

        assertThat(definitions.check(Message.of("BBBB"))).containsExactly("parameter 'b' is required");
        assertThat(definitions.check(Message.parse("BBAa"))).containsExactly("parameter 'c' is required");
        assertThat(definitions.find(Message.parse("AaAa"))).isNull();
        assertThat(definitions.find(Message.parse("AaBB"))).isNull();
    }

    @Test
    void findsEveryOneOfMany() {
        Definitions definitions = new Definitions(
                DefinitionSource.ofDefinitions(IntStream.range(0, 1000)
                        .mapToObj(i -> new MessageDefinition("C" + i, List.of()))
                        .toList()),
                MissingDefinition.REJECT);

        for (int i = 0; i < 1000; i++) {
            assertThat(definitions.check(Message.of("C" + i))).isEmpty();
        }
        assertThat(definitions.find(Message.of("C1000"))).isNull();
    }

    @Test
    void theFirstOfTwoDefinitionsCounts() {
        DefinitionSource source = DefinitionSource.ofDefinitions(List.of(
                MessageDefinition.parse("C", "[a]\ntype=integer", "1"),
                MessageDefinition.parse("C", "[b]\ntype=integer", "2")));

        assertThat(source.definitions()).hasSize(1);
        assertThat(source.definitions().get(0).parameters().get(0).name()).isEqualTo("a");
    }
}
