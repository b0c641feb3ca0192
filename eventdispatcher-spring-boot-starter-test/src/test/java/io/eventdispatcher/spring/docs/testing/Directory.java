package io.eventdispatcher.spring.docs.testing;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks the peer of a client. */
@Component
class Directory {

    private final ObjectProvider<MessageClient> hub;

    Directory(ObjectProvider<MessageClient> hub) {
        this.hub = hub;
    }

    @MessageHandler("WHERE")
    CompletableFuture<Message> where(String name) {
        return hub.getObject()
                .request(Message.builder("LOOKUP").param("name", name).build())
                .thenApply(answer -> Message.builder("THERE")
                        .param("address", answer.text("address"))
                        .build());
    }

    @MessageHandler("PING")
    String ping() {
        return "PONG";
    }
}
