package io.eventdispatcher.spring.test.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import io.eventdispatcher.spring.test.MessageTestPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@MessageHandlerTest(Counter.class)
class PeerSliceTests {

    static final MessageTestPeer HUB = MessageTestPeer.start()
            .answer("LOOKUP", request -> request.reply("ADDRESS").param("address", request.text("name") + " St."));

    @Autowired
    MessageTestClient client;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        HUB.register(registry, "hub");
        registry.add("eventdispatcher.listeners.main.uri", () -> "tcp://127.0.0.1:1");
    }

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void handlerAsksThePeerOfAClient() {
        client.send("ASK name=Main").expectReply().hasCommand("ASKED").hasParam("address", "Main St.");
        HUB.expectMessage().hasCommand("LOOKUP").hasParam("name", "Main");
        assertThat(HUB.received()).isEmpty();
    }

    @Test
    void unsolicitedMessageOfThePeerReachesHandlersAndIsAnswered() {
        HUB.received();
        HUB.send("WHERE").expectMessage().hasCommand("SOMEWHERE");
        HUB.disconnect();
        HUB.send("WHERE").expectMessage().hasCommand("SOMEWHERE");
    }
}
