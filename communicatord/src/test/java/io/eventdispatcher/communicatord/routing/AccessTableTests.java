package io.eventdispatcher.communicatord.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.registry.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of permissions, written down a second time: command x zone x role, everything else refused. */
class AccessTableTests {

    /** A row: kind, then for each role the zones: P(rocess) U(nix) L(oopback) N(etwork, private) W(orld), - none. */
    private static final String ORACLE = """
            kind             ANONYMOUS DATAGRAM SIGNAL CERTIFIED SERVICE OPERATOR DAEMON REMOTE
            REGISTER         PUL       -        -      PULNW     PULNW   PULNW    -      -
            PROBE            PUL       -        -      PULNW     PULNW   PULNW    NW     NW
            QUERY            PUL       -        -      PULNW     PULNW   PULNW    -      NW
            LIFE             -         -        -      -         PULNW   PULNW    NW     -
            LOAD             -         -        -      -         PULNW   PULNW    NW     -
            TAP              -         -        -      -         -       PU       -      -
            HANDSHAKE        NW        -        -      NW        -       -        NW     -
            LINK             -         -        -      -         -       -        NW     -
            NOTICE           PUL       PUL      PUL    PULNW     PULNW   PULNW    NW     NW
            CONTROL          -         -        PUL    -         -       PUNW     -      -
            CLUSTER_CONTROL  -         -        -      -         -       PUNW     -      -
            OTHER            PUL       -        -      PULNW     PULNW   PULNW    NW     NW
            FORWARD          PUL       PUL      PUL    PULNW     PULNW   PULNW    NW     NW
            FORWARD_CONTROL  -         -        PUL    -         -       PUNW     -      -
            """;

    private static final Map<Zone, String> LETTERS =
            Map.of(Zone.PROCESS, "P", Zone.UNIX, "U", Zone.LOOPBACK, "L", Zone.PRIVATE, "N", Zone.PUBLIC, "W");

    @Test
    void permitsWhatTheTableSaysAndNothingElse() {
        List<String> lines = ORACLE.lines().toList();
        String[] roles = lines.get(0).split(" +");
        Set<String> seen = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(" +");
            for (int i = 1; i < cells.length; i++) {
                for (Zone zone : Zone.values()) {
                    boolean wanted = cells[i].contains(LETTERS.get(zone));
                    CommandKind kind = CommandKind.valueOf(cells[0]);
                    Role role = Role.valueOf(roles[i]);
                    seen.add(kind + " " + zone + " " + role);
                    if (AccessTable.permits(kind, zone, role) != wanted) {
                        wrong.add(kind + " " + zone + " " + role + " wanted=" + wanted);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).hasSize(CommandKind.values().length * Zone.values().length * Role.values().length);
    }

    @Test
    void everyCommandToTheDaemonHasOneKind() {
        Map<String, CommandKind> kinds = new TreeMap<>();
        for (CommandKind kind : CommandKind.values()) {
            if (kind != CommandKind.FORWARD_CONTROL) {
                for (String command : kind.commands()) {
                    assertThat(kinds.put(command, kind)).as(command).isNull();
                    assertThat(CommandKind.toDaemon(command)).isEqualTo(kind);
                }
            }
        }
        assertThat(kinds)
                .containsKeys(
                        "ABSOLUTELY",
                        "ACCEPT",
                        "ALIVE",
                        "BLOCK",
                        "CLOCK_STABLE",
                        "CLOCK_STATUS",
                        "CLOCK_UNSTABLE",
                        "CLUSTER_COMPLETE",
                        "CLUSTER_DOWN",
                        "CLUSTER_INCOMPLETE",
                        "CLUSTER_STATUS",
                        "CLUSTER_UP",
                        "COMMANDS",
                        "CONNECT",
                        "DISCONNECT",
                        "DISCONNECTED",
                        "DISCONNECTING",
                        "FORGET",
                        "GOSSIP",
                        "HANGUP",
                        "HELP",
                        "INVALID",
                        "LEAK",
                        "LISTEN_LOADAVG",
                        "LIST_SERVICES",
                        "LOADAVG",
                        "LOG_ROTATE",
                        "NEW_REMOTE_CONNECTION",
                        "PUBLIC_IP",
                        "QUITTING",
                        "READY",
                        "RECEIVED",
                        "REFUSE",
                        "REGISTER",
                        "REGISTER_FOR_LOADAVG",
                        "RESTART",
                        "SERVER_PUBLIC_IP",
                        "SERVICE_STATUS",
                        "SERVICE_UNAVAILABLE",
                        "SHUTDOWN",
                        "STATUS",
                        "STOP",
                        "TAP",
                        "TRANSMISSION_REPORT",
                        "UNKNOWN",
                        "UNREACHABLE",
                        "UNREGISTER",
                        "UNREGISTER_FROM_LOADAVG",
                        "UNTAP");
    }

    @Test
    void whatSteersServicesIsKnownOnTheWayToo() {
        for (String command :
                List.of("STOP", "QUITTING", "RESTART", "LOG_ROTATE", "LEAK", "SHUTDOWN", "FORGET", "BLOCK")) {
            assertThat(CommandKind.forwarded(command)).isEqualTo(CommandKind.FORWARD_CONTROL);
        }
        assertThat(CommandKind.forwarded("GREET")).isEqualTo(CommandKind.FORWARD);
        assertThat(CommandKind.toDaemon("GREET")).isEqualTo(CommandKind.OTHER);
    }
}
