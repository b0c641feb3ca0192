package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a number without a text of it. */
class PlainIntegerTests {

    @Test
    void plainNumbersAreTheSameAsByTheExactWay() {
        Message message = Message.parse("C a=0;b=42;c=999999999999999999");

        for (String name : new String[] {"a", "b", "c"}) {
            assertThat(message.plainInteger(name, -1)).isEqualTo(message.integer(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "007", "0x1F", "1000000000000000000", "1a", "a", "\"1\"", " 1", "1\\n"})
    void whateverElseIsLeftToTheCaller(String value) {
        assertThat(Message.parse("C n=" + value + ";z=1").plainInteger("n", -7)).isEqualTo(-7);
        assertThat(Message.of("C").plainInteger("n", -7)).isEqualTo(-7);
    }
}
