package io.eventdispatcher.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A project without Spring Boot's parent, so that the compiler keeps no names of parameters. */
class BomOnlyIT {

    private static final String PROJECT = "bom-only";
    private static final String ANY_PORT = "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0";

    @Test
    void handlerWithoutNamesStopsTheStartAndSaysWhatToAdd() throws IOException {
        try (Application application = Application.start(
                JavaHomes.CURRENT, List.of(), PROJECT, ANY_PORT, "--spring.profiles.active=unnamed")) {
            assertThat(application.output())
                    .contains("APPLICATION FAILED TO START")
                    .contains("Unnamed.greet")
                    .contains("-parameters")
                    .contains("<parameters>true</parameters>")
                    .contains("@Param")
                    .doesNotContain("\tat ");
            assertThat(application.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void handlerWithNamesWorks() throws IOException {
        try (Application application = Application.start(JavaHomes.CURRENT, List.of(), PROJECT, ANY_PORT)) {
            application.await("Started GreetingApplication in");
            int port = Integer.parseInt(application.await("Listener 'main' on tcp://127\\.0\\.0\\.1:(\\d+)"));
            assertThat(Conversation.ask(port, "GREET name=you;times=2"))
                    .containsExactly("GREET_REPLY text=hello you hello you");
            application.terminate();
            assertThat(application.exitCode()).isEqualTo(143);
        }
    }
}
