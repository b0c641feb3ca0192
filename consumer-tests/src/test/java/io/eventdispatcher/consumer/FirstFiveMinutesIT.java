package io.eventdispatcher.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What somebody sees who adds one dependency, writes one method, and configures nothing. The project was built, with its slice
 * test, by the Maven invocation before.
 */
class FirstFiveMinutesIT {

    private static final String PROJECT = "first-five-minutes";

    private static DefaultPort port;

    @BeforeAll
    static void reservePort() throws IOException {
        port = DefaultPort.reserve();
    }

    @AfterAll
    static void releasePort() throws IOException {
        port.close();
    }

    @Test
    void fromTheJar() throws Exception {
        firstFiveMinutes(JavaHomes.CURRENT, List.of(), "executor");
    }

    @Test
    void onVirtualThreads() throws Exception {
        Path home = JavaHomes.withVirtualThreads();
        assumeTrue(home != null, "no JDK 21 or newer is installed");
        firstFiveMinutes(home, List.of("-Dspring.threads.virtual.enabled=true"), "virtual");
    }

    @Test
    void processedAheadOfTime() throws Exception {
        firstFiveMinutes(JavaHomes.CURRENT, List.of("-Dspring.aot.enabled=true"), "executor");
    }

    /** So that it is known that it works without them. */
    @Test
    void classPathLacksEverythingOptional() throws IOException {
        try (JarFile jar = new JarFile(Application.jar(PROJECT).toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".jar")))
                    .anyMatch(name -> name.contains("eventdispatcher-core"))
                    .anyMatch(name -> name.contains("eventdispatcher-spring-boot-starter"))
                    .noneMatch(
                            name -> name.matches(
                                    ".*(actuator|micrometer-core|validation|validator|reactor|reactive"
                                            + "|spring-web|jakarta.servlet|tomcat|netty|kotlin|jackson-databind|junixsocket|health).*"));
        }
    }

    private static void firstFiveMinutes(Path javaHome, List<String> options, String execution) throws Exception {
        try (Application application = Application.start(javaHome, options, PROJECT)) {
            application.await("Started App in");
            assertThat(application.await(" : (Listener 'main'.*)"))
                    .isEqualTo("Listener 'main' on tcp://127.0.0.1:4040"
                            + " (default; set eventdispatcher.listeners to change)");
            assertThat(application.await(" : (1 handler: .*)"))
                    .isEqualTo("1 handler: ADD -> Sum.add(int,int) [" + execution + "]");
            talk();
            startASecondTime(javaHome, options);
            assertThat(Conversation.ask(DefaultPort.PORT, "ADD a=1;b=1")).containsExactly("ADD_REPLY sum=2");
            end(application);
        }
    }

    private static void talk() throws Exception {
        int port = DefaultPort.PORT;
        assertThat(Conversation.ask(port, "ADD a=2;b=3")).containsExactly("ADD_REPLY sum=5");
        assertThat(Conversation.ask(port, "ADD a=2;b=x"))
                .containsExactly("INVALID command=ADD;message=b: 'x' is not an int");
        assertThat(Conversation.ask(port, "ADD a=2")).containsExactly("INVALID command=ADD;message=b: missing");
        assertThat(Conversation.ask(port, "NOPE")).containsExactly("UNKNOWN command=NOPE");
        assertThat(Conversation.ask(port, "HELP"))
                .singleElement()
                .asString()
                .startsWith("COMMANDS list=ADD,ALIVE,HELP,");
        assertThat(netcat("ADD a=2;b=3\n")).isIn("ADD_REPLY sum=5\n", null);
    }

    /** What {@code printf ... | nc -N 127.0.0.1 4040} prints; null where there is no such program. */
    private static String netcat(String input) throws IOException, InterruptedException {
        Process nc;
        try {
            nc = new ProcessBuilder("nc", "-N", "127.0.0.1", Integer.toString(DefaultPort.PORT)).start();
        } catch (IOException notInstalled) {
            return null;
        }
        try (var in = nc.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(nc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(nc.waitFor(30, TimeUnit.SECONDS)).isTrue();
        boolean known =
                !new String(nc.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).contains("invalid option");
        return known ? output : null;
    }

    private static void startASecondTime(Path javaHome, List<String> options) throws IOException {
        try (Application second = Application.start(javaHome, options, PROJECT)) {
            assertThat(second.output())
                    .contains("APPLICATION FAILED TO START")
                    .contains("Listener 'main' could not bind tcp://127.0.0.1:4040: the address is in use.")
                    .contains("Stop the other process, or set eventdispatcher.listeners.main.uri")
                    .doesNotContain("\tat ");
            assertThat(second.exitCode()).isEqualTo(1);
        }
    }

    /** With somebody connected, who gets the answer to what was sent before. */
    private static void end(Application application) throws IOException {
        try (Conversation open = new Conversation(DefaultPort.PORT)) {
            open.send("ADD a=20;b=22");
            assertThat(open.line()).isEqualTo("ADD_REPLY sum=42");
            application.terminate();
            assertThat(open.line()).isNull();
        }
        assertThat(application.output())
                .contains("Draining 1 connection (up to 30s) ...")
                .containsPattern("\\.\\.\\. done in \\d+ ms")
                .doesNotContain("ERROR");
        assertThat(application.exitCode()).isEqualTo(143);
    }
}
