package io.eventdispatcher.message.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.message.Message;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageDefinitionTests {

    private static MessageDefinition parse(String text) {
        return MessageDefinition.parse("C", text, "C.conf");
    }

    private static List<String> check(String definition, String message) {
        return parse(definition).check(Message.parse(message));
    }

    @Nested
    class Syntax {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                        [a                       | section is not '[name]' file=C.conf line=1
                        [a] x                    | section is not '[name]' file=C.conf line=1
                        [a b]                    | name not valid: 'a b' file=C.conf line=1
                        \\n\\n[a]\\nflags        | no '=' file=C.conf line=4
                        [a]\\n=x                 | name not valid: '' file=C.conf line=2
                        [a]\\ntype=float         | type not known: 'float' known=default,string,integer,address,timespec file=C.conf line=2
                        [a]\\nflags=must         | flag not known: 'must' known=required,empty,forbidden,optional,defined,allowed file=C.conf line=2
                        [a]\\nflags=             | flag not known: '' known=required,empty,forbidden,optional,defined,allowed file=C.conf line=2
                        """)
        void namesTheLineOfAProblem(String text, String problem) {
            assertThatExceptionOfType(DefinitionException.class)
                    .isThrownBy(() -> parse(text.replace("\\n", "\n")))
                    .withMessage("message definition not valid: " + problem);
        }

        @Test
        void readsSectionsInAlphabeticalOrder() {
            MessageDefinition definition = parse("""
                    # comment
                    description = of the file, not used
                    type = ignored

                    [zulu] ; comment
                    type = integer
                      ; comment
                    flags = required
                    [no-keys]
                    [reply-timestamp]
                    Type_x = ignored
                    type = "timespec"
                    flags = optional , empty
                    []
                    type = ignored too
                    [alpha]
                    flags = \\
                    forbidden
                    type = default
                    type = string
                    """);

            assertThat(definition.parameters())
                    .containsExactly(
                            new ParameterDefinition("alpha", ParameterType.STRING, false, false, true),
                            new ParameterDefinition("reply_timestamp", ParameterType.TIMESPEC, false, true, false),
                            new ParameterDefinition("zulu", ParameterType.INTEGER, true, false, false));
        }

        @Test
        void withoutFlagsAParameterIsRequiredAndMayBeEmpty() {
            assertThat(parse("[a]\ndescription=x").parameters())
                    .containsExactly(new ParameterDefinition("a", ParameterType.STRING, true, true, false));
        }

        @Test
        void anEmptyFileDefinesNothing() {
            assertThat(parse("").parameters()).isEmpty();
        }

        @Test
        void takesWindowsLineEnds() {
            assertThat(parse("[a]\r\ntype=integer\r\n").parameters())
                    .containsExactly(new ParameterDefinition("a", ParameterType.INTEGER, true, true, false));
        }
    }

    @Nested
    class Check {
        @Test
        void collectsAllProblemsInOrder() {
            String definition = """
                    [a]
                    flags = required
                    [b]
                    flags = forbidden
                    [c]
                    flags = optional
                    [d]
                    type = integer
                    [e]
                    type = timespec
                    [f]
                    type = address
                    """;

            assertThat(check(definition, "C b=1;c=;d=x;e=y;f=a b;g=not mentioned"))
                    .containsExactly(
                            "parameter 'a' is required",
                            "parameter 'b' is forbidden",
                            "parameter 'c' is empty",
                            "parameter 'd' is not an integer",
                            "parameter 'e' is not a time",
                            "parameter 'f' is not an address");
        }

        @Test
        void anEmptyValueThatIsAllowedIsNotCheckedForItsType() {
            assertThat(check("[a]\ntype=integer", "C a=")).isEmpty();
        }

        @Test
        void takesAValidMessage() {
            String definition = "[a]\ntype=integer\n[b]\ntype=timespec\n[c]\ntype=address\n[d]\nflags=forbidden";

            assertThat(check(definition, "C a=0x10;b=1.5;c=[::1]:80;x=y")).isEmpty();
        }

        @Test
        void aHostNameIsTakenWithoutLookingItUp() {
            assertThat(check("[a]\ntype=address", "C a=does-not-exist.invalid:80"))
                    .isEmpty();
        }
    }
}
