package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.testing.LinePeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recorded exchanges of the original, played against this daemon over real sockets. */
@Timeout(120)
class CommunicatordIT {

    @TempDir
    static Path directory;

    private static RunningDaemon daemon;

    @BeforeAll
    static void start() throws IOException {
        daemon = new RunningDaemon(directory);
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    private static void awaitGone(String... names) {
        for (String name : names) {
            Awaitility.await()
                    .until(() -> daemon.report().services().stream()
                            .noneMatch(each -> each.name().equals(name)));
        }
    }

    @Test
    void playsTheRecordedConversation() throws Exception {
        try (LinePeer alpha = daemon.tcp();
                LinePeer beta = daemon.unix();
                LinePeer gamma = daemon.tcp()) {
            // 1. and 2. register over TCP and the Unix socket
            alpha.register(
                    "alpha",
                    "CLUSTER_UP,CLUSTER_DOWN,CLUSTER_COMPLETE,CLUSTER_INCOMPLETE,TRANSMISSION_REPORT,SERVICES,"
                            + "SERVER_PUBLIC_IP,ABSOLUTELY,ALIVE,HELP,QUITTING,READY,STOP,UNKNOWN,LOG_ROTATE,RESTART,"
                            + "INVALID,LEAK,SERVICE_UNAVAILABLE,GREET,STATUS,DISCONNECTED,HANGUP");
            alpha.hearsNothing();
            beta.register("beta", "HELP,QUITTING,READY,STOP,UNKNOWN,GREET,GREETING,INVALID,SERVICE_UNAVAILABLE");
            assertThat(alpha.next())
                    .matches(
                            "<srv1:communicatord STATUS cache=no;server_name=srv1;service=beta;status=up;up_since=\\d+");
            // 3. forwarding
            alpha.say("beta/GREET who=alpha;text=\"semi;colon\"");
            beta.hears("<srv1:alpha beta/GREET text=\"semi;colon\";who=alpha");
            beta.say("<srv1:beta alpha/GREET reply=1");
            alpha.hears("<srv1:beta alpha/GREET reply=1");
            beta.say("srv1:alpha/GREET reply=2");
            alpha.hears("<srv1:beta srv1:alpha/GREET reply=2");
            // 4. a command that is not announced
            alpha.say("beta/NOTLISTED x=1");
            beta.hears("<srv1:alpha beta/NOTLISTED x=1");
            // 5. a service that is not there
            alpha.say("gamma/GREET x=1;cache=no", "gamma/GREET x=2;cache=no;transmission_report=failure");
            alpha.hears("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed");
            alpha.say("gamma/GREET x=3").hearsNothing();
            // 6. it comes
            gamma.register("gamma", "");
            gamma.hears("<srv1:alpha gamma/GREET x=3");
            gamma.say("COMMANDS list=HELP,QUITTING,READY,STOP,UNKNOWN,GREET,INVALID");
            assertThat(alpha.next()).contains(";service=gamma;status=up;");
            gamma.hearsNothing();
            // 7. broadcasts
            for (String line : new String[] {"./GREET bc=local", "*/GREET bc=star", "?/GREET bc=question"}) {
                alpha.say(line);
                for (LinePeer each : new LinePeer[] {alpha, beta, gamma}) {
                    each.hears("<srv1:alpha " + line);
                }
            }
            // 8. the daemon itself
            for (String form : new String[] {"ALIVE", "communicatord/ALIVE", "srv1:communicatord/ALIVE"}) {
                assertThat(alpha.say(form + " serial=42").next())
                        .matches("srv1:alpha/ABSOLUTELY reply_timestamp=\\d+\\.\\d+;serial=42");
            }
            alpha.say("CLUSTER_STATUS")
                    .hears(
                            "<srv1:communicatord ./CLUSTER_UP neighbors_count=1",
                            "<srv1:communicatord ./CLUSTER_COMPLETE neighbors_count=1");
            beta.say("CLUSTER_STATUS")
                    .hears(
                            "<srv1:communicatord ./CLUSTER_UP neighbors_count=1",
                            "<srv1:communicatord ./CLUSTER_COMPLETE neighbors_count=1");
            alpha.say("LIST_SERVICES")
                    .hears("<srv1:communicatord SERVICES known=gamma;list=alpha,beta,gamma;server_name=srv1");
            assertThat(alpha.say("SERVICE_STATUS service=beta").next())
                    .matches(
                            "<srv1:communicatord STATUS cache=no;server_name=srv1;service=beta;status=up;up_since=\\d+");
            alpha.say("SERVICE_STATUS service=nope")
                    .hears("<srv1:communicatord STATUS cache=no;service=nope;status=unknown");
            alpha.say("PUBLIC_IP").hears("<srv1:communicatord SERVER_PUBLIC_IP");
            assertThat(alpha.say("HELP").next()).startsWith("srv1:alpha/COMMANDS list=ACCEPT,ALIVE,");
            alpha.say("FOO bar=1").hears("srv1:alpha/UNKNOWN command=FOO");
            assertThat(alpha.say("COMMANDS").next()).startsWith("srv1:alpha/INVALID command=COMMANDS;");
            // 9. bad lines
            assertThat(alpha.say("/").next()).startsWith("srv1:alpha/INVALID message=");
            alpha.say("lower").hears("srv1:alpha/UNKNOWN command=lower");
            // 10. a name that is taken
            try (LinePeer second = daemon.tcp()) {
                second.say("REGISTER service=alpha;version=1")
                        .hears("INVALID command=REGISTER;message=service: the name is in use")
                        .hearsTheEnd();
            }
            assertThat(alpha.next()).startsWith("<srv1:communicatord srv1:alpha/ALIVE serial=");
            // 11. registrations that are none
            for (String line : new String[] {
                "REGISTER version=1",
                "REGISTER service=delta;version=99",
                "REGISTER service=delta",
                "REGISTER service=del-ta;version=1"
            }) {
                try (LinePeer stranger = daemon.tcp()) {
                    assertThat(stranger.say(line).next()).startsWith("INVALID command=REGISTER;message=");
                    stranger.hearsTheEnd();
                }
            }
            // 12. datagrams
            daemon.datagram("ALIVE serial=1");
            daemon.datagram("<vm:ed_signal beta/GREET via=udp");
            beta.hears("<srv1:unauthenticated beta/GREET via=udp");
            daemon.datagram("./GREET via=udpbc");
            for (LinePeer each : new LinePeer[] {alpha, beta, gamma}) {
                each.hears("<srv1:unauthenticated ./GREET via=udpbc");
            }
            // 13. leaving
            gamma.say("UNREGISTER service=gamma").hearsTheEnd();
            assertThat(alpha.next())
                    .matches("<srv1:communicatord STATUS cache=no;down_since=\\d+;server_name=srv1;service=gamma;"
                            + "status=down;up_since=\\d+");
            beta.hangUp();
            assertThat(alpha.next()).contains(";service=beta;status=down;");
            alpha.say("SERVICE_STATUS service=beta")
                    .hears("<srv1:communicatord STATUS cache=no;service=beta;status=unknown");
        }
        awaitGone("alpha", "beta", "gamma");
    }

    @Test
    void forwardsALoadInOrderAndOneBadPeerHarmsNobody() throws Exception {
        int count = 20_000;
        try (LinePeer from = daemon.unix().register("from", "");
                LinePeer to = daemon.unix().register("to", "");
                LinePeer stuck = daemon.unix().register("stuck", "")) {
            StringBuilder batch = new StringBuilder();
            for (int i = 0; i < count; i++) {
                batch.append("to/N i=").append(i).append('\n');
                if (i % 100 == 0) {
                    batch.append("FOO-BAR\n<x-y:z to/ALSO BAD\n");
                }
            }
            from.say(batch.toString().stripTrailing());
            for (int i = 0; i < count; i++) {
                to.hears("<srv1:from to/N i=" + i);
            }
            stuck.hearsNothing();
        }
        awaitGone("from", "to", "stuck");
    }

    @Test
    void aLineWithoutEndClosesItsConnectionOnly() throws Exception {
        try (LinePeer good = daemon.unix().register("good", "");
                LinePeer bad = daemon.tcp()) {
            try {
                bad.say("A".repeat(1 << 20));
            } catch (IOException closedAlready) {
                // as it should be
            }
            assertThat(bad.next()).isEqualTo("INVALID message=line longer than 65536 bytes");
            good.hearsNothing();
        }
        awaitGone("good");
    }

    @Test
    void knowsWhoIsAtTheOtherEndOfTheUnixSocket() throws Exception {
        try (LinePeer peer = daemon.unix().register("who", "")) {
            peer.hearsNothing();
            assertThat(daemon.report().services())
                    .filteredOn(each -> each.name().equals("who"))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.zone()).isEqualTo(Zone.UNIX);
                        assertThat(each.user())
                                .isEqualTo(Files.getOwner(directory).getName());
                        assertThat(each.state()).isEqualTo(Session.State.HELLO);
                    });
        }
        awaitGone("who");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(daemon.socket)))
                .isEqualTo("rw-rw----");
    }

    @Test
    void operatorsAreKnownByTheUnixSocketOnly() throws Exception {
        try (LinePeer tcp = daemon.tcp();
                LinePeer unix = daemon.unix()) {
            tcp.say("LOG_ROTATE")
                    .hears("INVALID command=LOG_ROTATE;message=not permitted to you")
                    .hearsTheEnd();
            unix.say("LOG_ROTATE", "LEAK").hearsNothing();
        }
    }

    @Test
    void isSeenOverHttp() throws Exception {
        try (LinePeer peer = daemon.unix().register("seen", "GREET")) {
            peer.say("absent/GREET text=hidden").hearsNothing();
            assertThat(http("/actuator/communicatord"))
                    .contains("\"server\":\"srv1\"")
                    .contains("\"name\":\"seen\"")
                    .contains("\"absent\":1")
                    .doesNotContain("hidden");
            assertThat(http("/actuator/communicatord/seen")).contains("\"commands\":[\"GREET\"]");
            assertThat(http("/actuator/metrics/communicatord.messages.dropped?tag=reason:denied"))
                    .contains("\"value\"");
            assertThat(http("/actuator/health"))
                    .contains("\"communicator-unix\"")
                    .contains("\"UP\"");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(http("/actuator/metrics/communicatord.cache.messages"))
                            .contains("\"value\":1.0"));
        }
        awaitGone("seen");
    }

    private static String http(String path) throws IOException, InterruptedException {
        String base = "http://127.0.0.1:" + daemon.context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void stopsWhenAnOperatorSaysSo(@TempDir Path other) throws Exception {
        try (RunningDaemon another = new RunningDaemon(other, "--communicatord.signal-secret=s3cret");
                LinePeer alpha = another.tcp().register("alpha", "DISCONNECTING");
                LinePeer beta = another.unix().register("beta", "")) {
            alpha.say("STOP").hears("srv1:alpha/INVALID command=STOP;message=not permitted to you");
            another.datagram("STOP");
            another.datagram("STOP secret_code=wrong");
            another.datagram("beta/GREET secret_code=s3cret");
            beta.hears("<srv1:unauthenticated beta/GREET");
            beta.say("STOP");
            alpha.hears("<srv1:communicatord DISCONNECTING").hearsTheEnd();
            beta.hearsTheEnd();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !another.context.isActive());
            assertThat(another.socket).doesNotExist();
        }
    }
}
