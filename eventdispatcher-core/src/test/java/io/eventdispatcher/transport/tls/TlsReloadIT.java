package io.eventdispatcher.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.TestCertificates;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are exchanged while messages go back and forth. */
@Timeout(120)
class TlsReloadIT {

    private static final int ROTATIONS = 100;
    private static final int LIVE = 8;

    @TempDir
    Path folder;

    private TestCertificates made;

    @Test
    void oneHundredRotationsUnderTrafficBreakNoConnection() throws IOException {
        made = new TestCertificates(folder);
        made.authority("ca");
        made.server("ca", "first", "ip:127.0.0.1");
        made.server("ca", "second", "ip:127.0.0.1");
        install("first", "first");
        TlsContext context = TlsContext.ofPem(made.pem("live"), made.key("live"), null);
        TlsFactory factory =
                new TlsFactory(TlsOptions.defaults(TlsContext.trusting(made.pem("ca"))), TlsOptions.defaults(context));
        try (StreamPair pair = StreamPair.listening(factory, Endpoint.parse("tls://127.0.0.1:0"))) {
            Traffic traffic = new Traffic(pair);
            for (int i = 0; i < LIVE; i++) {
                traffic.connect();
            }
            for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
                String name = rotation % 2 == 0 ? "first" : "second";
                if (rotation % 10 == 0) {
                    install(name, name.equals("first") ? "second" : "first");
                    assertThat(context.reload())
                            .as("a key of another certificate")
                            .isFalse();
                    assertThat(traffic.connect()).as("the old one stays").isNotEqualTo("CN=" + name);
                }
                install(name, name);
                assertThat(context.reload()).isTrue();
                assertThat(context.generation()).isEqualTo(rotation + 1);
                assertThat(traffic.connect()).isEqualTo("CN=" + name);
                traffic.goOn();
            }
            assertThat(traffic.ends).allSatisfy(end -> {
                assertThat(end.ended).isFalse();
                assertThat(end.readFailure).isNull();
                assertThat(end.writeFailure).isNull();
            });
            assertThat(traffic.rounds).isGreaterThan(ROTATIONS * LIVE);
        }
    }

    private void install(String certificate, String key) throws IOException {
        Files.copy(made.pem(certificate), made.pem("live"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(made.key(key), made.key("live"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Clients that send a line whenever the last one has come back. */
    private static final class Traffic {

        private static final byte[] LINE = "PING serial=1234567890\n".getBytes(StandardCharsets.US_ASCII);

        private final StreamPair pair;
        final List<StreamPair.End> ends = new ArrayList<>();
        int rounds;

        Traffic(StreamPair pair) {
            this.pair = pair;
        }

        /** Returns whom the new connection met. */
        String connect() throws IOException {
            int number = pair.accepted.size();
            StreamTransport stream = pair.connect();
            pair.step(() -> pair.accepted.size() == number + 1);
            StreamPair.End server = new StreamPair.End();
            server.attach(pair.accepted.get(number), "server-" + number);
            server.onReadable = () -> {
                server.received.reset();
                server.readAll();
                server.send(server.received.toByteArray());
            };
            StreamPair.End client = new StreamPair.End();
            client.attach(stream, "client-" + number);
            client.onReadable = () -> {
                client.readAll();
                if (client.received.size() >= LINE.length) {
                    assertThat(client.received.toByteArray()).isEqualTo(LINE);
                    client.received.reset();
                    rounds++;
                    client.send(LINE);
                }
            };
            client.send(LINE);
            ends.add(server);
            ends.add(client);
            return stream.tlsSession().getPeerPrincipal().getName();
        }

        void goOn() {
            int wanted = rounds + 4 * LIVE;
            pair.step(() -> rounds >= wanted);
        }
    }
}
