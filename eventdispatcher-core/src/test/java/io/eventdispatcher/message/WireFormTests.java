package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.OriginalDecoder.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves over the wire, and that old peers and new ones read it alike. */
class WireFormTests {

    private static Message with(String value) {
        return Message.builder("C")
                .to("a", "b")
                .param("p", value)
                .param("q", "z")
                .build();
    }

    private static void isReadAlike(Message message) {
        String wire = OriginalDecoder.wire(message);
        assertThat(OriginalDecoder.decode(wire)).as(wire).isEqualTo(Fields.of(message));
        byte[] bytes = new byte[message.length()];
        message.copyTo(bytes, 0);
        assertThat(new MessageDecoder(MessageLimits.defaults()).decode(bytes, 0, bytes.length))
                .as(wire)
                .isEqualTo(message);
        assertThat(wire).doesNotContain("\n", "\r", "\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {";\\", "\"\\", ";\\\\", "\"\\n;\\", ";\\\"\\", " ;\\r\\", "\";\\\\\\\\", ";\u20ac\\"})
    void aValueWhoseClosingQuoteAnOldPeerWouldMissGoesAsJson(String value) {
        Message message = with(value);

        assertThat(OriginalDecoder.wire(message)).startsWith("{\"server\":\"a\",\"service\":\"b\",\"command\":\"C\",");
        assertThat(message.toText()).startsWith("a:b/C p=\"");
        assertThat(Message.parse(message.toText())).isEqualTo(message);
        isReadAlike(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\", "\\\\", " \\", "\\n", "x\"", "\"", ";", "\n", "\r\n", "\t", "{", "<", "\u0085"})
    void allOtherValuesGoAsText(String value) {
        Message message = with(value);

        assertThat(OriginalDecoder.wire(message)).startsWith("a:b/C p=");
        isReadAlike(message);
    }

    @Test
    void valuesAreMarkedAsEscapedTwiceOnlyWhereAnOldPeerWouldChangeOne() {
        assertThat(OriginalDecoder.wire(with(";\\"))).doesNotContain("escaped");
        assertThat(OriginalDecoder.wire(with(";\\t\\"))).doesNotContain("escaped");
        assertThat(OriginalDecoder.wire(with(";\\n\\")))
                .isEqualTo("{\"server\":\"a\",\"service\":\"b\",\"command\":\"C\",\"escaped\":\"twice\","
                        + "\"parameters\":{\"p\":\";\\\\\\\\n\\\\\\\\\",\"q\":\"z\"}}");
        assertThat(with(";\\n\\").toJson()).doesNotContain("escaped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\":\"lower case\"}",
                "{\"command\":\"a:b\"}",
                "{\"command\":\"a/b\"}",
                "{\"command\":\"<a\"}",
                "{\"command\":\"{a\"}",
                "{\"command\":\"a\\tb\"}",
                "{\"command\":\"C\",\"service\":\"a b\"}",
                "{\"command\":\"C\",\"server\":\"{a\"}",
                "{\"command\":\"C\",\"sent-from-server\":\"a:b\"}",
                "{\"command\":\"C\",\"sent-from-service\":\"a b\"}",
                "{\"command\":\"C\",\"sent-from-service\":\"a\\u007f\"}",
                "{\"command\":\"C\",\"parameters\":{\"\":\"x\"}}",
                "{\"command\":\"C\",\"parameters\":{\"a-b\":\"\\\\n\"}}",
                "{\"command\":\"C\",\"parameters\":{\"a=b;c\":\"\u20ac\"}}",
                "{\"command\":\"C\",\"parameters\":{\"\u20ac\":\"\\u0001\\n\"}}"
            })
    void namesThatTextCannotCarryGoAsJson(String line) {
        Message message = Message.parse(line);

        assertThat(OriginalDecoder.wire(message)).startsWith("{\"");
        assertThat(Message.parse(message.toText())).isEqualTo(message);
        isReadAlike(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lower", "a-b/c", "<a-b:c/d:e X", "\u20ac:X", "<a:b {X", "s/<X", "=", "1"})
    void oddNamesThatTextCanCarryGoAsText(String line) {
        Message message = Message.parse(line);

        assertThat(message.toText()).isEqualTo(line);
        isReadAlike(message);
    }

    @Test
    void jsonEscapesAllControlCharacters() {
        StringBuilder value = new StringBuilder("\"\\/");
        for (char c = 1; c < 0xa1; c++) {
            value.append(c);
        }
        Message message = with(value.append("\u2028\\").toString());

        assertThat(message.toJson().chars()).noneMatch(c -> c < ' ' || c >= 0x7f && c < 0xa0);
        assertThat(Message.parse(message.toJson())).isEqualTo(message);
        isReadAlike(message);
    }

    @Test
    void bytesThatJsonCannotCarryAreReplacedWhereOnlyJsonIsSafe() {
        Message message = Message.builder("C")
                .rawParam("p", new byte[] {(byte) 0xff, ';', '\\'})
                .build();

        assertThat(OriginalDecoder.decode(OriginalDecoder.wire(message)).parameters())
                .containsEntry("p", "\u00ef\u00bf\u00bd;\\");
    }

    @Test
    void aForwardedMessageIsTheSameObjectOfBytesEachTime() {
        Message message = Message.parse("C b=1;a=\";\\\\\"");

        assertThat(OriginalDecoder.wire(message)).isEqualTo(OriginalDecoder.wire(message));
        assertThat(message.length()).isEqualTo(OriginalDecoder.wire(message).length());
    }
}
