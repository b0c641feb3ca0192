package io.eventdispatcher.spring.lifecycle.restarted;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.lifecycle.ConnectionClosedEvent;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** An application whose classes are loaded anew at each restart. It starts, answers itself, and ends. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RestartedApplication implements IntUnaryOperator {

    /** What a handler takes. */
    public record Pair(int a, int b) {}

    /** What a handler answers. */
    public record Sum(int sum) {}

    @Override
    public int applyAsInt(int port) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(RestartedApplication.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .run(
                        "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:" + port,
                        "--eventdispatcher.loops=2",
                        "--eventdispatcher.clients.self.uri=tcp://127.0.0.1:" + port,
                        "--eventdispatcher.signals=USR1",
                        "--eventdispatcher.watch.tmp.path=target/test-classes/META-INF")) {
            MessageClient self = context.getBean(MessageClient.class);
            Message onExecutor = ask(self, "ADD a=1;b=2");
            Message onLoop = ask(self, "TWICE a=" + onExecutor.integer("sum"));
            return Math.toIntExact(onLoop.integer("twice"));
        }
    }

    /** Lets Spring Boot set up what it keeps for the life of the process. */
    static void runNothing() {
        new SpringApplicationBuilder(RestartedApplication.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .run("--eventdispatcher.enabled=false")
                .close();
    }

    private static Message ask(MessageClient client, String text) {
        return client.request(Message.parse(text)).join(); // for the request time-out at most
    }

    @MessageHandler("ADD")
    Sum add(Pair pair) {
        return new Sum(pair.a() + pair.b());
    }

    @MessageHandler(value = "TWICE", execution = Execution.LOOP)
    Map<String, Integer> twice(int a) {
        return Map.of("twice", 2 * a);
    }

    @EventListener
    void closed(ConnectionClosedEvent event) {}
}
