package io.eventdispatcher.benchmarks;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The starter as any user has it, with its limits, its log context, and with meters, which are collected in memory.
 *
 * <p>Usage: {@code SpringPingPongServer ENDPOINT [--execution=loop|auto|virtual] [--watch=meters|none|observations|tracing]
 * [--certificate PEM --key PEM] [--any.property=value]...}; {@code auto}, the default, runs the handlers where Spring Boot
 * would: on its executor, or on virtual threads if {@code --spring.threads.virtual.enabled=true}. Watched by nothing, there
 * are neither meters nor a log context, as in an application without actuator; observations come with meters made of them,
 * and tracing adds spans of Brave, of which one in ten is sampled and none is reported. tcp, unix, and tls with the two
 * files.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class SpringPingPongServer {

    /** A meter of the starter that is there as soon as its meters are bound to the registry. */
    private static final String BOUND_METER = "eventdispatcher.loop.turns";

    private static final String METERS = "meters";
    private static final String NONE = "none";
    private static final String OBSERVATIONS = "observations";
    private static final String TRACING = "tracing";

    /**
     * Serves until standard input ends.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        ServerConsole.run(args, SpringPingPongServer::start);
    }

    private static String start(ServerArguments arguments) {
        arguments.check(Set.of("tcp", "unix", "tls"), arguments.options().keySet());
        Map<String, Object> properties = new HashMap<>();
        properties.put(
                "eventdispatcher.listeners.main.uri", arguments.endpoint().toString());
        properties.put("eventdispatcher.dispatch.execution", arguments.choice("execution", "auto", "loop", "virtual"));
        String watch = arguments.choice("watch", METERS, NONE, OBSERVATIONS, TRACING);
        properties.put("eventdispatcher.log.mdc", !watch.equals(NONE));
        properties.put("eventdispatcher.observation.always", watch.equals(OBSERVATIONS));
        if (arguments.scheme().equals("tls")) {
            properties.put("eventdispatcher.listeners.main.ssl.bundle", "server");
            String bundle = "spring.ssl.bundle.pem.server.keystore.";
            properties.put(
                    bundle + "certificate",
                    arguments.file("certificate").toUri().toString());
            properties.put(bundle + "private-key", arguments.file("key").toUri().toString());
        }
        List<String> others = new ArrayList<>();
        arguments.options().forEach((name, value) -> {
            if (name.indexOf('.') >= 0) {
                others.add("--" + name + "=" + value);
            }
        });
        ConfigurableApplicationContext context = new SpringApplicationBuilder(sources(watch))
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .run(others.toArray(String[]::new));
        if (!watch.equals(NONE)) {
            context.getBean(MeterRegistry.class).get(BOUND_METER).meter();
        }
        return arguments.listening(
                context.getEnvironment().getProperty("local.eventdispatcher.port.main", Integer.class, 0));
    }

    private static Class<?>[] sources(String watch) {
        return switch (watch) {
            case NONE -> new Class<?>[] {SpringPingPongServer.class};
            case TRACING -> new Class<?>[] {SpringPingPongServer.class, ServerMeters.class, ServerSpans.class};
            default -> new Class<?>[] {SpringPingPongServer.class, ServerMeters.class};
        };
    }

    /**
     * The answer to a ping.
     *
     * @param serial the number of the ping
     */
    record Pong(long serial) {}

    /**
     * Answers a ping.
     *
     * @param serial its number
     * @return the pong
     */
    @MessageHandler(value = "PING", reply = "PONG")
    Pong ping(long serial) {
        return new Pong(serial);
    }

    /**
     * Answers all other commands.
     *
     * @param parameters those of the message
     * @return their number
     */
    @MessageHandler({
        "C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12", "C13", "C14", "C15", "C16",
        "C17", "C18"
    })
    Map<String, ?> count(Map<String, String> parameters) {
        return Map.of("count", parameters.size());
    }
}
