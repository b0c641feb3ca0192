package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tools.ToolRun;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ed-sniff} against a scripted daemon. */
@Timeout(60)
class EdSniffIT {

    private static final String HELLO =
            "<srv1:communicatord HELP\n<srv1:communicatord READY my_address=127.0.0.1:4042\n";
    private static final String TAPPING = "srv1:me/TAPPING\n";
    private static final String FIRST = "<srv1:communicatord TAPPED fate=service;from=srv1:shop;"
            + "text=\"stock/PRICE item=42\";time=1800000000.25;to=stock\n";
    private static final String SECOND = "<srv1:communicatord TAPPED dropped=3;fate=answer;from=srv1:communicatord;"
            + "text=\"INVALID message=\\\"a \\u001b[2J b\\\"\";time=1800000001;to=shop\n";

    private static Peer daemon(String afterwards, boolean stays) {
        return Peer.playing(link -> {
            link.line();
            link.write(HELLO);
            link.line();
            link.line();
            link.write(afterwards);
            if (stays) {
                link.untilEnd();
            }
        });
    }

    private static ToolRun sniff(Peer daemon, String... more) {
        String[] args = new String[2 + more.length];
        args[0] = "--address";
        args[1] = "cd://" + daemon.address();
        System.arraycopy(more, 0, args, 2, more.length);
        return ToolRun.of(new EdSniff(Map.of(), ZoneOffset.UTC), args);
    }

    @Test
    void showsMessagesForPeople() throws Exception {
        try (Peer daemon = daemon(TAPPING + FIRST + SECOND, true)) {
            ToolRun run = sniff(daemon, "--count", "2", "--sender", "shop,communicatord", "--command", "PRICE");
            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .isEqualTo("08:00:00.250 srv1:shop -> service: stock/PRICE item=42\n"
                            + "-- 3 messages left out: they came faster than they were taken\n"
                            + "08:00:01.000 srv1:communicatord -> shop: INVALID message=\"a \\u001b[2J b\"\n");
            assertThat(run.code()).isZero();
            assertThat(daemon.received())
                    .matches("REGISTER service=ed_sniff_[0-9]+;version=1\nCOMMANDS list=[A-Z_,]+\n"
                            + "TAP command=PRICE;sender=shop,communicatord\n");
        }
    }

    @Test
    void writesJson() throws Exception {
        try (Peer daemon = daemon(TAPPING + SECOND + FIRST, true)) {
            ToolRun run = sniff(daemon, "--json", "--count", "2");
            assertThat(run.out()).isEqualTo("""
                            {"dropped":3}
                            {"time":"2027-01-15T08:00:01Z","from":"srv1:communicatord","to":"shop","fate":"answer",\
                            "text":"INVALID message=\\"a \\\\u001b[2J b\\""}
                            {"time":"2027-01-15T08:00:00.250Z","from":"srv1:shop","to":"stock","fate":"service",\
                            "text":"stock/PRICE item=42"}
                            """);
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void endsWhenTimeIsUp() throws Exception {
        try (Peer daemon = daemon(TAPPING + FIRST, true)) {
            ToolRun run = sniff(daemon, "--timeout", "3s");
            assertThat(run.code()).isZero();
            assertThat(run.out().lines()).hasSize(1);
        }
        try (Peer daemon = daemon(TAPPING + FIRST, true)) {
            assertThat(sniff(daemon, "--timeout", "1s", "--count", "2").code()).isEqualTo(2);
        }
    }

    @Test
    void tellsWhatWasLeftOutWhenNothingElseComes() throws Exception {
        try (Peer daemon = daemon(TAPPING + "<srv1:communicatord TAP_DROPPED dropped=9\n" + FIRST, true)) {
            assertThat(sniff(daemon, "--count", "1").out()).startsWith("-- 9 messages left out");
        }
    }

    @Test
    void tellsTheDaemonThatItIsStillThere() throws Exception {
        String asked = "<srv1:communicatord srv1:me/ALIVE serial=7;timestamp=1800000000\n";
        try (Peer daemon = daemon(TAPPING + asked + FIRST, true)) {
            ToolRun run = sniff(daemon, "--count", "1");
            assertThat(run.out()).startsWith("08:00:00.250 srv1:shop");
            assertThat(daemon.received())
                    .containsPattern(
                            "\nsrv1:communicatord/ABSOLUTELY reply_timestamp=[0-9.]+;serial=7;timestamp=1800000000\n");
        }
    }

    @Test
    void tellsThatTheDaemonRefuses() throws Exception {
        String refusal = "srv1:me/INVALID command=TAP;message=the tap is off\n";
        try (Peer daemon = daemon(refusal, true)) {
            ToolRun run = sniff(daemon);
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.err()).contains("refused: ").contains("the tap is off");
        }
    }

    @Test
    void tellsThatTheDaemonIsGone() throws Exception {
        try (Peer daemon = daemon(TAPPING + FIRST, false)) {
            ToolRun run = sniff(daemon);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out().lines()).hasSize(1);
            assertThat(run.err()).isNotEmpty();
        }
        String nobody = "cd://127.0.0.1:" + Peer.freePort();
        assertThat(ToolRun.of(new EdSniff(), "--address", nobody).code()).isEqualTo(1);
    }

    @Test
    void takesSensibleNumbersOnly() {
        assertThat(ToolRun.of(new EdSniff(), "--count", "0").code()).isEqualTo(64);
        assertThat(ToolRun.of(new EdSniff(), "--timeout", "0").code()).isEqualTo(64);
        assertThat(ToolRun.of(new EdSniff(), "--address", "nonsense").code()).isEqualTo(64);
        ToolRun datagrams = ToolRun.of(new EdSniff(), "--address", "cdu://127.0.0.1:4041");
        assertThat(datagrams.code()).isEqualTo(64);
        assertThat(datagrams.err()).contains("datagrams are never answered: address=udp://127.0.0.1:4041");
    }
}
