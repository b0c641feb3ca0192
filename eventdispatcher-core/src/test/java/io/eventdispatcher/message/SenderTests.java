package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.bytes.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTests {

    private final Sender alpha = Sender.of("srv1", "alpha");

    private static String text(ByteSource source) {
        byte[] bytes = new byte[source.length() + 2];
        source.copyTo(bytes, 1);
        assertThat(bytes[0]).isZero();
        assertThat(bytes[bytes.length - 1]).isZero();
        return new String(bytes, 1, source.length(), StandardCharsets.ISO_8859_1);
    }

    private static Message decode(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        return Objects.requireNonNull(new MessageDecoder(MessageLimits.defaults()).decode(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GREET|<srv1:alpha GREET",
                "GREET a=1|<srv1:alpha GREET a=1",
                "beta/GREET a=1;b=2|<srv1:alpha beta/GREET a=1;b=2",
                "srv2:beta/GREET|<srv1:alpha srv2:beta/GREET",
                "srv2:GREET|<srv1:alpha srv2:GREET",
                "./GREET|<srv1:alpha ./GREET",
                "<evil:root beta/GREET a=1|<srv1:alpha beta/GREET a=1",
                "<:x beta/GREET|<srv1:alpha beta/GREET",
                "<my-host:x GREET|<srv1:alpha GREET",
            })
    void replacesTheSender(String line, String stamped) {
        assertThat(text(alpha.stamp(decode(line)))).isEqualTo(stamped);
    }

    @Test
    void putsAnyOtherFormIntoNormalForm() {
        assertThat(text(alpha.stamp(decode("beta/GREET who=alpha;text=\"semi;colon\""))))
                .isEqualTo("<srv1:alpha beta/GREET text=\"semi;colon\";who=alpha");
        assertThat(text(alpha.stamp(decode("{\"command\":\"GREET\",\"service\":\"beta\",\"parameters\":{\"j\":1}}"))))
                .isEqualTo("<srv1:alpha beta/GREET j=1");
    }

    @Test
    void keepsBytesThatAreNotUtf8() {
        assertThat(text(alpha.stamp(decode("beta/GREET a=\u00e9")))).isEqualTo("<srv1:alpha beta/GREET a=\u00e9");
        assertThat(text(alpha.stamp(decode("beta/GREET b=2;a=\u00e9"))))
                .isEqualTo("<srv1:alpha beta/GREET a=\u00e9;b=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-host", "", ".", "a b"})
    void takesNamesOnly(String name) {
        assertThatThrownBy(() -> Sender.of(name, "alpha"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("source server");
        assertThatThrownBy(() -> Sender.of("srv1", name))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("source service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREET", "lower", "b:c/D", "*/X", "?:b/X", ".:b/X a=1", "s:X", "<bad-one:x y/Z"})
    void knowsAValidTarget(String line) {
        assertThat(decode(line).hasValidTarget()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO-BAR", "b-c/D", "a-b:c/D", "1X", "**/X", "a.b/X", "b/D\u00c4"})
    void knowsAnInvalidTarget(String line) {
        assertThat(decode(line).hasValidTarget()).isFalse();
    }
}
