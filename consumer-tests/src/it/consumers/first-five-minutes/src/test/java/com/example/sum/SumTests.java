package com.example.sum;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MessageHandlerTest(Sum.class)
class SumTests {

    @Autowired
    MessageTestClient client;

    @Test
    void adds() {
        client.send("ADD a=2;b=3").expectReply().hasCommand("ADD_REPLY").hasParam("sum", 5);
        client.send("ADD a=2;b=x").expectReply().isInvalid("b");
        client.send("NOPE").expectReply().isUnknown();
    }
}
