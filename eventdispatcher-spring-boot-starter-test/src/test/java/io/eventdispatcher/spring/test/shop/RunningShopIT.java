package io.eventdispatcher.spring.test.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.lifecycle.Connections;
import io.eventdispatcher.spring.test.LocalListenerPort;
import io.eventdispatcher.spring.test.LocalListenerPorts;
import io.eventdispatcher.spring.test.MessageTestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;

/** Test client and ports in an application whose listeners are open. */
@SpringBootTest(
        properties = {
            "eventdispatcher.listeners.edge.uri=tcp://127.0.0.1:0",
            "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
            "eventdispatcher.listeners.memory.uri=local:running-shop"
        })
class RunningShopIT {

    @Autowired
    MessageTestClient client;

    @Autowired
    LocalListenerPorts ports;

    @Autowired
    Connections connections;

    @Autowired
    ConfigurableApplicationContext context;

    @LocalListenerPort
    int port;

    @Value("${local.eventdispatcher.port.edge}")
    int edgePort;

    @Test
    void portsAreInjected() throws IOException {
        assertThat(port).isEqualTo(ports.port()).isEqualTo(ports.port("main")).isPositive();
        assertThat(edgePort).isEqualTo(ports.port("edge")).isNotEqualTo(port);
        assertThat(ask(port)).startsWith("TOTAL").contains("cents=999");
        assertThat(ask(edgePort)).startsWith("TOTAL").contains("cents=999");
    }

    @Test
    void clientInMemoryBelongsToTheOpenListener() {
        client.send("ADD_ITEM sku=A1;count=1").expectReply().hasParam("cents", 999);
        assertThat(connections.find(client.connection().id())).isSameAs(client.connection());
        assertThat(client.connection().owner()).isEqualTo("main");
        assertThat(client.toListener("edge").connection().owner()).isEqualTo("edge");
    }

    @Test
    void pausedAndRestartedContextIsReachedAgain() throws IOException {
        client.send("HOURS").expectReply().hasCommand("OPEN");
        context.pause();
        client.expectClosed();
        context.restart();
        client.close();
        client.send("HOURS").expectReply().hasCommand("OPEN");
        assertThat(ask(ports.port("edge"))).startsWith("TOTAL");
    }

    private static String ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("ADD_ITEM sku=A1;count=1\n".getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
