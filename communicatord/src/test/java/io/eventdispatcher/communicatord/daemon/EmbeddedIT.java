package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.communicatord.testing.LinePeer;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The daemon inside an application. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedIT {

    @TempDir
    Path directory;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Greetings greetings() {
            return new Greetings();
        }
    }

    static class Greetings {

        @MessageHandler("GREET")
        Map<String, ?> greet(String name) {
            return Map.of("text", "hello " + name);
        }
    }

    private static ConfigurableApplicationContext start(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + name));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }

    private static String greeting(ConfigurableApplicationContext asking, String service) throws Exception {
        Message greet = Message.builder("GREET")
                .to("", service)
                .param("name", asking.getId())
                .build();
        return asking.getBean(CommunicatorClient.class)
                .request(greet, Duration.ofSeconds(20))
                .get(20, TimeUnit.SECONDS)
                .text("text");
    }

    @Test
    void anotherApplicationFindsTheDaemonAtItsPath(CapturedOutput output) throws Exception {
        String uri = "--eventdispatcher.communicator.uri=cd://" + directory.resolve("dev.sock");
        try (ConfigurableApplicationContext inside =
                        start("inside", uri, "--eventdispatcher.communicator.mode=embedded");
                ConfigurableApplicationContext outside = start("outside", uri)) {
            assertThat(greeting(outside, "inside")).isEqualTo("hello outside");
            assertThat(greeting(inside, "outside")).isEqualTo("hello inside");
            assertThat(inside.getBean(BrokerReports.class).now().services())
                    .extracting(BrokerReport.ServiceReport::name)
                    .containsExactly("inside", "outside");
            assertThat(outside.getBeansOfType(Broker.class)).isEmpty();
        }
        assertThat(output).doesNotContain("cannot reach");
    }

    @Test
    void withoutAPathItHasOneOfItsOwn() throws Exception {
        try (ConfigurableApplicationContext alone = start("alone", "--eventdispatcher.communicator.mode=embedded");
                ConfigurableApplicationContext other = start("alone", "--eventdispatcher.communicator.mode=embedded")) {
            Awaitility.await().until(() -> isReady(alone) && isReady(other));
            Path socket = Path.of(alone.getEnvironment().getRequiredProperty("communicatord.unix-listen"));
            assertThat(other.getEnvironment().getRequiredProperty("communicatord.unix-listen"))
                    .isNotEqualTo(socket.toString());
            assertThat(socket).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
            assertThat(alone.getEnvironment().containsProperty("local.eventdispatcher.port.communicator-local"))
                    .isFalse();
        }
    }

    @Test
    void opensAPortWhenToldTo() throws Exception {
        try (ConfigurableApplicationContext inside = start(
                "inside",
                "--eventdispatcher.communicator.mode=embedded",
                "--communicatord.server-name=srv1",
                "--communicatord.local-listen=127.0.0.1:0")) {
            int port = inside.getEnvironment()
                    .getRequiredProperty("local.eventdispatcher.port.communicator-local", Integer.class);
            Awaitility.await().until(() -> isReady(inside));
            try (LinePeer peer = LinePeer.tcp(port).register("peer", "")) {
                peer.say("inside/GREET name=x");
                peer.hears("<srv1:inside srv1:peer/GREET_REPLY text=hello x");
            }
        }
    }

    @Test
    void comesBackWithItsContext() throws Exception {
        try (ConfigurableApplicationContext inside = start("inside", "--eventdispatcher.communicator.mode=embedded")) {
            Awaitility.await().until(() -> isReady(inside));
            inside.stop();
            assertThat(isReady(inside)).isFalse();
            inside.start();
            Awaitility.await().until(() -> isReady(inside));
        }
    }

    private static boolean isReady(ConfigurableApplicationContext application) {
        return application.getBean(CommunicatorClient.class).isReady();
    }

    @Test
    void refusesAddressesWhereItCannotBeFound() {
        for (String uri : List.of("cd://127.0.0.1:0", "udp://127.0.0.1:4040", "cd:///a.sock,cd:///b.sock")) {
            assertThatExceptionOfType(UnusablePropertyException.class)
                    .isThrownBy(() -> start(
                            "inside",
                            "--eventdispatcher.communicator.mode=embedded",
                            "--eventdispatcher.communicator.uri=" + uri))
                    .withMessageContaining("eventdispatcher.communicator.uri");
        }
    }
}
