package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import io.eventdispatcher.spring.lifecycle.ListenerStartException;
import io.eventdispatcher.transport.BindFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Mistakes and what is printed about them: each names what to change and how. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailuresIT {

    @TempDir
    private static Path directory;

    private static ServerSocket occupied;

    @BeforeAll
    static void occupyAPort() throws IOException {
        occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterAll
    static void freeIt() throws IOException {
        occupied.close();
    }

    /**
     * A mistake.
     *
     * @param name what it is
     * @param application has the handlers
     * @param properties its configuration
     * @param printed what the report has
     */
    record Mistake(String name, Class<?> application, List<String> properties, List<String> printed) {

        static Mistake in(Class<?> application, String name, String... properties) {
            return new Mistake(name, application, List.of(properties), List.of());
        }

        static Mistake of(String name, String... properties) {
            return in(Plain.class, name, properties);
        }

        Mistake prints(String... texts) {
            return new Mistake(name, application, properties, List.of(texts));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(addresses(), references(), values(), handlers()).flatMap(all -> all);
    }

    private static Stream<Mistake> addresses() {
        return Stream.of(
                Mistake.of("port in use", uri("tcp://127.0.0.1:" + occupied.getLocalPort()))
                        .prints(
                                "Listener 'main' could not bind tcp://127.0.0.1:" + occupied.getLocalPort()
                                        + ": the address is in use.",
                                "Stop the other process, or set eventdispatcher.listeners.main.uri (port 0 picks a free one)."),
                Mistake.in(Privileged.class, "privileged port")
                        .prints(
                                "Listener 'main' could not bind tcp://127.0.0.1:80: permission denied.",
                                "Set eventdispatcher.listeners.main.uri to a port from 1024 on (port 0 picks a free one), or"
                                        + " give the process the right to bind it."),
                Mistake.of("foreign address", uri("tcp://192.0.2.1:4040"), PREFIX + "unsafe-plaintext=true")
                        .prints(
                                "Listener 'main' could not bind tcp://192.0.2.1:4040: the address is not one of this machine's",
                                "Set eventdispatcher.listeners.main.uri to an address of this machine, for example"),
                Mistake.of("address that others reach", uri("tcp://0.0.0.0:0"))
                        .prints("Property: eventdispatcher.listeners.main.uri", "unsafe-plaintext"),
                Mistake.of("no scheme", uri("127.0.0.1:4040"))
                        .prints("Value: \"127.0.0.1:4040\"", "Reason: not an endpoint", "Write for example tcp://"),
                Mistake.of("no uri", PREFIX + "auto-startup=true")
                        .prints(
                                "Property: eventdispatcher.listeners.main.uri",
                                "Reason: it is missing",
                                "Write where to listen, for example tcp://127.0.0.1:4040."),
                Mistake.of("file in the way of a socket", uri("unix://" + file("precious")))
                        .prints(
                                "Listener 'main' could not bind unix://",
                                "Remove the file if nothing needs it, or set eventdispatcher.listeners.main.uri to another path."),
                Mistake.of("no such directory", uri("unix://" + directory.resolve("no/where.sock")))
                        .prints("Listener 'main' could not bind unix://", "eventdispatcher.listeners.main.uri"),
                Mistake.of(
                                "two listeners on one address",
                                uri("tcp://127.0.0.1:4040"),
                                "eventdispatcher.listeners.other.uri=tcp://127.0.0.1:4040")
                        .prints("has it already", "Choose another port or path, or remove one of the two."));
    }

    private static Stream<Mistake> references() {
        return Stream.of(
                Mistake.of("unknown bundle", uri("tls://127.0.0.1:0"), PREFIX + "ssl.bundle=nope")
                        .prints(
                                "Property: eventdispatcher.listeners.main.ssl.bundle",
                                "Value: \"nope\"",
                                "spring.ssl.bundle"),
                Mistake.of("tls without a bundle", uri("tls://127.0.0.1:0"))
                        .prints("Property: eventdispatcher.listeners.main.ssl.bundle", "spring.ssl.bundle"),
                Mistake.of("unknown executor", uri("local:failures"), "eventdispatcher.dispatch.executor=nope")
                        .prints(
                                "Property: eventdispatcher.dispatch.executor",
                                "Value: \"nope\"",
                                "Use one of: applicationTaskExecutor."),
                Mistake.of(
                                "unknown client for the log",
                                uri("local:failures"),
                                "eventdispatcher.log.forward.client=nope")
                        .prints(
                                "Property: eventdispatcher.log.forward.client",
                                "Configure eventdispatcher.clients.nope.uri, or name another client."),
                Mistake.of(
                                "listener and client of one name",
                                uri("local:a"),
                                "eventdispatcher.clients.main.uri=local:b")
                        .prints(
                                "Property: eventdispatcher.clients.main",
                                "there is a listener of the same name",
                                "Rename one"),
                Mistake.of("signal of the JVM", uri("local:failures"), "eventdispatcher.signals=KILL")
                        .prints("KILL", "eventdispatcher.signals"),
                Mistake.of(
                                "watched file as a directory",
                                uri("local:failures"),
                                "eventdispatcher.watch.rules.path=" + file("rules"),
                                "eventdispatcher.watch.rules.glob=*.conf")
                        .prints("watch 'rules'", "Correct eventdispatcher.watch.rules"));
    }

    private static Stream<Mistake> values() {
        return Stream.of(
                Mistake.of("no size", "eventdispatcher.limits.max-message-size=much")
                        .prints("eventdispatcher.limits.max-message-size", "Value: \"much\"", "Action:"),
                Mistake.of("no choice", "eventdispatcher.dispatch.unknown-command=answer")
                        .prints(
                                "eventdispatcher.dispatch.unknown-command",
                                "Value: \"answer\"",
                                "CLOSE",
                                "IGNORE",
                                "REPLY"),
                Mistake.of("negative time", "eventdispatcher.limits.idle-timeout=-1s")
                        .prints(
                                "Property: eventdispatcher.limits.idle-timeout",
                                "Value: \"-1000ms\"",
                                "Origin: \"eventdispatcher.limits.idle-timeout\" from property source",
                                "Reason: a time cannot be negative",
                                "Use 0 or a positive time."),
                Mistake.of("impossible name", "eventdispatcher.listeners[a b].uri=local:x")
                        .prints("'a b' is not a name", "Choose another name."),
                Mistake.of("embedded daemon that is not there", "eventdispatcher.communicator.mode=embedded")
                        .prints(
                                "Property: eventdispatcher.communicator.mode",
                                "Value: \"embedded\"",
                                "Reason: the daemon is not on the class path",
                                "Add the dependency io.eventdispatcher:eventdispatcher-communicatord"),
                Mistake.of("phases in the wrong order", "eventdispatcher.lifecycle.listeners-phase=0")
                        .prints("Property: eventdispatcher.lifecycle.listeners-phase", "handlers need the clients"));
    }

    private static Stream<Mistake> handlers() {
        return Stream.of(
                Mistake.in(Duplicate.class, "two handlers for one command", uri("local:failures"))
                        .prints(
                                "Two message handlers want the messages of the pattern 'ADD':",
                                "Duplicate.one()",
                                "Duplicate.two()",
                                "Remove one of them, change its pattern"),
                Mistake.in(UnknownListener.class, "handler of an unknown listener", uri("local:failures"))
                        .prints("it takes messages of the listener 'edge', which does not exist", "Use one of: main."),
                Mistake.in(UnknownExecutor.class, "handler on an unknown executor", uri("local:failures"))
                        .prints("there is no executor bean named 'nope'", "Use one of: applicationTaskExecutor"),
                Mistake.in(nameless(), "compiled without parameter names", uri("local:failures"))
                        .prints("Compile with -parameters", "@Param"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isExplained(Mistake mistake, CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(mistake.application())
                        .web(WebApplicationType.NONE)
                        .properties(mistake.properties().toArray(String[]::new))
                        .run())
                .isNotNull();
        assertThat(output).contains("APPLICATION FAILED TO START");
        String report = output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
        assertThat(mistake.printed())
                .isNotEmpty()
                .allSatisfy(text -> assertThat(report).contains(text));
        assertThat(report).contains("Description:", "Action:");
        assertThat(output.getAll().lines().filter(line -> line.startsWith("\tat ")))
                .as("no stack trace")
                .isEmpty();
    }

    private static final String PREFIX = "eventdispatcher.listeners.main.";

    private static String uri(String uri) {
        return PREFIX + "uri=" + uri;
    }

    private static Path file(String name) {
        try {
            Path file = directory.resolve(name);
            return Files.exists(file) ? file : Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class as it comes out of a build that does not set {@code -parameters}. */
    private static Class<?> nameless() {
        try {
            Path source = Files.writeString(directory.resolve("Nameless.java"), """
                    import io.eventdispatcher.spring.annotation.MessageHandler;
                    import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

                    @EnableAutoConfiguration
                    public class Nameless {
                        @MessageHandler("ADD")
                        public String add(int a, int b) {
                            return "SUM";
                        }
                    }
                    """);
            int result = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-proc:none",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-d",
                            directory.toString(),
                            source.toString());
            assertThat(result).isZero();
            ClassLoader loader =
                    new URLClassLoader(new URL[] {directory.toUri().toURL()}, StartFailuresIT.class.getClassLoader());
            return loader.loadClass("Nameless");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    /** A bind that the system forbids: who runs the tests may be root, whom it forbids nothing. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Privileged {

        @Bean
        SmartInitializingSingleton forbidden() {
            return () -> {
                Endpoint endpoint = Endpoint.parse("tcp://127.0.0.1:80");
                ListenerSettings settings = new ListenerSettings(
                        "main",
                        "eventdispatcher.listeners.main.uri",
                        endpoint,
                        ListenerOptions.defaults(),
                        true,
                        false,
                        null);
                throw new ListenerStartException(
                        settings,
                        new BindFailedException(
                                endpoint, BindFailedException.Reason.PERMISSION_DENIED, "Permission denied", null));
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Duplicate {

        @MessageHandler("ADD")
        void one() {}

        @MessageHandler("ADD")
        void two() {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class UnknownListener {

        @MessageHandler(value = "ADD", listeners = "edge")
        void add() {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class UnknownExecutor {

        @MessageHandler(value = "ADD", executor = "nope")
        void add() {}
    }
}
