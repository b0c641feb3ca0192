package io.eventdispatcher.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.messenger.RequestException;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageExchange;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.Param;
import io.eventdispatcher.spring.autoconfigure.Starter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import reactor.core.publisher.Mono;

/** An application that talks to itself through client interfaces. */
class MessageExchangesIT {

    private static int names;

    private final ApplicationContextRunner runner = runner();

    private static ApplicationContextRunner runner() {
        String uri = "local:exchanges-" + ++names;
        return Starter.plain()
                .withUserConfiguration(App.class)
                .withPropertyValues(
                        "eventdispatcher.listeners.main.uri=" + uri,
                        "eventdispatcher.clients.hub.uri=" + uri,
                        "eventdispatcher.clients.hub.request-timeout=10s",
                        "eventdispatcher.clients.away.uri=local:nobody-listens-here",
                        "eventdispatcher.clients.away.offline-queue.capacity=1",
                        "lookup.command=LOOKUP",
                        "spring.main.lazy-initialization=true");
    }

    record Place(String street, int number, Optional<String> city) {}

    record Item(String sku, int count) {}

    enum Colour {
        RED,
        GREEN
    }

    @MessageExchange(client = "hub", timeout = "20s")
    interface Hub {

        @MessageExchange("${lookup.command}")
        Place lookup(String name);

        @MessageExchange("LOOKUP")
        Optional<Place> find(String name);

        @MessageExchange(command = "LOOKUP", result = "number")
        Optional<Integer> number(String name);

        @MessageExchange("LOOKUP")
        Message raw(@Param("name") String whoever);

        @MessageExchange("LOOKUP")
        Map<String, String> all(String name);

        @MessageExchange("LOOKUP")
        CompletableFuture<Place> later(String name);

        @MessageExchange("LOOKUP")
        CompletionStage<Optional<Place>> perhapsLater(String name);

        @MessageExchange("LOOKUP")
        Mono<Place> reactive(String name);

        @MessageExchange(command = "SUM", result = "sum")
        long sum(int a, @Nullable Integer b);

        @MessageExchange(command = "PAINT", result = "colour")
        Colour paint(Colour colour, Duration within);

        @MessageExchange("ECHO")
        Map<String, String> echo(Item item, Map<String, ?> more, @Param("nested") Item nested, Optional<String> none);

        @MessageExchange("ECHO")
        Map<String, String> echo(Message message, @Param("extra") int extra);

        @MessageExchange
        Message forward(Message message);

        @MessageExchange("NEWS")
        void publish(String text, MessageAddress to);

        @MessageExchange("NEWS")
        Delivery deliver(String text);

        @MessageExchange("NEWS")
        CompletableFuture<Void> confirm(String text);

        @MessageExchange(command = "SILENT", timeout = "${silent.timeout:100ms}")
        Message silent();

        @MessageExchange("NOPE")
        Optional<Place> unknown();

        default String streetOf(String name) {
            return lookup(name).street();
        }
    }

    @MessageExchange(client = "away")
    interface Away {

        @MessageExchange("NEWS")
        void publish(String text);

        @MessageExchange("NEWS")
        Delivery deliver(String text);

        @MessageExchange(command = "GET", timeout = "100ms")
        Message get();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMessageExchanges(types = {Hub.class, Away.class})
    static class App {

        final BlockingQueue<String> news = new LinkedBlockingQueue<>();

        @MessageHandler("LOOKUP")
        Map<String, ?> lookup(String name) {
            return switch (name) {
                case "x" -> Map.of("street", "Main", "number", 7);
                case "broken" -> Map.of("street", "Main", "number", "seven");
                case "half" -> Map.of("street", "Main");
                default -> Map.of();
            };
        }

        @MessageHandler("SUM")
        Map<String, ?> sum(int a, Optional<Integer> b) {
            return Map.of("sum", a + b.orElse(0));
        }

        @MessageHandler("PAINT")
        Map<String, ?> paint(Colour colour, Duration within) {
            return Map.of("colour", within.equals(Duration.ofSeconds(3)) ? colour : "none");
        }

