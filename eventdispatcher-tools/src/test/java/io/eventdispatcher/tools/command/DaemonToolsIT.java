package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tools.ToolRun;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tools that talk to the daemon, against a scripted one. */
@Timeout(60)
class DaemonToolsIT {

    private static final String HELLO =
            "<srv1:communicatord HELP\n<srv1:communicatord READY my_address=127.0.0.1:4042\n";

    /** Takes the registration and the commands, then says what it is to say after the next line. */
    private static Peer daemon(String afterwards) {
        return Peer.playing(link -> {
            link.line();
            link.write(HELLO);
            link.line();
            link.line();
            link.write(afterwards);
            link.untilEnd();
        });
    }

    private static ToolRun status(Peer daemon, String... more) {
        String[] args = new String[2 + more.length];
        args[0] = "--address";
        args[1] = "cd://" + daemon.address();
        System.arraycopy(more, 0, args, 2, more.length);
        return ToolRun.of(new ClusterStatus(Map.of()), args);
    }

    private static ToolRun send(Peer daemon, String... more) {
        String[] args = new String[5 + more.length];
        System.arraycopy(new String[] {"send", "--as", "me", "-a", "cd://" + daemon.address()}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        return ToolRun.of(new EdMessage(), args);
    }

    @Test
    void tellsThatTheClusterIsUp() throws Exception {
        try (Peer daemon = daemon("<srv1:communicatord STATUS cache=no;service=x;status=up\n"
                + "<srv1:communicatord ./CLUSTER_UP neighbors_count=3\n"
                + "<srv1:communicatord ./CLUSTER_INCOMPLETE neighbors_count=3\n")) {
            ToolRun run = status(daemon);
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("status: up\ncomplete: no\ncomputers: 3\nquorum: 2\n");
            assertThat(run.code()).isZero();
            assertThat(daemon.received())
                    .matches(
                            "REGISTER service=cluster_status_[0-9]+;version=1\nCOMMANDS list=[A-Z_,]+\nCLUSTER_STATUS\nALIVE\n");
        }
    }

    @Test
    void doesNotWaitForTheHalfThatTheOriginalLeavesOutOverItsUnixSocket() throws Exception {
        try (Peer daemon = daemon("<srv1:communicatord ./CLUSTER_UP neighbors_count=1\n"
                + "srv1:cluster/ABSOLUTELY reply_timestamp=1800000000\n")) {
            ToolRun run = status(daemon);
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("status: up\ncomplete: unknown\ncomputers: 1\nquorum: 1\n");
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void tellsThatTheClusterIsDown() throws Exception {
        try (Peer daemon = daemon("./CLUSTER_DOWN neighbors_count=2\n./CLUSTER_INCOMPLETE neighbors_count=2\n")) {
            assertThat(status(daemon).code()).isEqualTo(1);
        }
    }

    @Test
    void tellsThatNobodyAnswers() throws Exception {
        try (Peer daemon = daemon("")) {
            ToolRun run = status(daemon, "--timeout", "1s");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("no answer from tcp://127.0.0.1:").contains("within 1 s");
        }
    }

    @Test
    void tellsThatThereIsNoDaemon() {
        String address = "cd://127.0.0.1:" + Peer.freePort();
        ToolRun run = ToolRun.of(new ClusterStatus(Map.of()), "--address", address);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("Connection refused");
        assertThat(ToolRun.of(new EdMessage(), "send", "-a", address, "a/B").code())
                .isEqualTo(1);
    }

    @Test
    void tellsThatTheDaemonRefuses() throws Exception {
        try (Peer daemon = Peer.playing(link -> {
            link.line();
            link.write("INVALID command=REGISTER;message=service: the name is in use\n");
        })) {
            ToolRun run = send(daemon, "a/B");
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.err()).contains("the name is in use");
        }
    }

    @Test
    void printsTheAnswerOfAService() throws Exception {
        try (Peer daemon = daemon("<srv1:billing srv1:me/PRICE_REPLY cents=995\n")) {
            ToolRun run = send(daemon, "billing/PRICE item=42");
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("<srv1:billing srv1:me/PRICE_REPLY cents=995\n");
            assertThat(run.code()).isZero();
            assertThat(daemon.received())
                    .startsWith("REGISTER service=me;version=1\nCOMMANDS list=")
                    .endsWith("\nbilling/PRICE cache=no;item=42;transmission_report=failure\n");
        }
    }

    @Test
    void waitsForTheAnswerWhenTheMessageWaits() throws Exception {
        try (Peer daemon =
                daemon("<srv1:communicatord TRANSMISSION_REPORT command=B;status=cached\n<srv1:a srv1:me/C\n")) {
            ToolRun run = send(daemon, "a/B cache=\"ttl=10\"");
            assertThat(run.out()).isEqualTo("<srv1:a srv1:me/C\n");
            assertThat(daemon.received()).endsWith("\na/B cache=ttl=10;transmission_report=failure\n");
        }
    }

    @Test
    void tellsThatTheServiceIsNotThere() throws Exception {
        try (Peer daemon = daemon("<srv1:communicatord TRANSMISSION_REPORT command=B;status=failed\n")) {
            ToolRun run = send(daemon, "a/B");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("not delivered: ").contains("status=failed");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void tellsThatTheServiceDoesNotKnowTheCommand() throws Exception {
        try (Peer daemon = daemon("<srv1:a srv1:me/UNKNOWN command=B\n")) {
            ToolRun run = send(daemon, "a/B");
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out()).isEqualTo("<srv1:a srv1:me/UNKNOWN command=B\n");
        }
    }

    @Test
    void takesLeaveWhenNoAnswerIsWanted() throws Exception {
        try (Peer daemon = Peer.playing(link -> {
            link.line();
            link.write(HELLO);
            link.line();
            link.line();
            link.line();
        })) {
            assertThat(send(daemon, "--no-reply", "a/B").code()).isZero();
            assertThat(daemon.received()).endsWith("\nUNREGISTER service=me\n");
        }
    }

    @Test
    void sendsMessagesOnly() throws Exception {
        try (Peer daemon = daemon("")) {
            assertThat(send(daemon, "/").code()).isEqualTo(1);
            assertThat(send(daemon, "--timeout", "0", "A").code()).isEqualTo(64);
            assertThat(ToolRun.of(new EdMessage(), "send", "-a", "nonsense", "A")
                            .code())
                    .isEqualTo(64);
        }
    }
}
