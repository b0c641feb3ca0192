package io.eventdispatcher.spring.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.client.BlockingClient;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.test.LocalListenerPort;
import io.eventdispatcher.spring.test.LocalListenerPorts;
import io.eventdispatcher.spring.test.MessageTestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

// snippet: ports
@SpringBootTest(
        properties = {
            "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
            "eventdispatcher.listeners.edge.uri=tcp://127.0.0.1:0"
        })
class CartIT {

    @LocalListenerPort
    int port; // of the listener main

    @Value("${local.eventdispatcher.port.edge}")
    int edgePort;

    @Autowired
    LocalListenerPorts ports; // also after a restart: ports.port("edge")

    @Autowired
    MessageTestClient client; // in memory, although the listeners are open

    @Test
    void answersOverTheSocketAndInMemory() throws IOException {
        try (BlockingClient socket =
                BlockingClient.open(Endpoint.parse("tcp://127.0.0.1:" + port), Duration.ofSeconds(5))) {
            byte[] reply = socket.request(Message.parse("ADD_ITEM sku=A1;count=2"), Duration.ofSeconds(5));
            assertThat(new String(reply, StandardCharsets.UTF_8)).isEqualTo("TOTAL cents=1998");
        }
        client.toListener("edge").send("ADD_ITEM sku=A1;count=1").expectReply().hasParam("cents", 999);
    }
    // end

    @Test
    void portsDiffer() {
        assertThat(ports.port("edge")).isEqualTo(edgePort).isNotEqualTo(port);
    }
    // snippet: ports
}
// end