        @MessageHandler("ECHO")
        Map<String, String> echo(Map<String, String> all) {
            return all;
        }

        @MessageHandler("NEWS")
        Map<String, ?> news(Message message) {
            news.add(message.toBuilder().without(Message.CORRELATION).build().toText());
            return Map.of();
        }

        @MessageHandler("SILENT")
        void silent() {}

        @MessageHandler(commands = "TWICE", concurrent = true)
        Map<String, ?> twice(String name) {
            return Map.of("street", hub.streetOf(name) + hub.lookup(name).street());
        }

        @MessageHandler(commands = "ON_LOOP", execution = Execution.LOOP)
        Map<String, ?> onLoop(String name) {
            try {
                return Map.of("street", hub.lookup(name).street());
            } catch (IllegalStateException e) {
                return Map.of("refused", String.valueOf(e.getMessage()));
            }
        }

        private final Hub hub;

        App(@Lazy Hub hub) {
            this.hub = hub;
        }
    }

    private void with(ThrowingConsumer<Hub> test) {
        runner.run(context -> test.accept(context.getBean(Hub.class)));
    }

    private interface ThrowingConsumer<T> {
        void accept(T value) throws Exception;
    }

    @Test
    void answersBecomeWhatIsReturned() {
        with(hub -> {
            Place place = new Place("Main", 7, Optional.empty());
            assertThat(hub.lookup("x")).isEqualTo(place);
            assertThat(hub.find("x")).contains(place);
            assertThat(hub.find("nobody")).isEmpty();
            assertThat(hub.number("x")).contains(7);
            assertThat(hub.number("nobody")).isEmpty();
            assertThat(hub.raw("x").text("street")).isEqualTo("Main");
            assertThat(hub.all("x")).isEqualTo(Map.of("street", "Main", "number", "7"));
            assertThat(hub.later("x")).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(place);
            assertThat(hub.perhapsLater("nobody").toCompletableFuture())
                    .succeedsWithin(10, TimeUnit.SECONDS)
                    .isEqualTo(Optional.empty());
            assertThat(hub.reactive("x").block(Duration.ofSeconds(10))).isEqualTo(place);
            assertThat(hub.streetOf("x")).isEqualTo("Main");
            assertThat(hub.confirm("n")).succeedsWithin(10, TimeUnit.SECONDS);
        });
    }

    @Test
    void argumentsBecomeParameters() {
        with(hub -> {
            assertThat(hub.sum(2, 3)).isEqualTo(5);
            assertThat(hub.sum(2, null)).isEqualTo(2);
            assertThat(hub.paint(Colour.GREEN, Duration.ofSeconds(3))).isEqualTo(Colour.GREEN);
            assertThat(hub.echo(new Item("a;b", 1), Map.of("more", 2), new Item("c", 3), Optional.empty()))
                    .isEqualTo(Map.of("sku", "a;b", "count", "1", "more", "2", "nested_sku", "c", "nested_count", "3"));
            assertThat(hub.echo(Message.parse("ANY a=1;extra=2"), 3)).isEqualTo(Map.of("a", "1", "extra", "3"));
            assertThat(hub.forward(Message.parse("LOOKUP name=x")).command()).isEqualTo("LOOKUP_REPLY");
        });
    }

    @Test
    void whatIsOnlySentIsNotWaitedFor() {
        runner.run(context -> {
            Hub hub = context.getBean(Hub.class);
            App app = context.getBean(App.class);
            hub.publish("one", new MessageAddress("", "news"));
            assertThat(app.news.poll(10, TimeUnit.SECONDS)).isEqualTo("news/NEWS text=one");
            assertThat(hub.deliver("two").accepted()).isTrue();
            assertThat(app.news.poll(10, TimeUnit.SECONDS)).isEqualTo("NEWS text=two");
        });
    }

