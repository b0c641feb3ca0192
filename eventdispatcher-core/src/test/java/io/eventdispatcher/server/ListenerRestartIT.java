package io.eventdispatcher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a stopped listener is free when its stop is over, not a moment later. */
class ListenerRestartIT {

    private final LoopThread thread = LoopThread.start(EventLoop.open("restart"));

    @AfterEach
    void close() {
        thread.close();
    }

    private Listener listen(Endpoint endpoint) throws IOException {
        return Listener.on(endpoint, thread.loop(), () -> (connection, bytes, offset, length) -> {})
                .start();
    }

    private static Closeable peerOf(Endpoint endpoint) throws IOException {
        InetAddress host = InetAddress.getLoopbackAddress();
        if (endpoint instanceof TcpEndpoint tcp) {
            return new Socket(host, tcp.port());
        }
        DatagramSocket socket = new DatagramSocket(0, host);
        socket.send(new DatagramPacket(new byte[] {'A'}, 1, host, ((UdpEndpoint) endpoint).port()));
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
    void canBeBoundAgainAtOnce(String uri) throws Exception {
        Listener listener = listen(Endpoint.parse(uri));
        for (int i = 0; i < 50; i++) {
            Listener running = listener;
            try (Closeable peer = peerOf(running.endpoint())) {
                await().atMost(Duration.ofSeconds(10))
                        .pollDelay(Duration.ZERO)
                        .until(() -> running.connections().size() == 1);
                running.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
                assertThat(peer).isNotNull();
            }
            listener = listen(running.endpoint());
        }
        listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
    }
}
