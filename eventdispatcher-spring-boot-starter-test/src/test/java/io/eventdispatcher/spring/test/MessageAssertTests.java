package io.eventdispatcher.spring.test;

import static io.eventdispatcher.spring.test.MessageAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.message.Message;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MessageAssertTests {

    private final Message total = Message.parse("shop:billing/TOTAL cents=1998;count=2");

    @Test
    void whatIsTrueIsAccepted() {
        assertThat(Message.parse("<shop:billing web:front/TOTAL cents=1998;count=2"))
                .hasCommand("TOTAL")
                .hasParam("cents")
                .hasParam("cents", 1998)
                .hasParam("cents", "1998")
                .hasParam("count", 2L)
                .doesNotHaveParam("euros")
                .hasOnlyParams(Map.of("count", 2, "cents", 1998))
                .hasSource("shop:billing")
                .hasDestination("web:front");
        assertThat(total).param("cents").startsWith("19");
        assertThat(Message.of("PING")).hasNoParams();
    }

    @Test
    void answersOfTheLibraryAreRecognized() {
        assertThat(Message.parse("INVALID command=ADD;message=\"a: missing, b: 'x' is not an int\""))
                .isInvalid()
                .isInvalid("a")
                .isInvalid("b");
        assertThat(Message.parse("INVALID command=ADD;message=\"parameter 'c' is missing\""))
                .isInvalid("c");
        assertThat(Message.parse("UNKNOWN command=NOPE")).isUnknown().isUnknown("NOPE");
        assertThat(Message.parse("ERROR command=ADD;id=1")).isError().isError("ADD");
    }

    @Test
    void everyFailureShowsTheMessage() {
        fails(() -> assertThat(total).hasCommand("SUM"), "to have the command <SUM> but it is <TOTAL>");
        fails(() -> assertThat(total).hasParam("euros"), "<euros> but it has <[cents, count]>");
        fails(() -> assertThat(total).hasParam("cents", 1), "<cents> with <1> but it is <1998>");
        fails(() -> assertThat(total).doesNotHaveParam("cents"), "not to have the parameter <cents>");
        fails(() -> assertThat(total).hasOnlyParams(Map.of("cents", 1998)), "only but it has");
        fails(() -> assertThat(total).hasNoParams(), "only but it has");
        fails(() -> assertThat(total).hasSource("x:y"), "to come from <x:y>");
        fails(() -> assertThat(total).hasDestination("x:y"), "to be for <x:y> but it is for <shop:billing>");
        fails(() -> assertThat(total).isInvalid(), "<INVALID>");
        fails(() -> assertThat(total).isUnknown(), "<UNKNOWN>");
        fails(() -> assertThat(total).isError(), "<ERROR>");
    }

    @Test
    void theIdThatAClientAddsDoesNotCountUnlessItIsAskedFor() {
        Message request = Message.parse("LOOKUP name=Alice;correlation_id=c1");
        assertThat(request)
                .hasOnlyParams(Map.of("name", "Alice"))
                .hasOnlyParams(Map.of("name", "Alice", "correlation_id", "c1"));
        assertThat(Message.parse("PING correlation_id=c1")).hasNoParams();
        assertThatThrownBy(() -> assertThat(request).hasNoParams())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("only but it has <[correlation_id, name]>");
    }

    @Test
    void parameterThatIsNotTheRefusedOneFails() {
        Message invalid = Message.parse("INVALID command=ADD;message=\"sum: 'a' is not an int\"");
        assertThatThrownBy(() -> assertThat(invalid).isInvalid("um"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("to refuse the parameter <um> but it says <sum: 'a' is not an int>");
    }

    @Test
    void descriptionComesFirst() {
        assertThatThrownBy(() -> assertThat(total).as("the answer").hasCommand("SUM"))
                .hasMessageStartingWith("[the answer] ");
    }

    @Test
    void noMessageFails() {
        assertThatThrownBy(() -> assertThat(null).hasCommand("SUM"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting actual not to be null");
    }

    private static void fails(ThrowingCallable assertion, String text) {
        assertThatThrownBy(assertion)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting message:")
                .hasMessageContaining("TOTAL cents=1998;count=2")
                .hasMessageContaining(text);
    }
}
