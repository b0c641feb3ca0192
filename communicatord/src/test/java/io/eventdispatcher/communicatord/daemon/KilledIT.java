package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.testing.LinePeer;
import io.eventdispatcher.communicatord.testing.Wire;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The daemon and a service are killed with SIGKILL, and frozen, while another service goes on asking. */
@Timeout(180)
class KilledIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);
    private static final Duration OWNER_TIMEOUT = Duration.ofSeconds(2);

    private static final Pattern CONNECTION = Pattern.compile("communicator-unix-[0-9]+");

    @TempDir
    private Path directory;

    private final Map<String, Process> processes = new HashMap<>();
    private final Map<String, InetSocketAddress> webs = new HashMap<>();
    private final Queue<CompletableFuture<Message>> requests = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
    private ConfigurableApplicationContext shop;

    /** What asks, in this process. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {

        @Bean
        Told told() {
            return new Told();
        }
    }

    /** What the other service says that it got. */
    static class Told {

        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        @MessageHandler("GOT")
        void got(String text) {
            texts.add(text);
        }
    }

    /** What is asked, in a process of its own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Stock {

        public static void main(String[] arguments) {
            SpringApplication.run(Stock.class, arguments);
        }

        @Bean
        Shelf shelf(ObjectProvider<CommunicatorClient> client) {
            return new Shelf(client);
        }
    }

    /** Answers, and tells the shop what it got. */
    record Shelf(ObjectProvider<CommunicatorClient> client) {

        @MessageHandler("PRICE")
        Map<String, ?> price(int item) {
            return Map.of("cents", item * 10);
        }

        @MessageHandler("NEWS")
        void news(String text) {
            var unused = client.getObject()
                    .send(Message.builder("GOT")
                            .to("", "shop")
                            .param("text", text)
                            .build());
        }
    }

    @BeforeEach
    void startAll() throws Exception {
        webs.put("daemon", Wire.free("127.0.0.31"));
        webs.put("stock", Wire.free("127.0.0.32"));
        start("daemon");
        start("stock");
        shop = new SpringApplicationBuilder(Shop.class)
                .run(service("shop", new InetSocketAddress("127.0.0.1", 0)).toArray(String[]::new));
        var unused = asking.scheduleWithFixedDelay(
                () -> requests.add(shop.getBean(CommunicatorClient.class).request(price(3), ANSWERED_WITHIN)),
                0,
                20,
                TimeUnit.MILLISECONDS);
        allAreReady();
    }

    @AfterEach
    void endAll() throws Exception {
        asking.shutdownNow();
        for (String name : List.copyOf(processes.keySet())) {
            kill(name);
        }
        if (shop != null) {
            shop.close();
        }
    }

    private static Message price(int item) {
        return Message.builder("PRICE").to("", "stock").param("item", item).build();
    }

    private Path socket() {
        return directory.resolve("d.sock");
    }

    private List<String> service(String name, InetSocketAddress web) {
        return List.of(
                "--spring.config.name=none",
                "--spring.main.banner-mode=off",
                "--spring.application.name=" + name,
                "--server.address=" + web.getHostString(),
                "--server.port=" + web.getPort(),
                "--management.endpoints.web.exposure.include=eventdispatcher",
                "--eventdispatcher.communicator.uri=cd://" + socket(),
                "--eventdispatcher.clients.communicator.reconnect.pauses=100ms");
    }

    private List<String> daemon(InetSocketAddress web) throws IOException {
        Path services = Files.createDirectories(directory.resolve("services"));
        return List.of(
                "--communicatord.server-name=srv1",
                "--communicatord.local-listen=off",
                "--communicatord.signal=off",
                "--communicatord.unix-listen=" + socket(),
                "--communicatord.services=" + services,
                "--communicatord.owner-timeout=" + OWNER_TIMEOUT.toMillis() + "ms",
                "--server.address=" + web.getHostString(),
                "--server.port=" + web.getPort());
    }

    private void start(String name) throws IOException {
        InetSocketAddress web = webs.get(name);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                (name.equals("daemon") ? CommunicatordApplication.class : Stock.class).getName()));
        command.addAll(name.equals("daemon") ? daemon(web) : service(name, web));
        processes.put(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                directory.resolve(name + ".log").toFile()))
                        .start());
    }

    /** With SIGKILL: nothing is said, nothing is written, nothing is tidied up. */
    private void kill(String name) throws InterruptedException {
        Process killed = processes.remove(name);
        assertThat(killed.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private void signal(String name, String signal) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(processes.get(name).pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE);
    }

    private String get(String name, String path) throws InterruptedException {
        InetSocketAddress web = name.equals("shop")
                ? new InetSocketAddress(
                        "127.0.0.1", shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class))
                : webs.get(name);
        URI address = URI.create("http://" + web.getHostString() + ":" + web.getPort() + "/actuator/" + path);
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "nobody there: " + e.getMessage();
        }
    }

    private void allAreReady() {
        for (String name : List.of("shop", "stock")) {
            await(name + " is ready").untilAsserted(() -> {
                assertThat(get(name, "eventdispatcher/communicator")).contains("\"state\":\"READY\"");
                assertThat(get("daemon", "communicatord/" + name)).contains("\"state\":\"READY\"");
            });
        }
        await("requests are answered")
                .ignoreExceptions()
                .until(() -> shop.getBean(CommunicatorClient.class)
                                .request(price(7), ANSWERED_WITHIN)
                                .get(5, TimeUnit.SECONDS)
                                .integer("cents")
                        == 70);
    }

    private void shopIs(String state) {
        await("the shop is " + state)
                .untilAsserted(() -> assertThat(get("shop", "eventdispatcher/communicator"))
                        .contains("\"state\":\"" + state + "\""));
    }

    private void stockIsGone() {
        await("the daemon has noticed")
                .until(() -> !get("daemon", "communicatord").contains("\"name\":\"stock\""));
    }

    private String connectionOfStock() throws InterruptedException {
        Matcher connection = CONNECTION.matcher(get("daemon", "communicatord/stock"));
        assertThat(connection.find()).isTrue();
        return connection.group();
    }

    private void tell(String... texts) {
        for (String text : texts) {
            assertThat(shop.getBean(CommunicatorClient.class)
                            .send(Message.builder("NEWS")
                                    .to("", "stock")
                                    .param("text", text)
                                    .build())
                            .accepted())
                    .isTrue();
        }
    }

    private void stockGot(String... texts) throws InterruptedException {
        for (String text : texts) {
            assertThat(shop.getBean(Told.class).texts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(text);
        }
    }

    /** Every request has ended, with an answer or a failure. */
    private void nothingHangs() throws Exception {
        asking.shutdown();
        assertThat(asking.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<?>[] all = requests.toArray(CompletableFuture[]::new);
        var unused = CompletableFuture.allOf(all)
                .handle((nothing, failure) -> "all have ended")
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        long answered = requests.stream()
                .filter(each -> !each.isCompletedExceptionally())
                .count();
        assertThat(answered).isPositive();
        assertThat(shop.getBean(Told.class).texts).as("nothing arrives twice").isEmpty();
    }

    @Test
    void whateverIsKilledAndStartedAgainEverythingGoesOn() throws Exception {
        kill("stock");
        stockIsGone();
        assertThat(get("shop", "eventdispatcher/communicator")).contains("\"state\":\"READY\"");
        tell("1", "2"); // waits in the daemon
        start("stock");
        stockGot("1", "2");
        allAreReady();

        kill("daemon");
        shopIs("AWAY");
        tell("3", "4"); // waits in the shop
        start("daemon");
        stockGot("3", "4");
        allAreReady();

        kill("daemon");
        kill("stock");
        shopIs("AWAY");
        tell("5"); // waits in the shop, then in the daemon
        start("daemon");
        shopIs("READY");
        tell("6");
        start("stock");
        stockGot("5", "6");
        allAreReady();

        frozen();
        nothingHangs();
    }

    /** A frozen service loses its name, but only when somebody else wants it; one that answers does not. */
    private void frozen() throws Exception {
        String connection = connectionOfStock();
        try (LinePeer early = LinePeer.unix(socket())) {
            early.say("REGISTER service=stock;version=1");
            early.hears("INVALID command=REGISTER;message=service: the name is in use");
            early.hearsTheEnd();
        }
        await("more than the time to answer")
                .pollDelay(OWNER_TIMEOUT.plusSeconds(2))
                .untilAsserted(() -> assertThat(connectionOfStock()).isEqualTo(connection));
        signal("stock", "STOP");
        await("its name is free").until(() -> {
            try (LinePeer late = LinePeer.unix(socket())) {
                late.say("REGISTER service=stock;version=1");
                return late.next().endsWith(" HELP");
            }
        });
        signal("stock", "CONT");
        allAreReady();
    }
}
