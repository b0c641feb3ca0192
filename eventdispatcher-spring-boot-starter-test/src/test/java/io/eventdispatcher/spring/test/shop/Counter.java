package io.eventdispatcher.spring.test.shop;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Handlers of certain listeners and clients. */
@Component
class Counter implements Hours {

    private final ObjectProvider<MessageClient> hub;

    Counter(ObjectProvider<MessageClient> hub) {
        this.hub = hub;
    }

    @MessageHandler("WHERE")
    String where() {
        return "SOMEWHERE";
    }

    @MessageHandler("ASK")
    CompletableFuture<Message> ask(String name) {
        return hub.getObject()
                .request(Message.builder("LOOKUP").param("name", name).build())
                .thenApply(answer -> Message.builder("ASKED")
                        .param("address", answer.text("address"))
                        .build());
    }
}
