package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.routing.AccessTable;
import io.eventdispatcher.communicatord.routing.CommandKind;
import io.eventdispatcher.communicatord.routing.Role;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.testing.FakePeer;
import io.eventdispatcher.message.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the daemon answers, and to whom. */
class DaemonCommandTests {

    private static final Set<CommandKind> FORWARDED = Set.of(CommandKind.FORWARD, CommandKind.FORWARD_CONTROL);

    private final Daemon daemon = new Daemon();
    private final FakePeer alpha = daemon.service("alpha", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALIVE serial=42|srv1:alpha/ABSOLUTELY reply_timestamp=1800000000;serial=42",
                "communicatord/ALIVE timestamp=7.5|srv1:alpha/ABSOLUTELY reply_timestamp=1800000000;timestamp=7.5",
                "srv1:communicatord/ALIVE|srv1:alpha/ABSOLUTELY reply_timestamp=1800000000",
                "SERVICE_STATUS service=nope|<srv1:communicatord STATUS cache=no;service=nope;status=unknown",
                "SERVICE_STATUS service=alpha|<srv1:communicatord STATUS cache=no;server_name=srv1;service=alpha;status=up;up_since=1800000000",
                "PUBLIC_IP|<srv1:communicatord SERVER_PUBLIC_IP",
                "CLOCK_STATUS|<srv1:communicatord CLOCK_STABLE cache=no;clock_resolution=no_ntp",
                "LIST_SERVICES|<srv1:communicatord SERVICES known=gamma;list=alpha;server_name=srv1",
                "CLUSTER_GET_STATUS|<srv1:communicatord CLUSTER_CURRENT_STATUS complete=true;neighbors_count=1;quorum=1;reachable=1;status=up",
                "FOO bar=1|srv1:alpha/UNKNOWN command=FOO",
                "lower|srv1:alpha/UNKNOWN command=lower",
                "SERVICE_STATUS|srv1:alpha/INVALID command=SERVICE_STATUS;message=service: it is missing",
                "SERVICE_STATUS service=a-b|srv1:alpha/INVALID command=SERVICE_STATUS;message=service: not a name",
                "LISTEN_LOADAVG|srv1:alpha/INVALID command=LISTEN_LOADAVG;message=ips: it is missing",
            })
    void answers(String line, String answer) {
        assertThat(daemon.say(alpha, line)).containsExactly(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNKNOWN command=X",
                "INVALID command=X;message=y",
                "READY",
                "QUITTING",
                "ABSOLUTELY",
                "ERROR",
                "SERVICE_UNAVAILABLE",
                "TRANSMISSION_REPORT",
                "STATUS",
                "LISTEN_LOADAVG ips=10.0.0.1,[fd00::1]:4040"
            })
    void someThingsNeedNoAnswer(String line) {
        assertThat(daemon.say(alpha, line)).isEmpty();
        assertThat(alpha.isClosed()).isFalse();
    }

    @Test
    void bothHalvesOfTheClusterStatus() {
        assertThat(daemon.say(alpha, "CLUSTER_STATUS"))
                .containsExactly(
                        "<srv1:communicatord ./CLUSTER_UP neighbors_count=1",
                        "<srv1:communicatord ./CLUSTER_COMPLETE neighbors_count=1");
    }

    @Test
    void helpListsEveryCommandItReactsTo() {
        String answer = daemon.say(alpha, "HELP").get(0);
        assertThat(answer).startsWith("srv1:alpha/COMMANDS list=ACCEPT,ALIVE,");
        for (String command : answer.substring(answer.indexOf('=') + 1).split(",")) {
            assertThat(CommandKind.toDaemon(command)).as(command).isNotEqualTo(CommandKind.OTHER);
        }
    }

    @Test
    void someQuestionsNeedNoRegistration() {
        FakePeer tool = daemon.connect();
        assertThat(daemon.say(tool, "<vm:ed_signal ALIVE serial=12"))
                .containsExactly("vm:ed_signal/ABSOLUTELY reply_timestamp=1800000000;serial=12");
        assertThat(daemon.say(tool, "FOO")).containsExactly("UNKNOWN command=FOO");
        assertThat(daemon.say(tool, "<my-host:svc ALIVE")).containsExactly("svc/ABSOLUTELY reply_timestamp=1800000000");
        assertThat(daemon.say(tool, "LIST_SERVICES")).hasSize(1);
        assertThat(tool.isClosed()).isFalse();
    }

    @Test
    void loadIsToldWhenItMoves() {
        assertThat(daemon.say(alpha, "REGISTER_FOR_LOADAVG")).isEmpty();
        daemon.broker().tick();
        assertThat(alpha.take())
                .containsExactly("<srv1:communicatord LOADAVG avg=0.5;my_address=127.0.0.1:4042;timestamp=1800000000");
        daemon.load = 0.55;
        daemon.broker().tick();
        assertThat(alpha.take()).isEmpty();
        daemon.load = 0.6001;
        daemon.broker().tick();
        assertThat(alpha.take()).hasSize(1);
        assertThat(daemon.say(alpha, "UNREGISTER_FROM_LOADAVG")).isEmpty();
        daemon.load = 3;
        daemon.broker().tick();
        assertThat(alpha.take()).isEmpty();
    }

    @Test
    void onlyOperatorsSteer() {
        for (String command : List.of("STOP", "SHUTDOWN", "RESTART", "LOG_ROTATE", "LEAK", "FORGET ip=10.0.0.1")) {
            assertThat(daemon.say(alpha, command)).singleElement().asString().contains("not permitted");
        }
        assertThat(daemon.steered).isEmpty();
        assertThat(alpha.isClosed()).isFalse();
        FakePeer root = daemon.connect(FakePeer.operator());
        for (String command : List.of("STOP", "SHUTDOWN", "RESTART reason=upgrade", "LOG_ROTATE", "LEAK")) {
            assertThat(daemon.say(root, command)).isEmpty();
        }
        assertThat(daemon.steered).containsExactly("STOP", "SHUTDOWN", "RESTART upgrade", "LOG_ROTATE", "LEAK");
    }

    @Test
    void nobodySteersServicesThroughTheDaemonWhoMayNot() {
        FakePeer beta = daemon.service("beta", "STOP");
        assertThat(daemon.say(alpha, "beta/STOP"))
                .containsExactly("srv1:alpha/INVALID command=STOP;message=not permitted to you");
        assertThat(daemon.say(alpha, "./STOP")).hasSize(1);
        assertThat(daemon.say(daemon.connect(FakePeer.datagram(false)), "beta/STOP"))
                .isEmpty();
        assertThat(beta.take()).isEmpty();
        daemon.say(daemon.connect(FakePeer.datagram(true)), "beta/STOP");
        assertThat(beta.take()).containsExactly("<srv1:unauthenticated beta/STOP");
        FakePeer root = daemon.service(daemon.connect(FakePeer.operator()), "ops", "");
        daemon.say(root, "beta/STOP");
        assertThat(beta.take()).containsExactly("<srv1:ops beta/STOP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALIVE serial=1",
                "HELP",
                "NOPE",
                "PUBLIC_IP",
                "CLUSTER_STATUS",
                "STOP",
                "REGISTER service=a;version=1",
                "nosvc/GREET cache=no;transmission_report=failure",
                "FOO-BAR",
                "a b c",
                ""
            })
    void datagramsAreNeverAnswered(String line) {
        FakePeer script = daemon.connect(FakePeer.datagram(false));
        assertThat(daemon.say(script, line)).isEmpty();
        assertThat(script.isClosed()).isFalse();
        assertThat(daemon.steered).isEmpty();
    }

    @Test
    void aSecretSteersThisMachineButNotTheCluster() {
        FakePeer script = daemon.connect(FakePeer.datagram(true));
        daemon.say(script, "LOG_ROTATE");
        daemon.say(script, "STOP");
        daemon.say(script, "SHUTDOWN");
        assertThat(daemon.steered).containsExactly("LOG_ROTATE", "STOP");
    }

    @Test
    void forgetNeedsAnAddressAndNeighbors() {
        FakePeer root = daemon.service(daemon.connect(FakePeer.operator()), "ops", "");
        assertThat(daemon.say(root, "FORGET ip=not.an.address"))
                .singleElement()
                .asString()
                .contains("ip: not an address");
        assertThat(daemon.say(root, "FORGET")).singleElement().asString().contains("ip: not an address");
        assertThat(daemon.say(root, "FORGET ip=10.0.0.1"))
                .singleElement()
                .asString()
                .contains("no neighbors");
    }

    @Test
    void linksOfOtherDaemonsAreTurnedAwayForAFewMinutes() {
        FakePeer remote = daemon.connect(FakePeer.on(Zone.PRIVATE));
        assertThat(daemon.say(remote, "CONNECT my_address=bad;server_name=x;version=1"))
                .containsExactly("<srv1:communicatord REFUSE shutdown=true");
        assertThat(remote.isClosed()).isTrue();
        FakePeer local = daemon.connect();
        assertThat(daemon.say(local, "CONNECT version=1")).containsExactly("<srv1:communicatord REFUSE shutdown=true");
        assertThat(local.isClosed()).isTrue();
    }

    /** The first bad line of a stranger is its last, the lines of a service are answered one by one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FOO-BAR",
                "/",
                "a=b",
                "POST / HTTP/1.1",
                "GET /?a=b HTTP/1.1",
                "beta/FOO-BAR",
                "b-c/GREET",
                "{\"command\":1",
                "X a",
                "X 1=2"
            })
    void badLines(String line) {
        FakePeer stranger = daemon.connect();
        assertThat(daemon.say(stranger, line)).singleElement().asString().startsWith("INVALID ");
        assertThat(stranger.isClosed()).isTrue();
        assertThat(daemon.say(alpha, line)).singleElement().asString().startsWith("srv1:alpha/INVALID ");
        assertThat(alpha.isClosed()).isFalse();
    }

    /** Every line that ends the original; the daemon answers the next one as if nothing had happened. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FOO-BAR",
                "<my-host:svc ALIVE",
                "<my-host:svc NOPE",
                "<x-y:svc alpha/UNKNOWN",
                "GREET broadcast_msgid=x",
                "alpha/GREET broadcast_msgid=x",
                "alpha/GREET broadcast_msgid=x;broadcast_timeout=soon",
                "./GREET broadcast_msgid=;broadcast_timeout=1",
                "./GREET broadcast_msgid=x;broadcast_timeout=99999999999999999999",
                "./GREET broadcast_msgid=x;broadcast_timeout=1800000001;broadcast_hops=many",
                "REGISTER service=del-ta;version=1",
                "REGISTER service=x;version=one",
                "CONNECT my_address=nowhere;server_name=x;version=1",
                "ACCEPT my_address=nowhere;server_name=x",
                "GOSSIP my_address=nowhere",
                "FORGET ip=nowhere",
                "REFUSE conflict=name",
                "LISTEN_LOADAVG ips=nowhere",
                "COMMANDS list=TRANSMISSION_REPORT,HELP",
                "COMMANDS",
                "UNREGISTER_FROM_LOADAVG",
                "LOADAVG avg=x;my_address=nowhere;timestamp=y",
                "nosvc/GREET cache=no;transmission_report=failure",
                "UNREGISTER service=nobody",
                "DISCONNECT",
                "RECEIVED",
                "SERVICE_STATUS service=",
                "{\"command\":\"\"}",
                "\u0000",
                "X \u0000=1"
            })
    void survivesWhatEndsTheOriginal(String line) {
        FakePeer beta = daemon.service("beta", "GREET");
        daemon.say(daemon.connect(), line);
        daemon.say(daemon.connect(FakePeer.datagram(false)), line);
        daemon.say(daemon.connect(FakePeer.datagram(true)), line);
        FakePeer remote = daemon.connect(FakePeer.on(Zone.PRIVATE));
        daemon.say(remote, line);
        daemon.say(beta, line);
        beta.take();
        alpha.take();
        assertThat(daemon.say(alpha, "ALIVE")).hasSize(1);
        daemon.say(alpha, "beta/GREET");
        assertThat(beta.take()).containsExactly("<srv1:alpha beta/GREET");
    }

    /** Each command in each zone and role, against the table: refused there is refused here, permitted there is not. */
    @Test
    void refusesWhatTheTableRefuses() {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (CommandKind kind : CommandKind.values()) {
            for (String command : examples(kind)) {
                for (Zone zone : Zone.values()) {
                    for (Role role : Role.values()) {
                        if (role == Role.DAEMON && FORWARDED.contains(kind)) {
                            continue; // what it says to services is of somebody on another machine
                        }
                        asked++;
                        String line = (FORWARDED.contains(kind) ? "gamma/" : "") + command;
                        boolean denied = isDenied(line, zone, role);
                        if (denied == AccessTable.permits(kind, zone, role)) {
                            wrong.add(line + " " + zone + " " + role + " denied=" + denied);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(60 * Zone.values().length * Role.values().length / 2);
    }

    private static Set<String> examples(CommandKind kind) {
        return kind.commands().isEmpty() ? Set.of("NOPE") : kind.commands();
    }

    private static boolean isDenied(String line, Zone zone, Role role) {
        Daemon fresh = new Daemon(Daemon.settings(false, true, true));
        FakePeer peer = fresh.connect(FakePeer.of(new Peer(
                "p",
                zone,
                "",
                role == Role.OPERATOR,
                role == Role.CERTIFIED || role == Role.SERVICE && !zone.isLocal(),
                role == Role.DATAGRAM || role == Role.SIGNAL,
                role == Role.SIGNAL)));
        Session from = peer.session();
        if (role == Role.SERVICE) {
            fresh.service(peer, "p", "");
        } else if (role == Role.DAEMON) {
            from.link();
        } else if (role == Role.REMOTE) {
            from = Session.remote(from, peer, Sender.of("far", "p"));
        }
        assertThat(Role.of(from)).isEqualTo(role);
        fresh.hear(from, line.getBytes(StandardCharsets.ISO_8859_1));
        boolean notNow = peer.take().toString().contains("message=not now"); // there is nobody to be linked to
        return fresh.dropped(Drop.DENIED) == 1 && !notNow;
    }

    @Test
    void aReportShowsServicesWithoutTheirMessages() {
        daemon.say(alpha, "COMMANDS list=B,A");
        daemon.say(alpha, "gamma/GREET secret=x");
        daemon.time.advance(Duration.ofSeconds(1));
        BrokerReport report = daemon.broker().report();
        assertThat(report.server()).isEqualTo("srv1");
        assertThat(report.services()).singleElement().satisfies(each -> {
            assertThat(each.name()).isEqualTo("alpha");
            assertThat(each.commands()).containsExactly("A", "B");
            assertThat(each.received()).isEqualTo(3);
        });
        assertThat(report.cache().waiting()).containsEntry("gamma", 1);
        assertThat(report.known()).containsExactly("gamma");
        assertThat(report.toString()).doesNotContain("secret");
    }
}
