package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDecoderTests {
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());

    private Message decode(String line) {
        return decode(decoder, line);
    }

    private static Message decode(MessageDecoder decoder, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 0, bytes.length);
    }

    @Test
    void refusesARangeOutsideTheArray() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> decoder.decode(new byte[3], 1, 3));
    }

    @Test
    void readsOnlyTheGivenRange() {
        byte[] bytes = "XXHI a=1\nHI a=2".getBytes(StandardCharsets.UTF_8);

        assertThat(decoder.decode(bytes, 2, 6)).hasToString("HI a=1");
    }

    @Test
    void theArrayCanBeUsedAgain() {
        byte[] bytes = "HI a=1".getBytes(StandardCharsets.UTF_8);
        Message message = decoder.decode(bytes, 0, bytes.length);

        java.util.Arrays.fill(bytes, (byte) 'x');

        assertThat(message).hasToString("HI a=1");
    }

    @Nested
    class Text {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                        ~ ~          | empty
                        <a:b         | source is not '<server:service '
                        <a b:c X     | source is not '<server:service '
                        <a:b  X      | no command
                        s/ a=1       | no command
                        :STOP        | ':' misplaced in the destination
                        /STOP        | '/' misplaced in the destination
                        a:/X         | '/' misplaced in the destination
                        a:b:c/X      | ':' misplaced in the destination
                        s/a:X        | ':' misplaced in the destination
                        s/t/X        | '/' misplaced in the destination
                        CMD a=b;;    | parameter 2: no valid name
                        CMD a=b; c=d | parameter 2: no valid name
                        CMD  a=b     | parameter 1: no valid name
                        CMD =b       | parameter 1: no valid name
                        CMD 1a=b     | parameter 1: no valid name
                        CMD a        | parameter 1: no '=' after name 'a'
                        CMD a=1;bc   | parameter 2: no '=' after name 'bc'
                        CMD a-b=1    | parameter 1: no '=' after name 'a'
                        CMD a="x"y   | parameter 1: quote not closed, or more than ';' behind it
                        CMD a="x     | parameter 1: quote not closed, or more than ';' behind it
                        CMD a="x\\   | parameter 1: quote not closed, or more than ';' behind it
                        """)
        void saysWhyALineIsNotAMessage(String line, String problem) {
            assertThat(decode(line)).isNull();
            assertThat(decoder.problem()).isEqualTo(problem);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                        STOP              | ~~   | ~~  | ~~   | ~~     | STOP
                        ~  STOP  ~        | ~~   | ~~  | ~~   | ~~     | STOP
                        snap:cluckd/STOP  | ~~   | ~~  | snap | cluckd | STOP
                        cluckd/STOP       | ~~   | ~~  | ~~   | cluckd | STOP
                        srv:STOP          | ~~   | ~~  | srv  | ~~     | STOP
                        */X               | ~~   | ~~  | ~~   | *      | X
                        *:svc/X           | ~~   | ~~  | *    | svc    | X
                        <a:b STOP         | a    | b   | ~~   | ~~     | STOP
                        <:b STOP          | ~~   | b   | ~~   | ~~     | STOP
                        <a: STOP          | a    | ~~  | ~~   | ~~     | STOP
                        <: STOP           | ~~   | ~~  | ~~   | ~~     | STOP
                        <a:b:c X          | a    | b:c | ~~   | ~~     | X
                        <a:b c:d/X        | a    | b   | c    | d      | X
                        cmd               | ~~   | ~~  | ~~   | ~~     | cmd
                        a=b               | ~~   | ~~  | ~~   | ~~     | a=b
                        """)
        void readsAddressesAndCommand(
                String line, String fromServer, String fromService, String toServer, String toService, String command) {
            Message message = decode(line);

            assertThat(message.source()).isEqualTo(new MessageAddress(fromServer, fromService));
            assertThat(message.destination()).isEqualTo(new MessageAddress(toServer, toService));
            assertThat(message.command()).isEqualTo(command);
            assertThat(message.parameters()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                        CMD a=b;        | b
                        CMD a=          | ~~
                        CMD a="x;y"     | x;y
                        CMD a="";b=1    | ~~
                        CMD a=x"y       | x"y
                        CMD a="x\\"y"   | x"y
                        CMD a=x\\\\ny   | x\\ny
                        CMD a=x\\ty     | x\\ty
                        CMD a=x\\q      | x\\q
                        CMD a=\\        | \\
                        CMD a=\\;b=1    | \\
                        CMD a=b;a=c     | c
                        CMD a=b c       | b c
                        CMD a=b=c       | b=c
                        CMD a=x\\"y     | x\\"y
                        CMD a="x;\\\\"  | x;\\
                        CMD a="\\t"     | \\t
                        CMD a="x\\\\"y" | x\\"y
                        """)
        void readsAValue(String line, String value) {
            assertThat(decode(line).param("a")).isEqualTo(value);
        }

        @Test
        void aNulEndsTheLine() {
            assertThat(decode("HI a=1\0;b=2").parameters()).isEqualTo(Map.of("a", "1"));
            assertThat(decode("HI a=\"1\"\0x").parameters()).isEqualTo(Map.of("a", "1"));
            assertThat(decode("HI\0 a=1").parameters()).isEmpty();
            assertThat(decode("HI a=1;b\0=2")).isNull();
            assertThat(decode("HI a=\"x\\\0\"")).isNull();
            assertThat(decode("HI a=\"x\0\"")).isNull();
            assertThat(decode("\0HI")).isNull();
        }

        @Test
        void aLineThatBothReadingsTakeIsReadAsTheWriterMeantIt() {
            // what the original writes for a=";\", b=";c="" and itself misreads
            Message message = decode("C a=\";\\\\\";b=\";c=\\\"\"");

            assertThat(message.parameters()).isEqualTo(Map.of("a", ";\\", "b", ";c=\""));
        }

        @Test
        void malformedUtf8IsKeptAsBytesAndShownAsReplacement() {
            byte[] line = {'H', 'I', ' ', 'a', '=', (byte) 0xe9, 'x'};
            Message message = decoder.decode(line, 0, line.length);

            assertThat(message.param("a")).isEqualTo("\ufffdx");
            assertThat(message.rawParam("a")).containsExactly(0xe9, 'x');
            assertThat(OriginalDecoder.wire(message)).isEqualTo("HI a=\u00e9x");
        }
    }

    @Nested
    class Json {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                        {                                              | JSON not valid near character 1
                        {}                                             | JSON: no command
                        {"command":""}                                 | JSON: no command
                        {"command":1}                                  | JSON: command is not a string
                        {"command":"X","service":null}                 | JSON: service is not a string
                        {"command":"X","parameters":[]}                | JSON: parameters is not an object
                        {"command":"X","parameters":{"a":[1]}}         | parameter 1: JSON value is not a scalar
                        {"command":"X","parameters":{"a":1,"b":{}}}    | parameter 2: JSON value is not a scalar
                        {"command":"X","parameters":{"a":"\\u0000"}}   | parameter 1: NUL at index 0
                        {"command":"X","parameters":{"a":"b\\ud800"}}  | parameter 1: unpaired surrogate at index 1
                        {"command":"X","parameters":{"\\udc00":"b"}}   | parameter 1: unpaired surrogate at index 0
                        {"command":"X\\u0000"}                         | JSON: command: NUL at index 1
                        """)
        void saysWhyALineIsNotAMessage(String line, String problem) {
            assertThat(decode(line)).isNull();
            assertThat(decoder.problem()).isEqualTo(problem);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"command\":\"X\"} x",
                    "{\"command\":\"X\"}{\"command\":\"X\"}",
                    "{\"command\":\"X\",}",
                    "{'command':'X'}",
                    "{command:\"X\"}",
                    "{\"command\":\"X\" /* c */}",
                    "{\"command\":\"X\",\"parameters\":{\"a\":01}}",
                    "{\"command\":\"X\",\"parameters\":{\"a\":+1}}",
                    "{\"command\":\"X\",\"parameters\":{\"a\":NaN}}",
                    "{\"command\":\"X\0\"}x",
                    "{\"command\":\"X\"}\0",
                    "{\"command\":\"X\",\"o\":[[[1]]]}",
                    "[\"command\"]"
                })
        void refusesWhatIsNotStandardJson(String line) {
            Message message = decode(line);

            assertThat(message == null || !message.command().equals("X")).isTrue();
        }

        @Test
        void refusesDeepNestingAndLongNumbers() {
            assertThat(decode("{\"command\":\"X\",\"a\":" + "[".repeat(65_000))).isNull();
            assertThat(decode("{\"command\":\"X\",\"parameters\":{\"a\":" + "9".repeat(10_000) + "}}"))
                    .isNull();
        }

        @Test
        void readsAllFields() {
            Message message = decode("{\"sent-from-server\":\"a\",\"sent-from-service\":\"b\",\"server\":\"c\","
                    + "\"service\":\"d\",\"command\":\"X\",\"parameters\":{\"p\":\"q\"}}");

            assertThat(message.toText()).isEqualTo("<a:b c:d/X p=q");
        }

        @Test
        void readsScalarsAsTheyAreWritten() {
            Message message = decode("{\"command\":\"X\",\"parameters\":{\"a\":1.50,\"b\":true,\"c\":false,\"d\":null,"
                    + "\"e\":18446744073709551615,\"f\":-0}}");

            assertThat(message.parameters())
                    .isEqualTo(Map.of(
                            "a", "1.50", "b", "true", "c", "false", "d", "", "e", "18446744073709551615", "f", "-0"));
        }

        @Test
        void takesRawControlCharactersAndTurnsCarriageReturnsIntoLineFeeds() {
            Message message = decode("{\"command\":\"X\",\"parameters\":{\"a\":\"1\t2\n3\r\n4\r5\u0001\"}}");

            assertThat(message.param("a")).isEqualTo("1\t2\n3\n4\n5\u0001");
        }

        @Test
        void ignoresUnknownKeysOfAnyType() {
            assertThat(decode("{\"a\":1,\"b\":null,\"c\":[1,{}],\"d\":{\"e\":{}},\"escaped\":[2],\"command\":\"X\"}"))
                    .hasToString("X");
        }

        @Test
        void mergesParametersAndKeepsTheLast() {
            assertThat(decode("{\"parameters\":{\"a\":1,\"b\":2},\"command\":\"W\",\"parameters\":{\"b\":3},"
                            + "\"command\":\"X\"}"))
                    .hasToString("X a=1;b=3");
        }

        @Test
        void repairsTheMissingCommaBehindTheService() {
            assertThat(decode("{\"server\":\"?\",\"service\":\"?\"command\":\"T\",\"parameters\":{\"a\":1}}"))
                    .hasToString("?:?/T a=1");
            assertThat(decode("{\"service\":\"s\"command\":\"T\"")).isNull();
        }

        @Test
        void readsValuesThatWereEscapedTwiceForOldPeers() {
            assertThat(decode("{\"command\":\"X\",\"escaped\":\"twice\",\"parameters\":{\"a\":\"\\\\\\\\n\"}}")
                            .param("a"))
                    .isEqualTo("\\n");
            assertThat(decode("{\"command\":\"X\",\"escaped\":\"no\",\"parameters\":{\"a\":\"\\\\n\"}}")
                            .param("a"))
                    .isEqualTo("\\n");
        }
    }

    @Nested
    class Strict {
        private final MessageDecoder strict =
                new MessageDecoder(MessageLimits.defaults().withNames(MessageLimits.Names.STRICT));

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                        hi                                       | command not valid
                        H-I                                      | command not valid
                        <a-b:c HI                                | source not valid
                        <.:c HI                                  | source not valid
                        a.b/HI                                   | destination not valid
                        {"command":"hi"}                         | command not valid
                        {"command":"HI","parameters":{"a-b":1}}  | parameter name not valid
                        """)
        void refusesNamesThatTheBuilderRefuses(String line, String problem) {
            assertThat(decode(strict, line)).isNull();
            assertThat(strict.problem()).isEqualTo(problem);
        }

        @ParameterizedTest
        @ValueSource(strings = {"HI a=1\0", "HI a=\t1", "HI a=\"\r\"", "HI a=\u007f", "{\"command\":\t\"HI\"}"})
        void refusesRawControlCharacters(String line) {
            assertThat(decode(strict, line)).isNull();
            assertThat(strict.problem()).startsWith("control character 0x");
        }

        @Test
        void refusesMalformedUtf8() {
            byte[] line = {'H', 'I', ' ', 'a', '=', (byte) 0xe9, 'x'};

            assertThat(strict.decode(line, 0, line.length)).isNull();
            assertThat(strict.problem()).isEqualTo("malformed UTF-8");
        }

        @Test
        void takesWhatTheBuilderMakes() {
            String line = "<a:b *:?/HI a=\u20ac\\n;b=\"c;\"";

            assertThat(decode(strict, line).toText()).isEqualTo(line);
            assertThat(decode(strict, "  HI\r\n")).hasToString("HI");
        }
    }
}
