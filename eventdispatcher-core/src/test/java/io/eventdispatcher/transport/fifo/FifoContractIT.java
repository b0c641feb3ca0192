package io.eventdispatcher.transport.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.testing.PumpedContract;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a pair of FIFOs. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "FIFOs are used in the way Linux has them")
class FifoContractIT implements PumpedContract {

    @TempDir
    Path directory;

    private final FifoTransportFactory factory = new FifoTransportFactory();
    private int endpoints;

    @Override
    public StreamTransportFactory factory() {
        return factory;
    }

    @Override
    public Endpoint endpoint() {
        endpoints++;
        return new FifoEndpoint(directory.resolve("in" + endpoints), directory.resolve("out" + endpoints));
    }

    @Override
    public SocketAddress deadAddress() {
        return new FifoAddress(directory.resolve("missing"), null);
    }

    /** A FIFO has no backlog: writers that are there at the same time are one stream, and the next ones another. */
    @Override
    @Test
    public void moreThanOneTurnOfPeersIsAccepted() throws IOException {
        Endpoint endpoint = new FifoEndpoint(directory.resolve("many"));
        try (StreamPair pair = StreamPair.listening(factory, endpoint)) {
            for (int round = 1; round <= 5; round++) {
                pair.acceptor.pause();
                StreamTransport[] clients = new StreamTransport[30];
                for (int i = 0; i < clients.length; i++) {
                    clients[i] = pair.connect();
                }
                pair.settle();
                assertThat(pair.accepted).hasSize(round - 1);
                pair.acceptor.resume();
                int expected = round;
                pair.step(() -> pair.accepted.size() == expected);
                StreamPair.End server = new StreamPair.End();
                server.attach(pair.accepted.get(round - 1), "server");
                for (StreamTransport client : clients) {
                    client.close();
                }
                pair.step(() -> server.ended);
                server.stream.close();
            }
        }
    }
}
