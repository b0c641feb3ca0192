package io.eventdispatcher.spring.test.shop;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@MessageHandlerTest(value = Counter.class, properties = "eventdispatcher.clients.hub.uri=tcp://127.0.0.1:1")
class MockedClientSliceTests {

    @Autowired
    MessageTestClient client;

    @MockitoBean
    MessageClient hub;

    @Test
    void clientOfTheApplicationCanBeMocked() {
        given(hub.request(any())).willReturn(CompletableFuture.completedFuture(Message.parse("ADDRESS address=here")));
        client.send("ASK name=Main").expectReply().hasParam("address", "here");
    }
}
