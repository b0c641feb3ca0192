package io.eventdispatcher.spring.test.shop;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What stands around a handler in the application stands around it in the slice. */
@MessageHandlerTest(Shelf.class)
class ShelfSliceTests {

    @Autowired
    MessageTestClient client;

    @Test
    void constraintsAreChecked() {
        client.send("PUT row=0").expectReply().isInvalid("row");
        client.send("PUT row=1").expectReply().hasCommand("DONE");
    }

    @Test
    void failuresGoToTheAdvice() {
        client.send("PUT row=13").expectReply().hasCommand("OCCUPIED");
    }
}
