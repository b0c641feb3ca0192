package io.eventdispatcher.spring.docs.testing;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import io.eventdispatcher.spring.test.MessageTestPeer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

// snippet: peer
@MessageHandlerTest(Directory.class)
class DirectoryTests {

    static final MessageTestPeer HUB = MessageTestPeer.start()
            .answer("LOOKUP", request -> request.reply("ADDRESS").param("address", "Main St. 1"));

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        HUB.register(registry, "hub"); // eventdispatcher.clients.hub.uri
    }

    @Autowired
    MessageTestClient client;

    @Test
    void asksTheHub() {
        client.send("WHERE name=Alice").expectReply().hasParam("address", "Main St. 1");
        HUB.expectMessage().hasCommand("LOOKUP").hasParam("name", "Alice");
    }

    @Test
    void answersTheHub() {
        HUB.send("PING").expectMessage().hasCommand("PONG");
    }
}
// end
