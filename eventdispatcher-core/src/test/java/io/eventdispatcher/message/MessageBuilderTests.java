package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBuilderTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "hi", "Hi", "1A", "A-B", "A B", "A.B", "\u00c4", "A\0", "A\n", "a/B", "."})
    void refusesACommand(String command) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.of(command))
                .withMessageStartingWith("command not valid: '")
                .withMessageEndingWith("' rule=[A-Z_][A-Z0-9_]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "_", "A_1", "LOG_ROTATE", "__X"})
    void takesACommand(String command) {
        assertThat(Message.of(command).command()).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b", "a b", "1", "a:", "a/", "\u00e4", "<", "..", "**", "\0"})
    void refusesNamesOfServersAndServices(String name) {
        MessageBuilder builder = Message.builder("C");

        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> builder.to(name, ""))
                .withMessageStartingWith("destination server not valid: ");
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> builder.to("", name))
                .withMessageStartingWith("destination service not valid: ");
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> builder.from(name, ""))
                .withMessageStartingWith("source server not valid: ");
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> builder.from("", name))
                .withMessageStartingWith("source service not valid: ");
        assertThat(builder.build()).hasToString("C");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "*", "?"})
    void onlyADestinationCanBeASpecialName(String name) {
        assertThat(Message.builder("C").to(name, name).build()).hasToString(name + ":" + name + "/C");
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").from(name, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-b", "1a", "a b", "\u00e4", "a=", "\0", "a;b"})
    void refusesAParameterName(String name) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").param(name, "v"))
                .withMessageStartingWith("parameter name not valid: '")
                .withMessageEndingWith("rule=[A-Za-z_][A-Za-z0-9_]* command=C");
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").param(name, 1));
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").param(name, true));
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").rawParam(name, new byte[0]));
    }

    @Test
    void refusesNulInAValueWithoutShowingTheValue() {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").param("p", "ab\0c"))
                .withMessage("parameter value not valid: command=C parameter=p length=4 reason=NUL at index 2");
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").rawParam("p", new byte[] {1, 0}))
                .withMessageEndingWith("length=2 reason=NUL at index 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\ud800b", "\ud83d", "\ude00\ud83d"})
    void refusesHalfASurrogatePair(String value) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").param("p", value))
                .withMessageContaining("unpaired surrogate at index ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ~~       | C p=
                    a b      | C p=a b
                    ~a ~     | C p="a "
                    ~ a~     | C p=" a"
                    ~ ~      | C p=" "
                    a;b      | C p="a;b"
                    "q"      | C p="\\"q\\""
                    q"q      | C p=q"q
                    ~q"q ~   | C p="q\\"q "
                    a\\      | C p=a\\\\
                    ~ a\\~   | C p= a\\\\
                    a;\\     | C p="a;\\\\"
                    "\\      | C p="\\"\\\\"
                    \\n      | C p=\\\\n
                    \\";     | C p="\\\\\\";"
                    {"a":1}  | C p={"a":1}
                    \u20ac   | C p=\u20ac
                    \ud83d\ude00 | C p=\ud83d\ude00
                    """)
    void writesTheTextForm(String value, String text) {
        Message message = Message.builder("C").param("p", value).build();

        assertThat(message.toText()).isEqualTo(text);
        assertThat(message.param("p")).isEqualTo(value);
        assertThat(Message.parse(text)).isEqualTo(message);
    }

    @Test
    void writesLineFeedsAndCarriageReturnsAsEscapes() {
        Message message = Message.builder("C").param("p", "\n\r\t").build();

        assertThat(message.toText()).isEqualTo("C p=\"\\n\\r\t\"");
        assertThat(Message.builder("C").param("p", "\n").build().toText()).isEqualTo("C p=\\n");
        assertThat(message.param("p")).isEqualTo("\n\r\t");
    }

    @Test
    void aServerWithoutServiceIsWritten() {
        Message message = Message.builder("C").to("srv", "").build();

        assertThat(OriginalDecoder.wire(message)).isEqualTo("srv:C");
        assertThat(OriginalDecoder.decode("srv:C").server()).isEqualTo("srv");
    }
}
