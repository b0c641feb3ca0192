package io.eventdispatcher.spring.docs.clients;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.messenger.RequestException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

@Profile("clients")
// snippet: prices
@Service
class Prices {
    private static final Logger log = LoggerFactory.getLogger(Prices.class);
    private final MessageClient hub;

    Prices(@Qualifier("hub") MessageClient hub) {
        this.hub = hub;
    }

    void announce(String sku) {
        Delivery delivery = hub.send(Message.builder("NEWS").param("text", sku).build());
        if (!delivery.accepted()) {
            log.warn("not announced: {}", delivery.reason()); // SENT, QUEUED or REJECTED with the reason
        }
    }

    CompletableFuture<Long> priceOf(String sku) {
        return hub.request(Message.builder("PRICE").param("sku", sku).build(), Duration.ofSeconds(2))
                .thenApply(answer -> answer.integer("cents"))
                .exceptionally(this::unknownPrice);
    }

    private long unknownPrice(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RequestException e && !e.mayHaveReachedPeer()) {
            log.info("not even asked, asking again is safe: {}", e.getMessage());
        }
        return -1;
    }
}
// end
