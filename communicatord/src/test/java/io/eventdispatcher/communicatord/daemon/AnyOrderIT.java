package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Two applications and a daemon: each of them comes, goes and comes again, in every order. */
@Timeout(120)
class AnyOrderIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Map<String, AutoCloseable> running = new LinkedHashMap<>();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {

        @Bean
        Orders orders() {
            return new Orders();
        }
    }

    /** Both applications can do the same, and each asks the other. */
    static class Orders {

        final BlockingQueue<String> news = new LinkedBlockingQueue<>();

        @MessageHandler("PRICE")
        Map<String, ?> price(int item) {
            return Map.of("cents", item * 10);
        }

        @MessageHandler("NEWS")
        void news(String text) {
            news.add(text);
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (String name : List.copyOf(running.keySet())) {
            close(name);
        }
    }

    private void start(String name, String... more) throws Exception {
        running.put(name, name.equals("daemon") ? new RunningDaemon(directory, more) : service(name, more));
    }

    private ConfigurableApplicationContext service(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.name=none",
                "--spring.application.name=" + name,
                "--eventdispatcher.communicator.uri=cd://" + directory.resolve("d.sock"),
                "--eventdispatcher.clients.communicator.reconnect.pauses=100ms"));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(Service.class).run(arguments.toArray(String[]::new));
    }

    private void close(String name) throws Exception {
        AutoCloseable closed = running.remove(name);
        if (closed != null) {
            closed.close();
        }
    }

    private ConfigurableApplicationContext context(String name) {
        return running.get(name) instanceof RunningDaemon daemon
                ? daemon.context
                : (ConfigurableApplicationContext) running.get(name);
    }

    private CommunicatorClient client(String name) {
        return context(name).getBean(CommunicatorClient.class);
    }

    private static Message price(String of, int item) {
        return Message.builder("PRICE").to("", of).param("item", item).build();
    }

    private static Message news(String to, String text) {
        return Message.builder("NEWS").to("", to).param("text", text).build();
    }

    private static long cents(CompletableFuture<Message> answer) throws Exception {
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).integer("cents");
    }

    private String heard(String name) throws Exception {
        return context(name).getBean(Orders.class).news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void bothAnswer() throws Exception {
        assertThat(cents(client("shop").request(price("stock", 7), PATIENCE))).isEqualTo(70);
        assertThat(cents(client("stock").request(price("shop", 8), PATIENCE))).isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daemon shop stock",
                "daemon stock shop",
                "shop daemon stock",
                "shop stock daemon",
                "stock daemon shop",
                "stock shop daemon"
            })
    void startedAndEndedAndStartedAgainTheyAnswerEachOther(String order) throws Exception {
        String[] web = {"--spring.main.web-application-type=none"};
        CompletableFuture<Message> early = null;
        for (String name : order.split(" ")) {
            start(name, web);
            if (name.equals("shop")) {
                early = client("shop").request(price("stock", 1), PATIENCE);
            }
        }
        assertThat(cents(early)).isEqualTo(10);
        bothAnswer();
        for (String name : order.split(" ")) {
            close(name);
            CompletableFuture<Message> meanwhile = null;
            if (name.equals("stock") || name.equals("daemon")) {
                Awaitility.await()
                        .until(() -> name.equals("stock") || !client("shop").isReady());
                assertThat(client("shop").send(news("stock", "first")).accepted())
                        .isTrue();
                assertThat(client("shop").send(news("stock", "second")).accepted())
                        .isTrue();
                meanwhile = client("shop").request(price("stock", 2), PATIENCE);
            }
            start(name, web);
            if (meanwhile != null) {
                assertThat(heard("stock")).isEqualTo("first");
                assertThat(heard("stock")).isEqualTo("second");
                assertThat(cents(meanwhile)).isEqualTo(20);
            }
            bothAnswer();
        }
    }

    @Test
    void allThreeEndpointsShowWhoIsThere() throws Exception {
        String[] web = {
            "--server.port=0",
            "--management.endpoints.web.exposure.include=eventdispatcher,health",
            "--management.endpoint.health.show-details=always"
        };
        start("shop", web);
        assertThat(client("shop").send(news("stock", "early"))).isEqualTo(Delivery.QUEUED);
        assertThat(get("shop", "eventdispatcher/communicator")).contains("\"state\":\"AWAY\"");
        assertThat(get("shop", "eventdispatcher/clients/communicator"))
                .contains("\"ready\":false")
                .contains("\"queued\":1");
        assertThat(get("shop", "health/eventdispatcher/communicator")).contains("\"status\":\"UNKNOWN\"");
        start("daemon");
        start("stock", web);
        assertThat(heard("stock")).isEqualTo("early");
        for (String name : List.of("shop", "stock")) {
            assertThat(get(name, "eventdispatcher/communicator"))
                    .contains("\"serviceName\":\"" + name + "\"")
                    .contains("\"state\":\"READY\"");
            assertThat(get(name, "eventdispatcher/clients/communicator"))
                    .contains("\"ready\":true")
                    .contains("\"queued\":0");
            assertThat(get(name, "health/eventdispatcher/communicator")).contains("\"status\":\"UP\"");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(get("daemon", "communicatord/" + name))
                            .contains("\"PRICE\"")
                            .contains("\"state\":\"READY\""));
        }
        close("daemon");
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(get("shop", "eventdispatcher/communicator")).contains("\"state\":\"AWAY\""));
    }

    private String get(String name, String path) throws Exception {
        String port = context(name).getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
