package io.eventdispatcher.spring.test.shop;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

@Component
class Billing {

    private final Stock stock;

    Billing(Stock stock) {
        this.stock = stock;
    }

    @MessageHandler(value = "ADD_ITEM", reply = "TOTAL")
    Map<String, ?> add(Sku sku, int count) {
        return Map.of("cents", stock.priceOf(sku.text()) * count);
    }

    @MessageHandler("FAIL")
    void fail() {
        throw new IllegalStateException("on purpose");
    }

    @MessageHandler("NOTE")
    void note() {}

    @MessageHandler("COUNT")
    void count(int to, Connection connection) {
        for (int i = 1; i <= to; i++) {
            connection.send(Message.builder("NUMBER").param("i", i).build());
        }
    }

    @MessageHandler("LATER")
    CompletableFuture<Message> later() {
        return CompletableFuture.supplyAsync(
                () -> Message.of("NOW"), CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    }

    @MessageHandler("WHO")
    Map<String, ?> who(Principal principal) {
        return Map.of("name", principal.getName());
    }
}
