package io.eventdispatcher.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What is printed when something is in the way of a path, or cannot be joined. */
@ExtendWith(OutputCaptureExtension.class)
@DisabledOnOs(OS.WINDOWS)
class OccupiedPathIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"fifo", "unix", "unix-dgram"})
    void aFileIsExplainedAndStays(String scheme, CapturedOutput output) throws IOException {
        Path path = Files.writeString(directory.resolve("precious"), "precious");
        assertNotStarted("eventdispatcher.listeners.x.uri=" + scheme + "://" + path);
        assertThat(output)
                .contains("Listener 'x' could not bind " + scheme + "://" + path)
                .contains(
                        "Remove the file if nothing needs it, or set eventdispatcher.listeners.x.uri to another path.");
        assertThat(path).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fifo", "unix", "unix-dgram"})
    void aDirectoryThatIsMissingIsExplained(String scheme, CapturedOutput output) {
        assertNotStarted("eventdispatcher.listeners.x.uri=" + scheme + "://" + directory.resolve("no/where"));
        assertThat(output)
                .contains("Listener 'x' could not bind " + scheme + "://" + directory)
                .contains("eventdispatcher.listeners.x.uri");
    }

    @Test
    void anInterfaceThatIsMissingIsExplained(CapturedOutput output) {
        assertNotStarted(
                "eventdispatcher.listeners.x.uri=udp://127.0.0.1:0",
                "eventdispatcher.listeners.x.datagram.multicast-group=239.255.41.1",
                "eventdispatcher.listeners.x.datagram.interface=192.0.2.1");
        assertThat(output)
                .contains("Property: eventdispatcher.listeners.x.datagram.interface")
                .contains("no such network interface");
    }

    private static void assertNotStarted(String... properties) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(App.class)
                        .web(WebApplicationType.NONE)
                        .properties(properties)
                        .run())
                .isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
