package io.eventdispatcher.spring.docs.readme;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

// snippet: client
@Service
class AddressBook {
    private final MessageClient hub;

    AddressBook(@Qualifier("hub") MessageClient hub) {
        this.hub = hub;
        hub.send(Message.of("WAKE_UP")); // sent, queued or rejected: it tells
    }

    CompletableFuture<String> addressOf(String name) {
        return hub.request(Message.builder("LOOKUP").param("name", name).build())
                .thenApply(answer -> answer.text("address"));
    }
}
// end
