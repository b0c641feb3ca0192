package io.eventdispatcher.spring.docs.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.lifecycle.Connections;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the page shows, run: an application that talks to itself. */
class ClientsDocumentationIT {

    private ConfigurableApplicationContext context;

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .profiles("clients")
                .run(
                        "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "--eventdispatcher.listeners.inside.uri=local:clients-page",
                        "--eventdispatcher.clients.hub.uri=local:clients-page");
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void theInterfaceIsAClient() {
        Directory directory = context.getBean(Directory.class);
        assertThat(directory.lookup("x")).contains(new Directory.Place("Main", 7));
        assertThat(directory.lookup("nobody")).isEmpty();
        assertThat(directory.streetOf("nobody")).isEqualTo("unknown");
        assertThat(directory.count("all")).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(42L);
        directory.publish("one");
        assertThat(directory.tryToPublish("two")).isEqualTo(Delivery.SENT);
        await().untilAsserted(() -> assertThat(context.getBean(Hub.class).news).containsExactly("one", "two"));
    }

    @Test
    void theServiceSendsAndAsks() {
        Prices prices = context.getBean(Prices.class);
        assertThat(prices.priceOf("a")).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(199L);
        assertThat(prices.priceOf("none")).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(-1L);
        prices.announce("three");
        await().untilAsserted(() -> assertThat(context.getBean(Hub.class).news).containsExactly("three"));
    }

    @Test
    void eventsAndConnectionsAreThere() {
        HubWatch watch = context.getBean(HubWatch.class);
        await().until(() -> watch.seen.contains("connected hub"));
        News news = context.getBean(News.class);
        assertThat(news.tellEverybody("hello")).isEqualTo(new Connections.Broadcast(0, 0, 0, 0));
        news.beginAnew();
        assertThat(context.getBeansOfType(ImpatientClients.class)).hasSize(1);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Prices.class, HubWatch.class, News.class, ImpatientClients.class})
    static class App {

        @Bean
        Hub hubService() {
            return new Hub();
        }
    }

    static class Hub {

        final Queue<String> news = new ConcurrentLinkedQueue<>();

        @MessageHandler("LOOKUP")
        Map<String, ?> lookup(String name) {
            return name.equals("x") ? Map.of("street", "Main", "number", 7) : Map.of();
        }

        @MessageHandler("COUNT")
        Map<String, ?> count(String kind) {
            return Map.of("total", 42);
        }

        @MessageHandler("PRICE")
        Map<String, ?> price(String sku) {
            return sku.equals("none") ? Map.of() : Map.of("cents", 199);
        }

        @MessageHandler("NEWS")
        void news(String text) {
            news.add(text);
        }
    }
}
