package io.eventdispatcher.spring.docs.clients;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.spring.annotation.MessageExchange;
import io.eventdispatcher.spring.annotation.Param;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.Profile;

@Profile("clients")
// snippet: directory
@MessageExchange(client = "hub")
interface Directory {
    record Place(String street, int number) {}

    @MessageExchange("LOOKUP") // LOOKUP name=x
    Optional<Place> lookup(String name); // LOOKUP_REPLY street=...;number=...

    @MessageExchange(command = "COUNT", result = "total", timeout = "2s")
    CompletableFuture<Long> count(@Param("kind") String kind);

    @MessageExchange("NEWS")
    void publish(String text); // waits for nothing

    @MessageExchange("NEWS")
    Delivery tryToPublish(String text); // and tells what became of it

    default String streetOf(String name) {
        return lookup(name).map(Place::street).orElse("unknown");
    }
}
// end
