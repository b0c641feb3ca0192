package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.bytes.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTests {

    @Test
    void parseRefusesWhatIsNotAMessageAndSaysWhereWithoutShowingIt() {
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> Message.parse("C password=\"secret"))
                .withMessage("not a message: parameter 1: quote not closed, or more than ';' behind it length=18");
    }

    @Test
    void aMissingParameterIsNamedWithTheCommand() {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.of("READY").text("my_address"))
                .withMessage("parameter missing: command=READY parameter=my_address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-b", "1a", " ", "\u00e9", "a=1", "\0"})
    void anInvalidNameIsNeverFound(String name) {
        Message message = Message.parse("{\"command\":\"C\",\"parameters\":{\"\":1,\"a-b\":2,\"1a\":3,\"a\":4}}");

        assertThat(message.has(name)).isFalse();
        assertThat(message.param(name)).isNull();
        assertThat(message.rawParam(name)).isNull();
    }

    @Test
    void findsEachParameterAmongOthers() {
        Message message = Message.parse("C a=1;ab=2;b=;ba=\"3;\";c=\\\\4");

        assertThat(message.param("a")).isEqualTo("1");
        assertThat(message.param("ab")).isEqualTo("2");
        assertThat(message.param("b")).isEmpty();
        assertThat(message.param("ba")).isEqualTo("3;");
        assertThat(message.param("c")).isEqualTo("\\4");
        assertThat(message.has("d")).isFalse();
        assertThat(message.has("C")).isFalse();
        assertThat(message.parameterCount()).isEqualTo(5);
    }

    @Test
    void ofRepeatedParametersTheLastCounts() {
        Message message = Message.parse("C b=1;a=2;b=3");

        assertThat(message.param("b")).isEqualTo("3");
        assertThat(message.parameterCount()).isEqualTo(2);
        assertThat(message.parameters()).isEqualTo(Map.of("a", "2", "b", "3"));
        assertThat(message.toText()).isEqualTo("C a=2;b=3");
    }

    @Test
    void parametersAreSortedByByteOrderAndCannotBeChanged() {
        Map<String, String> parameters = Message.parse("C b=1;_=2;B=3;a=4").parameters();

        assertThat(parameters.keySet()).containsExactly("B", "_", "a", "b");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(parameters::clear);
    }

    @Test
    void theCommandCanBeLookedAtWithoutAString() {
        Message message = Message.parse("<a:b c:d/STOP x=1");

        assertThat(message.commandEquals("STOP".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(message.commandEquals("STO".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(message.commandEquals("STOPS".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(message.commandHash()).isEqualTo("STOP".hashCode()).isEqualTo(Message.commandHash("STOP"));
        assertThat(message.commandLength()).isEqualTo(4);
        assertThat(message.commandByte(3)).isEqualTo((byte) 'P');
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.commandByte(4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.commandByte(-1));
    }

    @Test
    void theHashOfACommandIsTheSameHoweverItWasReceived() {
        for (String line : List.of("\u00e9X", "a/\u00e9X", "<a:b \u00e9X", "{\"command\":\"\u00e9X\"}", "\u00e9X a=")) {
            assertThat(Message.parse(line).commandHash()).as(line).isEqualTo(Message.commandHash("\u00e9X"));
        }
    }

    @Test
    void equalityIsThatOfTheFields() {
        Message message = Message.parse("<a:b c:d/STOP x=1;y=2");

        assertThat(message)
                .isEqualTo(Message.parse("  <a:b c:d/STOP y=2;x=\"1\";\r"))
                .hasSameHashCodeAs(Message.parse("  <a:b c:d/STOP y=2;x=\"1\";\r"))
                .isEqualTo(Message.parse(message.toJson()))
                .isEqualTo(message.toBuilder().build())
                .isNotEqualTo(Message.parse("<a:b c:d/STOP x=1"))
                .isNotEqualTo(Message.parse("<a: c:d/STOP x=1;y=2"))
                .isNotEqualTo("STOP");
        // the same storage with other borders
        assertThat(Message.parse("{\"command\":\"C\",\"parameters\":{\"a=b\":\"c\"}}"))
                .isNotEqualTo(Message.parse("C a=b=c"));
    }

    @Test
    void isAByteSourceOfItsWireForm() {
        ByteSource message = Message.parse("C b=2;a=1");
        byte[] target = new byte[message.length() + 2];

        message.copyTo(target, 1);

        assertThat(target).containsExactly(0, 'C', ' ', 'a', '=', '1', ';', 'b', '=', '2', 0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.copyTo(target, 3));
    }

    @Nested
    class Reply {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<a-b:c d:e/PING",
                    "<*:? PING",
                    "<.: PING",
                    "<a/b:c:d PING",
                    "<\u00e9:\t PING",
                    "{\"command\":\"PING\",\"sent-from-server\":\"a b\",\"sent-from-service\":\"\\u0001\"}"
                })
        void neverThrowsForAReceivedSource(String line) {
            Message reply = Message.parse(line).reply("PONG").build();

            assertThat(reply.destination().server()).isEmpty();
            assertThat(reply.command()).isEqualTo("PONG");
        }

        @Test
        void goesToTheSource() {
            Message reply =
                    Message.parse("<a:b c:d/PING serial=1").reply("PONG").build();

            assertThat(reply.destination()).isEqualTo(new MessageAddress("a", "b"));
            assertThat(reply.source()).isEqualTo(MessageAddress.NONE);
            assertThat(reply.parameters()).isEmpty();
        }

        @Test
        void keepsTheUsablePartOfASource() {
            assertThat(Message.parse("<a-b:c PING").reply("PONG").build().destination())
                    .isEqualTo(new MessageAddress("", "c"));
            assertThat(Message.parse("<a:c-d PING").reply("PONG").build().toText())
                    .isEqualTo("a:PONG");
        }

        @Test
        void refusesAnInvalidCommand() {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> Message.of("PING").reply("pong"));
        }
    }

    @Nested
    class Logged {
        @Test
        void hasNoControlCharactersAndAtMost256Characters() {
            String text = Message.parse("C a=\u001b[31m;b=" + "x".repeat(300)).toString();

            assertThat(text).hasSize(256).startsWith("C a=\\u001b[31m;b=xxx").endsWith("x...");
        }

        @Test
        void masksSecrets() {
            assertThat(Message.parse("C userPassword=a;accessToken=b;client_SECRET=c;d=e"))
                    .hasToString("C accessToken=***;client_SECRET=***;d=e;userPassword=***");
            assertThat(Message.parse("{\"command\":\"C\",\"parameters\":{\"pass-token\":\"b\"}}"))
                    .hasToString("{\"command\":\"C\",\"parameters\":{\"pass-token\":\"***\"}}");
        }

        @Test
        void masksSecretsInErrors() {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> Message.parse("C token=hush").integer("token"))
                    .withMessageNotContaining("hush");
        }
    }

    @Nested
    class ToBuilder {
        @Test
        void keepsEverythingThatIsNotChanged() {
            Message message = Message.parse("<a-b:c D:e.f/lower x=1;y=2;z=3");

            Message changed = message.toBuilder()
                    .param("y", "new")
                    .without("z")
                    .without("absent")
                    .build();

            assertThat(changed.toText()).isEqualTo("<a-b:c D:e.f/lower x=1;y=new");
            assertThat(message.toText()).isEqualTo("<a-b:c D:e.f/lower x=1;y=2;z=3");
        }

        @Test
        void keepsBytesThatAreNotUtf8() {
            byte[] line = {(byte) 0xff, ' ', 'a', '=', (byte) 0xe9};
            Message message = new MessageDecoder(MessageLimits.defaults()).decode(line, 0, line.length);

            Message changed = message.toBuilder().param("b", "1").build();

            assertThat(OriginalDecoder.wire(changed)).isEqualTo("\u00ff a=\u00e9;b=1");
        }

        @Test
        void aBuilderCanBeUsedAgain() {
            MessageBuilder builder =
                    Message.builder("C").param("b", 1).param("a", 2).param("b", 3);

            assertThat(builder.build()).hasToString("C a=2;b=3");
            assertThat(builder.build()).hasToString("C a=2;b=3");
            assertThat(builder.param("c", true).param("a", 0).build()).hasToString("C a=0;b=3;c=true");
        }
    }

    @Test
    void aBuilderTakesAMapInAnyOrder() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("z", "1");
        all.put("b", "2");

        assertThat(Message.builder("C")
                        .params(all)
                        .to("*", "svc")
                        .from("a", "b")
                        .build())
                .hasToString("<a:b *:svc/C b=2;z=1");
    }
}
