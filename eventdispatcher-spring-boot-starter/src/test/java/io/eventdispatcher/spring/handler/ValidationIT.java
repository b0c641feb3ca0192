package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.Param;
import io.eventdispatcher.spring.autoconfigure.MessageValidationAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.validation.annotation.Validated;

/** Constraints on arguments, on components of records, and on those of records inside of them. */
class ValidationIT {

    @Test
    void whatIsRefusedIsNamedAsThePeerKnowsIt() {
        assertThat(answers(
                        "JOIN name=Ann;home_street=Main;home_zipCode=1",
                        "JOIN name=\"\";home_street=\"\";home_zip_code=100000",
                        "JOIN name=Ann;home_street=Main;home_zipCode=1;away_street=\"\";away_zipCode=2",
                        "JOIN name=Ann;home_street=Main;home_zipCode=666",
                        "MOVE to_street=\"\";to_zipCode=1",
                        "LOOSE name=Ann;home_street=\"\";home_zipCode=100000",
                        "CODE code=ABCDE",
                        "CODE",
                        "STRICT number=0",
                        "STRICT number=1"))
                .containsExactly(
                        "WELCOME",
                        "INVALID command=JOIN;message=home_street: must not be blank, home_zipCode: must be less than or"
                                + " equal to 99999, name: must not be blank",
                        "INVALID command=JOIN;message=away_street: must not be blank",
                        "INVALID command=JOIN;message=home: nobody lives there",
                        "INVALID command=MOVE;message=to_street: must not be blank",
                        "WELCOME",
                        "INVALID command=CODE;message=code: size must be between 0 and 4",
                        "WELCOME",
                        "INVALID command=STRICT;message=number: must be greater than or equal to 1",
                        "WELCOME");
    }

    private static List<String> answers(String... lines) {
        List<String> answers = new ArrayList<>();
        Starter.plain()
                .withConfiguration(AutoConfigurations.of(
                        ValidationAutoConfiguration.class, MessageValidationAutoConfiguration.class))
                .withBean("people", People.class)
                .withBean("strict", Strict.class)
                .withPropertyValues("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0")
                .run(context -> {
                    int port = Integer.parseInt(
                            context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main"));
                    try (TestPeer peer = TestPeer.connect(port)) {
                        for (String line : lines) {
                            answers.add(String.valueOf(peer.send(line).line()).replace("\"", ""));
                        }
                    }
                });
        return answers;
    }

    /** A group of constraints. */
    interface Strictly {}

    @SuppressWarnings("unused")
    @Validated(Strictly.class)
    static class Strict {

        @MessageHandler("STRICT")
        String strict(@Min(value = 1, groups = Strictly.class) int number) {
            return "WELCOME";
        }
    }

    @SuppressWarnings("unused")
    static class People {

        record Address(@NotBlank String street, @Max(99_999) int zipCode) {

            @AssertTrue(message = "nobody lives there")
            boolean isLikely() {
                return zipCode != 666;
            }
        }

        record Person(@NotBlank String name, @Valid Address home, Optional<@Valid Address> away) {}

        record Loose(String name, Address home) {}

        @MessageHandler("JOIN")
        String join(@Valid Person person) {
            return "WELCOME";
        }

        @MessageHandler("MOVE")
        String move(@Valid @Param("to") Address address) {
            return "WELCOME";
        }

        /** Without {@code @Valid}, constraints inside of a record do not matter. */
        @MessageHandler("LOOSE")
        String loose(Loose loose) {
            return "WELCOME";
        }

        @MessageHandler("CODE")
        String code(Optional<@Size(max = 4) String> code) {
            return "WELCOME";
        }
    }
}
