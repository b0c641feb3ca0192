package io.eventdispatcher.benchmarks;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * The starter as any user has it.
 *
 * <p>Usage: {@code SpringPingPongServer PORT|URI [--execution=loop|auto]}; {@code auto}, the default, runs the handler where
 * Spring Boot would: on virtual threads if {@code --spring.threads.virtual.enabled=true}, else on its executor.
 */
@SpringBootApplication
public class SpringPingPongServer {

    /**
     * Serves until the process is ended.
     *
     * @param args a port or an endpoint URI, then options
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            throw new IllegalArgumentException("usage: SpringPingPongServer PORT|URI [--execution=loop|auto]");
        }
        String uri = args[0].contains(":") ? args[0] : "tcp://127.0.0.1:" + args[0];
        String[] options = Arrays.stream(args)
                .skip(1)
                .map(option -> option.replace("--execution=", "--eventdispatcher.dispatch.execution="))
                .toArray(String[]::new);
        new SpringApplicationBuilder(SpringPingPongServer.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(Map.of("eventdispatcher.listeners.main.uri", uri))
                .run(options);
        System.err.println("LISTENING " + uri);
    }

    /**
     * Answers a ping.
     *
     * @param message the ping
     * @param serial its number
     * @return the pong
     */
    @MessageHandler("PING")
    Message ping(Message message, long serial) {
        return message.reply("PONG").param("serial", serial).build();
    }
}
