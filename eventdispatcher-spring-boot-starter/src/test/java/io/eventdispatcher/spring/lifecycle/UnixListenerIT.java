package io.eventdispatcher.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class UnixListenerIT {

    @TempDir
    private Path directory;

    @Test
    void aFileInTheWayIsExplainedAndStays(CapturedOutput output) throws IOException {
        Path path = Files.writeString(directory.resolve("app.sock"), "precious");
        assertThatThrownBy(() -> run(path)).isNotNull();
        assertThat(output)
                .contains("Listener 'main' could not bind unix://" + path)
                .contains("Remove the file if nothing needs it, or set eventdispatcher.listeners.main.uri");
        assertThat(path).hasContent("precious");
    }

    @Test
    void theFileHasTheConfiguredPermissions() throws IOException {
        Path path = directory.resolve("app.sock");
        try (ConfigurableApplicationContext context =
                run(path, "--eventdispatcher.listeners.main.permissions=rw-rw----")) {
            assertThat(context.isActive()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void theSameUserMayStopTheApplication() throws IOException {
        Path path = directory.resolve("app.sock");
        try (ConfigurableApplicationContext context = run(path);
                SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            peer.connect(UnixDomainSocketAddress.of(path));
            peer.write(ByteBuffer.wrap("QUITTING\n".getBytes(StandardCharsets.US_ASCII)));
            await().until(() -> !context.isActive());
        }
    }

    private static ConfigurableApplicationContext run(Path path, String... arguments) {
        return new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .properties("eventdispatcher.listeners.main.uri=unix://" + path)
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
