package io.eventdispatcher.spring.docs;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.ConnectionAttribute;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageExceptionHandler;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.MessageHandlerAdvice;
import io.eventdispatcher.spring.annotation.Param;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.handler.HandlerTimeoutException;
import io.eventdispatcher.spring.handler.MessageErrorHandler;
import io.eventdispatcher.spring.handler.MessageInterceptor;
import io.eventdispatcher.spring.handler.RateLimit;
import io.eventdispatcher.spring.handler.ReplySender;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The handlers of the pages about handlers, errors and threads. */
final class Billing {

    private Billing() {}

    // snippet: handler
    @Component
    static class Cart {

        record Item(String sku, @Min(1) int count, Optional<String> currency) {}

        record Total(String command, long cents) {}

        @MessageHandler("ADD_ITEM")
        Total add(@Valid Item item) {
            return new Total("TOTAL", item.count() * 999L);
        }

        @MessageHandler({"STATUS", "${billing.alias:STATE}"})
        CompletionStage<Map<String, ?>> status(@Param("verbose") @Nullable Boolean verbose) {
            return CompletableFuture.completedFuture(Map.of("verbose", verbose != null && verbose));
        }
    }
    // end

    // snippet: class
    @Component
    @MessageHandler(value = "ORDER_", timeout = "5s")
    static class Orders {

        @MessageHandler("CANCEL") // ORDER_CANCEL
        String cancel(int number) {
            return "CANCELLED";
        }

        @MessageHandler("SHIP{country}") // ORDER_SHIPDE: country = "DE"
        Map<String, ?> ship(String country) {
            return Map.of("to", country);
        }
    }
    // end

    // snippet: attribute
    @Component
    static class Login {

        private static final AttributeKey<String> USER = AttributeKey.shared("user");

        @MessageHandler("LOGIN")
        void login(String user, Connection connection) {
            connection.attribute(USER, user);
        }

        @MessageHandler("WHO_AM_I")
        Map<String, ?> who(@ConnectionAttribute("user") String user) {
            return Map.of("user", user);
        }
    }
    // end

    // snippet: sender
    @Component
    static class Prices {

        private final AtomicReference<@Nullable ReplySender> watcher = new AtomicReference<>();

        @MessageHandler("WATCH")
        void watch(ReplySender replies) {
            watcher.set(replies);
        }

        void changed(long cents) {
            ReplySender replies = watcher.get();
            if (replies != null) {
                replies.begin("PRICE").param("cents", cents).send();
            }
        }
    }
    // end

    // snippet: flux
    @Component
    static class Counter {

        record Number(String command, int value) {}

        @MessageHandler("COUNT")
        Flux<Number> count(int to) {
            return Flux.range(1, to).map(value -> new Number("NUMBER", value));
        }
    }
    // end

    // snippet: exception
    @Component
    static class Shop {

        static class SoldOutException extends RuntimeException {}

        @MessageHandler("BUY")
        void buy(String sku) {
            throw new SoldOutException();
        }

        @MessageExceptionHandler
        Message soldOut(SoldOutException failure, Message failed, String sku) {
            return failed.reply("SOLD_OUT").param("sku", sku).build();
        }
    }
    // end

    // snippet: advice
    @MessageHandlerAdvice
    @Order(1)
    static class ForAll {

        @MessageExceptionHandler
        Map<String, ?> disk(UncheckedIOException failure) {
            return Map.of("reason", "disk"); // ERROR reason=disk
        }

        @MessageExceptionHandler(value = HandlerTimeoutException.class, reply = "BUSY")
        Map<String, ?> late() {
            return Map.of("retry", true);
        }
    }
    // end

    // snippet: around
    @Configuration(proxyBeanMethods = false)
    static class Around {

        @Bean
        MessageInterceptor maintenance() {
            return new MessageInterceptor() {
                @Override
                public boolean before(HandlerDescriptor handler, Exchange exchange) {
                    return !exchange.message().has("maintenance") || !exchange.reply("MAINTENANCE");
                }
            };
        }

        @Bean
        MessageErrorHandler unsupported() {
            return (handler, exchange, failure) ->
                    failure instanceof UnsupportedOperationException && exchange.reply("NOT_YET");
        }
    }
    // end

    @Configuration(proxyBeanMethods = false)
    static class Limits {

        // snippet: rate
        @Bean
        MessageInterceptor rateLimit() {
            return new RateLimit(100, 500); // messages a second; so many at once after a silence
        }
        // end
    }

    // snippet: execution
    @Component
    static class Work {

        @MessageHandler(value = "FAST", execution = Execution.LOOP) // never blocks
        String fast() {
            return "DONE";
        }

        @MessageHandler(value = "SLOW", executor = "reports", timeout = "2s")
        String slow() {
            return "DONE";
        }

        @MessageHandler(value = "ANY_ORDER", concurrent = true)
        String anyOrder() {
            return "DONE";
        }
    }
    // end

    // snippet: start
    @Component
    static class Night {

        private final HandlerRegistry handlers;

        Night(HandlerRegistry handlers) {
            this.handlers = handlers;
        }

        @MessageHandler(value = "REPORT", id = "report", autoStartup = "false")
        String report() {
            return "DONE";
        }

        void begins() {
            handlers.find("report").orElseThrow().start();
        }
    }
    // end

    // snippet: failures
    @Component
    static class Failures {

        @MessageHandler("WRITE")
        void write() {
            throw new UncheckedIOException(new IOException("disk full"));
        }

        @MessageHandler("LATER")
        void later() {
            throw new UnsupportedOperationException();
        }

        @MessageHandler("BROKEN")
        void broken() {
            throw new IllegalStateException("what only the log knows");
        }
    }
    // end
}
