package io.eventdispatcher.console;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** A service with a few handlers. */
@SpringBootConfiguration
@EnableAutoConfiguration
class TestApplication {

    @Bean
    Stock stock() {
        return new Stock();
    }

    static class Stock {

        @MessageHandler("ADD_ITEM")
        Map<String, ?> add(String sku, int count) {
            return Map.of("sku", sku, "count", count);
        }

        @MessageHandler("STATUS")
        Map<String, ?> status() {
            return Map.of("items", 42);
        }

        @MessageHandler("ORDER_*")
        void ordered(Message message) {
            if (message.has("fail")) {
                throw new IllegalStateException("out of stock");
            }
        }
    }
}