    @Test
    void answersThatAreNotUsableFailTheCallWithTheReason() {
        with(hub -> {
            assertThatThrownBy(() -> hub.lookup("broken"))
                    .isInstanceOfSatisfying(
                            MessageExchangeException.class,
                            e -> assertThat(e.answer().text("street")).isEqualTo("Main"))
                    .hasMessageEndingWith(
                            "Hub.lookup(String): the answer LOOKUP_REPLY is not usable: number: 'seven' is not an int");
            assertThatThrownBy(() -> hub.find("half")).hasMessageEndingWith("number: missing");
            assertThat(hub.later("half"))
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(MessageExchangeException.class);
        });
    }

    @Test
    void refusalsAndTimeOutsFailTheCallOfTheCaller() {
        with(hub -> {
            assertThatThrownBy(hub::unknown)
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            e -> assertThat(e.reason()).isEqualTo(RequestException.Reason.REFUSED))
                    .hasStackTraceContaining(MessageExchangesIT.class.getName());
            assertThatThrownBy(hub::silent)
                    .isInstanceOf(RequestException.class)
                    .hasMessage("request SILENT of client 'hub' failed: no SILENT_REPLY within 100 ms");
        });
    }

    @Test
    void aCallThatWaitsIsRefusedOnTheLoopAndWorksInAHandlerElsewhere() {
        with(hub -> {
            assertThat(hub.streetOf("x"))
                    .as("now the peer is known to repeat ids")
                    .isEqualTo("Main");
            assertThat(hub.forward(Message.parse("TWICE name=x")).text("street"))
                    .isEqualTo("MainMain");
            assertThat(hub.forward(Message.parse("ON_LOOP name=x")).text("refused"))
                    .contains("Hub.lookup(String) must not be called on the thread of event loop 'eventdispatcher'");
        });
        runner.run(context -> {
            CompletableFuture<Object> later = new CompletableFuture<>();
            Hub hub = context.getBean(Hub.class);
            context.getBean(EventLoop.class).execute(() -> hub.later("x").thenAccept(later::complete));
            assertThat(later).succeedsWithin(10, TimeUnit.SECONDS).isInstanceOf(Place.class);
        });
    }

    @Test
    void manyThreadsMayCall() {
        with(hub -> {
            ExecutorService threads = Executors.newFixedThreadPool(16);
            try {
                List<Callable<Long>> calls = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    int n = i;
                    calls.add(() -> hub.sum(n, 1) - n);
                }
                for (Future<Long> result : threads.invokeAll(calls)) {
                    assertThat(result.get()).isEqualTo(1);
                }
            } finally {
                threads.shutdownNow();
            }
        });
    }

    @Test
    void withoutConnectionMessagesWaitAndThenAreRefused() {
        runner.run(context -> {
            Away away = context.getBean(Away.class);
            assertThatThrownBy(away::get).isInstanceOfSatisfying(RequestException.class, e -> {
                assertThat(e.reason()).isEqualTo(RequestException.Reason.TIMEOUT);
                assertThat(e.mayHaveReachedPeer()).isFalse();
            });
            away.publish("kept");
            assertThat(away.deliver("refused").status()).isEqualTo(Delivery.Status.REJECTED);
            assertThatThrownBy(() -> away.publish("refused"))
                    .isInstanceOf(MessageExchangeException.class)
                    .hasMessageContaining("not connected and the queue is full");
        });
    }

    @Test
    void whatNoMessageCanCarryIsRefused() {
        with(hub -> assertThatThrownBy(() -> hub.lookup("a\0b"))
                .isInstanceOf(MessageExchangeException.class)
                .hasMessageContaining("NUL"));
    }

    @Test
    void proxiesAreObjects() {
        with(hub -> {
            assertThat(hub).hasToString("Hub of client 'hub'").isEqualTo(hub).isNotEqualTo("hub");
            assertThat(hub.hashCode()).isEqualTo(hub.hashCode());
        });
    }

    @Test
    void nothingNeedsReactor() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("reactor"))
                .withUserConfiguration(Nothing.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {

        @Bean
        String nothing() {
            return "";
        }
    }
}
