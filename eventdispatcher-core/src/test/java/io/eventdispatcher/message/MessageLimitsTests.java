package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLimitsTests {
    private final MessageLimits limits = MessageLimits.defaults();

    private static String problem(MessageLimits limits, String line) {
        MessageDecoder decoder = new MessageDecoder(limits);
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 0, bytes.length) == null ? decoder.problem() : "";
    }

    /** Checks that a line made for a size is taken up to the limit and refused beyond. */
    private static void holdsAt(MessageLimits limits, int limit, String reason, IntFunction<String> line) {
        assertThat(problem(limits, line.apply(limit - 1))).isEmpty();
        assertThat(problem(limits, line.apply(limit))).isEmpty();
        assertThat(problem(limits, line.apply(limit + 1))).contains(reason).endsWith("max=" + limit);
    }

    private static String text(int parameters) {
        return "C "
                + IntStream.range(0, parameters).mapToObj(i -> "p" + i + "=").collect(Collectors.joining(";"));
    }

    private static String json(String command, String names) {
        return "{\"command\":\"" + command + "\",\"parameters\":{" + names + "}}";
    }

    @Test
    void refusesLimitsBelowTheirRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits.withMaxParameters(-1))
                .withMessage("maxParameters too small: maxParameters=-1 least=0");
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withMaxParameterNameLength(0));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withMaxNameLength(0));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withMaxTotalNameLength(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16, 128})
    void theNumberOfParametersIsLimited(int limit) {
        MessageLimits limited = limits.withMaxParameters(limit);

        holdsAt(limited, limit, "too many parameters", MessageLimitsTests::text);
        holdsAt(
                limited,
                limit,
                "too many parameters",
                n -> json(
                        "C",
                        IntStream.range(0, n).mapToObj(i -> "\"p" + i + "\":1").collect(Collectors.joining(","))));
        // a line that only the two-pass rule can read
        assertThat(problem(limited, text(limit - 1) + ";q=\"x\\\\\"y\"")).isEmpty();
        assertThat(problem(limited, text(limit) + ";q=\"x\\\\\"y\"")).contains("too many parameters");
    }

    @Test
    void noParametersAtAllCanBeAsked() {
        assertThat(problem(limits.withMaxParameters(0), "C")).isEmpty();
        assertThat(problem(limits.withMaxParameters(0), "C a=1")).isEqualTo("too many parameters: max=0");
    }

    @Test
    void theLengthOfAParameterNameIsLimited() {
        holdsAt(limits, 64, "parameter name too long", n -> "C a=1;" + "n".repeat(n) + "=1;z=1");
        holdsAt(limits, 64, "parameter name too long", n -> "<a:b c:d/C " + "n".repeat(n) + "=1");
        holdsAt(limits, 64, "parameter name too long", n -> json("C", "\"" + "n".repeat(n) + "\":1"));
    }

    @Test
    void theLengthOfEveryOtherNameIsLimited() {
        for (String line : List.of("%s a=1", "<%s:b C", "<a:%s C", "%s:C", "%s/C", "a:%s/C", "<a:b c:d/%s")) {
            holdsAt(limits, 128, "name too long", n -> line.formatted("N".repeat(n)));
        }
        holdsAt(limits, 128, "name too long", n -> json("N".repeat(n), ""));
    }

    @Test
    void theLengthOfAllNamesTogetherIsLimited() {
        MessageLimits limited = limits.withMaxTotalNameLength(40);

        holdsAt(limited, 40, "all names together", n -> "C aa=" + "v".repeat(99) + ";" + "n".repeat(n - 3) + "=1");
        holdsAt(limited, 40, "all names together", n -> "<aa:bb cc:dd/C " + "n".repeat(n - 9) + "=1");
        holdsAt(limited, 40, "all names together", n -> "<:bb dd/C " + "n".repeat(n - 5) + "=1");
        holdsAt(limited, 40, "all names together", n -> "cc:C " + "n".repeat(n - 3) + "=1");
        holdsAt(limited, 40, "all names together", n -> "N".repeat(n));
    }

    @Test
    void aRepeatedParameterIsRefusedOnDemand() {
        MessageLimits rejecting = limits.withRepeated(MessageLimits.RepeatedParameter.REJECT);

        assertThat(problem(rejecting, "C a=1;b=1;a=2")).isEqualTo("parameter repeated");
        assertThat(problem(rejecting, "C a=1;a=1")).isEqualTo("parameter repeated");
        assertThat(problem(rejecting, json("C", "\"a\":1,\"a\":2"))).isEqualTo("parameter repeated");
        assertThat(problem(rejecting, "C a=1;a=\"x\\\\\"y\"")).isEqualTo("parameter repeated");
        assertThat(problem(rejecting, "C b=1;a=2")).isEmpty();
        assertThat(problem(limits, "C a=1;a=1")).isEmpty();
    }

    @Test
    void collidingNamesAreToldApart() {
        // 128 names with the same hash: seven pairs, each "Aa" or "BB"
        List<String> names = new ArrayList<>();
        for (int bits = 0; bits < 128; bits++) {
            StringBuilder name = new StringBuilder();
            for (int i = 6; i >= 0; i--) {
                name.append((bits >> i & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        assertThat(names.stream().mapToInt(String::hashCode).distinct()).hasSize(1);
        Message message =
                Message.parse("C " + names.stream().map(n -> n + "=" + n).collect(Collectors.joining(";")));

        assertThat(message.parameterCount()).isEqualTo(128);
        assertThat(names).allSatisfy(name -> assertThat(message.param(name)).isEqualTo(name));
    }

    @Test
    void collidingCommandsAreToldApart() {
        Message other = Message.parse("BB");
        Message colliding = Message.parse("Aa");

        assertThat(other.commandHash()).isEqualTo(colliding.commandHash());
        assertThat(other.commandEquals("Aa".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(other).isNotEqualTo(colliding);
    }
}
