package io.eventdispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.message.Message;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePatternTests {

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "``|it is empty",
                    "event|a command cannot contain 'e'",
                    "EVENT-A|position=5",
                    "EVENT A|cannot contain ' '",
                    "5EVENT|cannot begin with a digit",
                    "EVENT}|cannot contain '}'",
                    "EVENT{|'{' is not closed",
                    "EVENT{a|'{' is not closed",
                    "EVENT{}|'' is not the name of a variable",
                    "EVENT{1a}|'1a' is not the name of a variable",
                    "EVENT{a-b}|'a-b' is not the name of a variable",
                    "{a}_{a}|the variable 'a' occurs twice",
                    "EVENT{a:}|the expression is empty",
                    "EVENT{a}{b}|put a literal between two wildcards",
                    "EVENT**|put a literal between two wildcards",
                    "EVENT{a}*|position=8",
                    "EVENT*{a:[0-9]+}|put a literal between two wildcards",
                    "EVENT{a:[0-9}|Unclosed character class",
                    "EVENT{a:x)(y}|invalid regular expression",
                    "EVENT{a:(?x)y#}|invalid regular expression",
                    "regex:|there is no expression",
                    "regex:EVENT(|Unclosed group",
                    "regex:(A)\\1|references to groups",
                    "regex:(?<a>A)\\k<a>|references to groups",
                    "regex:(?:){1001}|repeats more than 1000 times",
                    "regex:(?:(?:(?:){999}){999}){999}|multiply to more than",
                })
        void explainsPlaceAndFix(String text, String reason) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MessagePattern.parse(text))
                    .withMessageContaining(reason)
                    .withMessageContaining("pattern='" + text + "'");
        }

        @Test
        void textLongerThanLimit() {
            assertThat(MessagePattern.parse("A".repeat(256)).isExact()).isTrue();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MessagePattern.parse("A".repeat(257)))
                    .withMessageContaining("length=257 max=256");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "regex:(A+)+B",
                    "regex:(A*)*B",
                    "regex:.*A.*B",
                    "regex:(A|A){40}B",
                    "regex:(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)(A|A)B",
                    "regex:(.*)*X",
                    "regex:(.*A){12}B",
                    "regex:EVENT_([A-Z]+[0-9]*)+X",
                    "regex:EVENT_(?<a>\\w*)(?<b>\\w*)(?<c>\\w*)(?<d>\\w*)!",
                    "regex:([A-Z]+_?)+[0-9]",
                    "regex:(([A-Z])+.)+[A-Z]([A-Z])+x",
                    "EVENT{number:([0-9]+)+}X",
                    "EVENT{a:(([A-Z]|_)+)+}{b:[0-9]}",
                })
        void explodingExpressions(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MessagePattern.parse(text))
                    .withMessageContaining("more than 10000 steps for a command of")
                    .withMessageContaining(text);
        }
    }

    @Nested
    class Matching {
        @Test
        void exactNameIsCaseSensitiveAndWhole() {
            MessagePattern pattern = MessagePattern.parse("ADD");
            assertThat(pattern.isExact()).isTrue();
            assertThat(match(pattern, "ADD")).isEmpty();
            assertThat(match(pattern, "ADD1")).isNull();
            assertThat(match(pattern, "AD")).isNull();
            assertThat(match(pattern, "add")).isNull();
        }

        @ParameterizedTest
        @CsvSource({
            "EVENT*,EVENT,true",
            "EVENT*,EVENT_5,true",
            "EVENT*,EVENTé-x,true",
            "EVENT*,EVEN,false",
            "EVENT*,XEVENT,false",
            "*,ANY,true",
            "*ED,STOPPED,true",
            "*ED,ED,true",
            "*ED,EDX,false",
            "A*A,A,false",
            "A*A,AA,true",
            "A*B*C,AXBXBXC,true",
            "A*B*C,ABC,true",
            "A*B*C,ACB,false",
            "*A*,XAX,true",
            "*A*,XBX,false",
            "*ABAB*,ABAABAB,true",
        })
        void starsStandForAnything(String pattern, String command, boolean matches) {
            assertThat(match(MessagePattern.parse(pattern), command) != null).isEqualTo(matches);
        }

        @ParameterizedTest
        @CsvSource({
            "EVENT{n},EVENT5,{n=5}",
            "EVENT{n},EVENT_x_9,{n=_x_9}",
            "EVENT{n},EVENT,",
            "EVENT{n},EVENT-5,",
            "EVENT{n},EVENTé,",
            "A{x}_B{y},A1_B2,'{x=1, y=2}'",
            "A{x}_B{y},A1_B_B2,'{x=1, y=_B2}'",
            "A{x}_B{y},A_B_B2,'{x=_B, y=2}'",
            "A{x}_B{y},A1_B,",
            "{x}_B,A_B_B,{x=A_B}",
            "{x}_{y}_B,A_B_C_B,'{x=A, y=B_C}'",
            "*_{x},A_B_C,{x=B_C}",
            "*A{y},A-A5,{y=5}",
            "*A{x}B*,A-AxB-,{x=x}",
            "*A{x}AB,AAB,",
            "{x}A*B{y},1A2B3,'{x=1, y=3}'",
            "EVENT{n:[0-9]+},EVENT42,{n=42}",
            "EVENT{n:[0-9]+},EVENT4X,",
            "EVENT{n:[0-9]{2}}_X,EVENT42_X,{n=42}",
            "EVENT{n:[0-9]{2}}_X,EVENT4_X,",
            "{x}_{n:[0-9]+},A_B_5,'{x=A_B, n=5}'",
            "{l:[A-Z]+}{d:[0-9]+},AB12,'{l=AB, d=12}'",
            "{w:stop|STOP}_*,STOP_NOW,{w=STOP}",
            "regex:EVENT(?<number>[0-9]+)(?<rest>_.*)?,EVENT5_x,'{number=5, rest=_x}'",
            "regex:EVENT(?<number>[0-9]+)(?<rest>_.*)?,EVENT5,{number=5}",
            "regex:EVENT(?<number>[0-9]+)(?<rest>_.*)?,XEVENT5,",
            "regex:[a-z.-]+,lower.case-name,{}",
            "regex:X\\(?<A>,X<A>,{}",
            "'regex:(?x)A #(?<a>A)',A,{}",
        })
        void variablesTakeAsLittleAsPossibleFromLeftToRight(String pattern, String command, @Nullable String expected) {
            Map<String, String> variables = match(MessagePattern.parse(pattern), command);
            assertThat(variables == null ? null : variables.toString()).isEqualTo(expected);
        }

        @Test
        void variableNamesAreInTheOrderOfThePattern() {
            assertThat(MessagePattern.parse("A{y}_B{x}").variableNames()).containsExactly("y", "x");
            assertThat(MessagePattern.parse("regex:(?<b>B)(A)(?<a>A)").variableNames())
                    .containsExactly("b", "a");
        }

        @Test
        void variablesCannotBeChanged() {
            for (String text : List.of("A{x}B{y}", "A{x}", "A{x:[0-9]B[0-9]}", "A*", "regex:A(?<x>.*)")) {
                assertThat(match(MessagePattern.parse(text), "A1B2"))
                        .as(text)
                        .isNotNull()
                        .isUnmodifiable();
            }
        }
    }

    @Test
    void globsMatchAsRegularExpressionsDo() {
        Random random = new Random(7);
        String[] pieces = {"A", "B", "AB", "_", "*", "{%}", "A{%}", "*B", "A_"};
        int compared = 0;
        int matched = 0;
        for (int round = 0; round < 4_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)].replace("%", "v" + i));
            }
            if (Pattern.compile("[*}][*{]").matcher(text).find()) {
                continue;
            }
            MessagePattern pattern = MessagePattern.parse(text.toString());
            Pattern oracle = Pattern.compile(
                    text.toString().replace("*", "(?s:.*?)").replaceAll("\\{(v\\d)}", "(?<$1>[A-Za-z0-9_]+?)"));
            for (int i = 0; i < 20; i++) {
                String command = randomCommand(random);
                Map<String, String> variables = match(pattern, command);
                var matcher = oracle.matcher(command);
                assertThat(variables != null).as("%s on %s", text, command).isEqualTo(matcher.matches());
                compared++;
                if (variables != null) {
                    matched++;
                    variables.forEach((name, value) -> assertThat(value)
                            .as("%s in %s on %s", name, text, command)
                            .isEqualTo(matcher.group(name)));
                    assertThat(List.copyOf(variables.keySet())).isEqualTo(pattern.variableNames());
                }
            }
        }
        assertThat(compared).isGreaterThan(10_000);
        assertThat(matched).isGreaterThan(1_000);
    }

    @Test
    void moreLiteralCharactersAreMoreSpecific() {
        List<String> texts = List.of(
                "EVENT",
                "EVENT_{x:[0-9]+}",
                "EVENT_{x}",
                "EVENT_*",
                "EVENT{x:[0-9]+}",
                "EV*",
                "{x}",
                "*",
                "regex:EVENT_NUMBER[0-9]");
        List<Integer> ranks = texts.stream()
                .map(text -> MessagePattern.parse(text).specificity())
                .toList();
        assertThat(ranks).isSortedAccordingTo(Collections.reverseOrder()).doesNotHaveDuplicates();
        assertThat(ranks).allMatch(rank -> rank > 0);
    }

    @Test
    void ordinaryExpressionsAreAccepted() {
        List<String> texts = List.of(
                "regex:EVENT(?<number>[0-9]+)(_(?<kind>[A-Z]+))?",
                "regex:(START|STOP|RESTART)_[A-Z_]+",
                "regex:[A-Z]+_[0-9]+_[A-Z]+",
                "regex:(?:[A-Z]+_)*END",
                "regex:.*FAIL.*ED",
                "regex:(?:START|STOP|_)*[0-9]",
                "A{x:[0-9]{1,3}}_{y:[A-Z]+}_{z}");
        assertThat(texts)
                .allSatisfy(
                        text -> assertThat(MessagePattern.parse(text).text()).isEqualTo(text));
    }

    @Test
    void patternsThatDifferInTheNamesOfVariablesAreAlike() {
        assertThat(alike("EVENT{number}", "EVENT{id}")).isTrue();
        assertThat(alike("{a}_{b}", "{b}_{a}")).isTrue();
        assertThat(alike("A{x:[0-9]{1}}_{y}", "A{y:[0-9]{1}}_{x}")).isTrue();
        assertThat(alike("regex:E(?<a>[0-9])", "regex:E(?<b>[0-9])")).isTrue();
        assertThat(alike("EVENT{number}", "EVENT*")).isFalse();
        assertThat(alike("EVENT{n}", "EVENT{n:[0-9]+}")).isFalse();
        assertThat(alike("EVENT{n:[0-9]{1}}", "EVENT{n:[0-9]{2}}")).isFalse();
        assertThat(alike("EVENT{n}", "EVENTS{n}")).isFalse();
    }

    private static boolean alike(String one, String other) {
        return MessagePattern.parse(one).equalsButForNames(MessagePattern.parse(other));
    }

    @Test
    void matchOverBudgetIsNoMatchAndCounted() {
        MessagePattern quadratic = MessagePattern.parse("regex:.*ABC.*X");
        assertThat(quadratic.match(Message.of("ABC".repeat(300)))).isNull();
        assertThat(quadratic.exhausted()).isEqualTo(1);
        assertThat(match(quadratic, "XABCX")).isNotNull();
        assertThat(quadratic.exhausted()).isEqualTo(1);
    }

    @Test
    void commandTooLongForExpressionsIsNoMatchAndCounted() {
        MessagePattern pattern = MessagePattern.parse("regex:[A-Z]+");
        assertThat(pattern.match(Message.of("A".repeat(1_024)))).isNotNull();
        assertThat(pattern.match(Message.of("A".repeat(1_025)))).isNull();
        assertThat(pattern.exhausted()).isEqualTo(1);
    }

    private static @Nullable Map<String, String> match(MessagePattern pattern, String command) {
        return pattern.match(Message.parse(command));
    }

    private static String randomCommand(Random random) {
        StringBuilder command = new StringBuilder();
        for (int i = random.nextInt(10); i >= 0; i--) {
            command.append("AAAABBB__x5-".charAt(random.nextInt(12)));
        }
        return command.toString();
    }
}
