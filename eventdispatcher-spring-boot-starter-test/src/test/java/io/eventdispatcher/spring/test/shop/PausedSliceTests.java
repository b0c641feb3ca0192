package io.eventdispatcher.spring.test.shop;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;

/** Spring pauses the contexts of other test classes, which are cached, and restarts them when they are needed again. */
@MessageHandlerTest(Counter.class)
class PausedSliceTests {

    @Autowired
    MessageTestClient client;

    @Autowired
    ConfigurableApplicationContext context;

    @Test
    void clientConnectsAgainAfterARestart() {
        client.send("HOURS").expectReply().hasCommand("OPEN");
        context.pause();
        client.expectClosed();
        context.restart();
        client.close();
        client.send("HOURS").expectReply().hasCommand("OPEN");
    }
}
