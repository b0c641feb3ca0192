package io.eventdispatcher.spring.docs.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.client.BlockingClient;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WithoutSpringIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void answersWithoutSpring() throws Exception {
        LocalEndpoint endpoint = new LocalEndpoint("readme-without-spring");
        CompletableFuture<EventLoop> loop = new CompletableFuture<>();
        CompletableFuture<Void> service = CompletableFuture.runAsync(() -> serve(endpoint, loop));
        try (BlockingClient client = connected(endpoint)) {
            byte[] reply = client.request(Message.of("PING"), LIMIT);
            assertThat(new String(reply, StandardCharsets.UTF_8)).isEqualTo("PONG");
        } finally {
            loop.get(10, TimeUnit.SECONDS).stop();
            service.get(10, TimeUnit.SECONDS);
            loop.get().close();
        }
    }

    private static void serve(LocalEndpoint endpoint, CompletableFuture<EventLoop> loop) {
        try {
            WithoutSpring.serve(endpoint, loop::complete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BlockingClient connected(LocalEndpoint endpoint) {
        return Awaitility.await().ignoreExceptions().until(() -> BlockingClient.open(endpoint, LIMIT), client -> true);
    }
}
