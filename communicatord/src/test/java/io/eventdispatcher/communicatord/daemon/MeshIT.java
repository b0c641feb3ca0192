package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.peer.ClusterFabric.LinkReport;
import io.eventdispatcher.communicatord.testing.LinePeer;
import io.eventdispatcher.communicatord.testing.TestCertificates;
import io.eventdispatcher.communicatord.testing.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that are linked over sockets: different loopback addresses of one machine. */
@Timeout(120)
class MeshIT {

    private static final Duration SOON = Duration.ofSeconds(6);
    private static final String BESIDE_ONLY = "--communicatord.mesh.discover=false";

    @TempDir
    private Path directory;

    private static String neighbor(InetSocketAddress address) {
        return "--communicatord.neighbors=" + MeshDaemon.text(address);
    }

    private static void awaitCluster(String cluster, MeshDaemon... daemons) {
        for (MeshDaemon each : daemons) {
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(each::cluster, cluster::equals);
        }
    }

    @Test
    void threeInAChainServeEachOtherAndComeBackAfterARestart() throws Exception {
        InetSocketAddress a = Wire.free("127.0.0.11");
        InetSocketAddress b = Wire.free("127.0.0.12");
        InetSocketAddress c = Wire.free("127.0.0.13");
        MeshDaemon beta = MeshDaemon.plain(directory, "beta", b, BESIDE_ONLY, neighbor(c));
        try (MeshDaemon alpha = MeshDaemon.plain(directory, "alpha", a, BESIDE_ONLY, neighbor(b));
                MeshDaemon gamma = MeshDaemon.plain(directory, "gamma", c, BESIDE_ONLY)) {
            awaitCluster("3/3", alpha, beta, gamma);
            try (LinePeer one = alpha.service("one", "HI,CLUSTER_INCOMPLETE,CLUSTER_COMPLETE");
                    LinePeer two = beta.service("two");
                    LinePeer three = gamma.service("three")) {
                one.say("gamma:three/HI x=1");
                three.hears("<alpha:one gamma:three/HI x=1");
                three.say("alpha:one/HI reply=1");
                one.hears("<gamma:three alpha:one/HI reply=1");
                one.say("*/HI x=2").hears("<alpha:one */HI x=2");
                two.hears("<alpha:one */HI x=2");
                three.hears("<alpha:one */HI x=2");
                assertThat(alpha.report().fabric().links())
                        .extracting(LinkReport::server)
                        .containsExactly("beta");
                assertThat(alpha.report().fabric().graph())
                        .filteredOn(each -> each.server().equals("gamma"))
                        .allMatch(each -> each.distance() == 2 && each.next().equals("beta"));
                MeterRegistry meters = alpha.context.getBean(MeterRegistry.class);
                assertThat(meters.get("communicatord.links").gauge().value()).isEqualTo(1);
                assertThat(meters.get("communicatord.machines.reachable")
                                .gauge()
                                .value())
                        .isEqualTo(3);
                assertThat(meters.get("communicatord.links.sent")
                                .functionCounter()
                                .count())
                        .isPositive();
                assertThat(alpha.context
                                .getBean(CommunicatordHealth.class)
                                .health()
                                .getDetails())
                        .containsEntry("reachable", 3)
                        .containsEntry("cluster", "up")
                        .containsEntry("links", List.of("beta"));
                // the middle goes, and comes back with the neighbours it knew
                beta.close();
                one.hearsOf("CLUSTER_INCOMPLETE neighbors_count=3", SOON);
                assertThat(directory.resolve("beta/neighbors.txt"))
                        .content()
                        .contains("# alpha\n" + MeshDaemon.text(a), "# gamma\n" + MeshDaemon.text(c));
                beta = MeshDaemon.plain(directory, "beta", b);
                one.hearsOf("CLUSTER_COMPLETE neighbors_count=3", SOON);
                one.say("three/HI x=3");
                three.hears("<alpha:one gamma:three/HI x=3");
            }
        } finally {
            beta.close();
        }
    }

    @Test
    void aCutIsNoticedAndHeals() throws Exception {
        InetSocketAddress a = Wire.free("127.0.0.16"); // the largest: it dials, through the wire
        InetSocketAddress b = Wire.free("127.0.0.15");
        InetSocketAddress near = Wire.free("127.0.0.14");
        String[] quick = {"--communicatord.mesh.ping=500ms", "--communicatord.mesh.dead-after=2s"};
        try (Wire wire = new Wire(near, b);
                MeshDaemon beta = MeshDaemon.plain(
                        directory, "beta", b, quick[0], quick[1], "--communicatord.my-address=127.0.0.10:4042");
                MeshDaemon alpha = MeshDaemon.plain(directory, "alpha", a, quick[0], quick[1], neighbor(near));
                LinePeer one = alpha.service("one", "HI,CLUSTER_UP,CLUSTER_DOWN,HANGUP");
                LinePeer two = beta.service("two", "HI,HANGUP")) {
            awaitCluster("2/2", alpha, beta);
            wire.cut();
            one.hearsOf("HANGUP server_name=beta", Duration.ofSeconds(4));
            two.hearsOf("HANGUP server_name=alpha", Duration.ofSeconds(4));
            one.hearsOf("CLUSTER_DOWN neighbors_count=2", Duration.ofSeconds(1));
            wire.heal();
            one.hearsOf("CLUSTER_UP neighbors_count=2", Duration.ofSeconds(5));
            one.say("two/HI");
            two.hearsOf("<alpha:one beta:two/HI", Duration.ofSeconds(5));
        }
    }

