package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The map of all parameters, in whatever order and form they came. */
class ParameterMapTests {

    @Test
    void parametersAreInTheOrderOfTheirNamesWhateverTheLineSays() {
        Map<String, String> parameters =
                Message.parse("C zeta=1;alpha=2;Mid=3;_low=4").parameters();

        assertThat(parameters)
                .containsExactly(
                        Map.entry("Mid", "3"), Map.entry("_low", "4"), Map.entry("alpha", "2"), Map.entry("zeta", "1"));
        assertThat(parameters.keySet()).containsExactly("Mid", "_low", "alpha", "zeta");
    }

    @Test
    void theLastOfRepeatedParametersCounts() {
        Message message = Message.parse("C b=1;a=2;b=3;a=4;a=5");

        assertThat(message.parameters()).containsExactly(Map.entry("a", "5"), Map.entry("b", "3"));
        assertThat(message.parameterCount()).isEqualTo(2);
        assertThat(Message.parse("C a=1;a=2").parameterCount()).isEqualTo(1);
    }

    @Test
    void aValueIsTheSameAloneAndAmongAll() {
        Message message = Message.parse("C b=\"x;y \";a=1\\\\2\\n;c=;d= e ");
        Map<String, String> parameters = message.parameters();

        assertThat(parameters).hasSize(4);
        parameters.forEach((name, value) -> assertThat(value).isEqualTo(message.param(name)));
        assertThat(parameters.get("a")).isEqualTo("1\\2\n");
        assertThat(parameters).containsKey("c").doesNotContainKey("e");
        assertThat(parameters.get("e")).isNull();
    }

    @Test
    void theMapEqualsOneWithTheSameContentAndCannotBeChanged() {
        Map<String, String> parameters = Message.parse("C b=1;a=2").parameters();

        Map<String, String> same = new LinkedHashMap<>();
        same.put("a", "2");
        same.put("b", "1");
        assertThat(parameters).isEqualTo(same).hasSameHashCodeAs(same).hasToString("{a=2, b=1}");
        assertThatThrownBy(() -> parameters.put("c", "3")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> parameters.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(parameters::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Message.of("C").parameters()).isEmpty();
    }

    @Test
    void namesThatAreNoNamesAreInTheMapToo() {
        Message message = Message.parse("{\"command\":\"C\",\"parameters\":{\"no name\":\"1\",\"a\":\"2\"}}");

        assertThat(message.parameters()).containsExactly(Map.entry("a", "2"), Map.entry("no name", "1"));
        assertThat(message.parameters().get("no name")).isEqualTo("1");
    }

    @Test
    void longValuesEndWhereShortOnesDo() {
        Random random = new Random(7);
        String alphabet = "abcdefghijklmnopqrstuvwxyz 0123456789\u00e4\u20ac\t";
        for (int round = 0; round < 2_000; round++) {
            TreeMap<String, String> expected = new TreeMap<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                StringBuilder value = new StringBuilder();
                for (int length = random.nextInt(60); length > 0; length--) {
                    boolean special = random.nextInt(12) == 0;
                    value.append(
                            (special ? ";\\\"\n\r" : alphabet).charAt(random.nextInt(special ? 5 : alphabet.length())));
                }
                expected.put("p" + random.nextInt(10), value.toString());
            }
            MessageBuilder builder = Message.builder("C");
            expected.forEach(builder::param);
            Message read = Message.parse(builder.build().toText());

            assertThat(read.parameters()).isEqualTo(expected);
            assertThat(read).isEqualTo(builder.build());
        }
    }
}
