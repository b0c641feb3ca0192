package io.eventdispatcher.communicatord.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.testing.FakePeer;
import io.eventdispatcher.communicatord.testing.ManualTime;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in as a daemon, and how it is dialled. */
class HandshakesTests {

    private final ManualTime time = new ManualTime();
    private final List<String> dials = new ArrayList<>();
    private final List<Dialler.Outcome> outcomes = new ArrayList<>();

    private MeshFabric fabric(Set<String> subjects, boolean plaintext) {
        LinkAddress own = LinkAddress.parse("10.0.0.5:4043", 0);
        if (own == null) {
            throw new IllegalStateException("10.0.0.5:4043 is an address");
        }
        MeshSettings settings = new MeshSettings(
                "me",
                own,
                true,
                plaintext,
                true,
                List.of(),
                Network.PRIVATE,
                subjects,
                Set.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Backoff.fixed(Duration.ofSeconds(1)),
                Backoff.fixed(Duration.ofSeconds(30)));
        MeshFabric fabric = new MeshFabric(
                settings,
                (to, secure, outcome) -> {
                    dials.add(to + " secure=" + secure);
                    outcomes.add(outcome);
                },
                null,
                time);
        fabric.begin(new FabricHost() {
            @Override
            public void announce(MessageBuilder news) {}

            @Override
            public void linked(Session session) {
                session.link();
            }

            @Override
            public void cameUp(String service) {}
        });
        return fabric;
    }

    private static FakePeer certified(String subject) {
        return FakePeer.of(new Peer("x", Zone.PRIVATE, subject, false, !subject.isEmpty(), false, false));
    }

    private static String connect(MeshFabric fabric, FakePeer peer, String more) {
        Message connect = Message.parse("CONNECT version=1;mesh=1;server_name=beta;my_address=10.0.0.2:4043" + more);
        assertThat(fabric.link(connect, peer.session())).isTrue();
        return peer.take().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=beta,O=Test         |                | ACCEPT",
                "O=Test,CN=beta         |                | ACCEPT",
                "CN=gamma,O=Test        |                | the common name of the certificate is not the server_name",
                "O=beta                 |                | the common name of the certificate is not the server_name",
                "CN=\"x,CN=beta\"       |                | the common name of the certificate is not the server_name",
                "CN=gamma,O=Test        | CN=gamma,O=Test | ACCEPT",
                "CN=beta,O=Test         | CN=gamma,O=Test | the certificate is not that of a daemon",
                "''                     |                | a certificate is needed"
            })
    void aCertificateSaysWhoSomebodyIs(String subject, String permitted, String answer) {
        MeshFabric fabric = fabric(permitted == null ? Set.of() : Set.of(permitted), false);
        assertThat(connect(fabric, certified(subject), "")).contains(answer);
    }

    @Test
    void aCertificateCountsAlsoWherePlainTextIsPermitted() {
        MeshFabric fabric = fabric(Set.of(), true);
        assertThat(connect(fabric, certified("CN=gamma"), "")).contains("REFUSE");
        assertThat(connect(fabric, certified(""), "")).contains("ACCEPT");
    }

    @Test
    void nobodyCanTalkADaemonIntoPlainText() {
        MeshFabric fabric = fabric(Set.of(), false);
        FakePeer peer = certified("CN=beta");
        assertThat(connect(fabric, peer, ";secure=false")).contains("ACCEPT");
        fabric.closed(peer.session());
        Message gossip = Message.parse("GOSSIP my_address=10.0.0.9:4042;secure=false");
        FakePeer asking = certified("CN=gamma");
        assertThat(fabric.link(gossip, asking.session())).isTrue();
        time.advance(Duration.ofSeconds(2));
        fabric.tick();
        assertThat(dials).containsExactly("10.0.0.2:4043 secure=true", "10.0.0.9:4042 secure=true");
    }

    @Test
    void whoDoesNotAnswerIsGivenUpAndDialledAgain() {
        MeshFabric fabric = fabric(Set.of(), false);
        FakePeer peer = certified("CN=beta");
        assertThat(connect(fabric, peer, "")).contains("ACCEPT");
        fabric.closed(peer.session());
        time.advance(Duration.ofSeconds(2));
        fabric.tick();
        assertThat(dials).hasSize(1);
        FakePeer silent = certified("CN=beta");
        silent.session().link();
        outcomes.get(0).connected(silent.session());
        assertThat(silent.take()).singleElement().asString().startsWith("<me:communicatord CONNECT ");
        // while an attempt is under way there is no second one
        time.advance(Duration.ofSeconds(2));
        fabric.tick();
        assertThat(dials).hasSize(1);
        assertThat(silent.isClosed()).isFalse();
        time.advance(Duration.ofSeconds(4));
        fabric.tick();
        assertThat(silent.isClosed()).isTrue();
        time.advance(Duration.ofSeconds(1));
        fabric.tick();
        assertThat(dials).hasSize(2);
    }
}