    @Test
    void withTlsEverybodyIsLinkedToEverybodyAndNobodyElse() throws Exception {
        TestCertificates trusted = new TestCertificates(directory, "ca");
        TestCertificates other = new TestCertificates(directory, "other");
        InetSocketAddress a = Wire.free("127.0.0.17");
        InetSocketAddress b = Wire.free("127.0.0.18");
        InetSocketAddress c = Wire.free("127.0.0.19");
        String toAlpha = "--communicatord.neighbors=scs://" + MeshDaemon.text(a);
        try (MeshDaemon alpha = MeshDaemon.secure(directory, "alpha", a, trusted.options("alpha"));
                MeshDaemon beta = MeshDaemon.secure(directory, "beta", b, trusted.options("beta"), toAlpha);
                MeshDaemon gamma = MeshDaemon.secure(directory, "gamma", c, trusted.options("gamma"), toAlpha)) {
            awaitCluster("3/3", alpha, beta, gamma);
            for (MeshDaemon each : List.of(alpha, beta, gamma)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(15))
                        .until(() -> each.report().fabric().links().size() == 2);
                assertThat(each.report().fabric().links()).allMatch(LinkReport::encrypted);
            }
            try (LinePeer one = alpha.service("one");
                    LinePeer three = gamma.service("three")) {
                one.say("gamma:three/HI");
                three.hears("<alpha:one gamma:three/HI");
            }
            // a name that is not in the certificate, and a certificate of somebody else
            InetSocketAddress d = Wire.free("127.0.0.20");
            for (String[] wrong : new String[][] {trusted.options("service"), other.options("delta")}) {
                try (MeshDaemon delta = MeshDaemon.secure(directory, "delta", d, wrong, toAlpha)) {
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(15))
                            .until(() ->
                                    delta.report().fabric().neighbors().stream().anyMatch(each -> each.failures() > 0));
                    assertThat(delta.cluster()).isEqualTo("1/2");
                    assertThat(alpha.cluster()).isEqualTo("3/3");
                }
            }
        }
    }

    @Test
    void withoutACertificateNobodyIsLinkedUnlessThatIsPermitted() throws Exception {
        TestCertificates trusted = new TestCertificates(directory, "ca");
        InetSocketAddress a = Wire.free("127.0.0.21");
        InetSocketAddress open = Wire.free("127.0.0.22");
        try (MeshDaemon alpha = MeshDaemon.secure(
                directory,
                "alpha",
                a,
                trusted.options("alpha"),
                "--communicatord.remote-listen=" + MeshDaemon.text(open))) {
            try (LinePeer stranger = LinePeer.tcp(open.getHostString(), open.getPort())) {
                stranger.say("CONNECT version=1;mesh=1;server_name=x;my_address=127.0.0.99:4042")
                        .hears("<alpha:communicatord REFUSE reason=a certificate is needed;shutdown=true");
                stranger.hearsTheEnd();
            }
            try (LinePeer stranger = LinePeer.tcp(open.getHostString(), open.getPort())) {
                stranger.say("GOSSIP my_address=127.0.0.99:4042");
                assertThat(stranger.next()).contains("INVALID").contains("a certificate is needed");
                stranger.hearsTheEnd();
            }
            try (LinePeer stranger = LinePeer.tcp(a.getHostString(), a.getPort())) {
                stranger.say("CONNECT version=1;server_name=x;my_address=127.0.0.99:4042");
                stranger.hearsOf("<EOF>", SOON);
            }
            assertThat(alpha.cluster()).isEqualTo("1/1");
        }
    }

    @Test
    void hostileLinesOnALinkHurtNobody() throws Exception {
        InetSocketAddress a = Wire.free("127.0.0.23");
        try (MeshDaemon alpha = MeshDaemon.plain(directory, "alpha", a);
                LinePeer one = alpha.service("one")) {
            Random random = new Random(11);
            String[] words = {
                "CONNECT",
                "GOSSIP",
                "version=1",
                "my_address=127.0.0.9:1",
                "my_address=nonsense",
                "my_address=[::1]:x",
                "server_name=evil",
                "server_name=alpha",
                "server_name=bad-name",
                "neighbors=1.2.3.4,x,,",
                "mesh=1",
                "secure=maybe",
                "LINK_STATE",
                "origin=x",
                "boot=1",
                "boot=99999999999999999999",
                "serial=-5",
                "\u0000",
                "services=,,,",
                "links=a,b",
                "=",
                ";",
                "\"",
                "\\"
            };
            for (int i = 0; i < 40; i++) {
                try (LinePeer peer = LinePeer.tcp(a.getHostString(), a.getPort())) {
                    if (i % 2 == 0) {
                        peer.say("CONNECT version=1;mesh=1;server_name=evil;my_address=127.0.0.99:4042");
                    }
                    String[] lines = new String[50];
                    for (int j = 0; j < lines.length; j++) {
                        StringBuilder line = new StringBuilder(words[random.nextInt(2)]).append(' ');
                        for (int k = random.nextInt(8); k > 0; k--) {
                            line.append(words[random.nextInt(words.length)]).append(';');
                        }
                        lines[j] = line.toString();
                    }
                    try {
                        peer.say(lines);
                    } catch (java.io.IOException refused) {
                        assertThat(i % 2).isOne(); // who is no daemon is disconnected at the first of them
                    }
                }
            }
            one.say("*/HI").hears("<alpha:one */HI");
            assertThat(alpha.report().fabric().neighbors()).hasSizeLessThanOrEqualTo(64);
        }
    }
}
