package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.testing.LinePeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that could harm others: a stuck one, one that sends without end, and many that want the same name. */
@Timeout(60)
class StuckServiceIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void aServiceThatTakesNothingLosesItsConnectionAndItsName() throws Exception {
        try (RunningDaemon daemon = new RunningDaemon(
                        directory,
                        "--spring.main.web-application-type=none",
                        "--eventdispatcher.listeners.communicator-unix.progress-timeout=1s");
                LinePeer shop = daemon.tcp().register("shop", "STATUS");
                LinePeer stuck = daemon.unix().register("bank", "").pausedAfter(0)) {
            assertThat(shop.next()).contains(";service=bank;status=up;");
            String filler = "x".repeat(10_000);
            for (int i = 0; i < 200; i++) {
                shop.say("bank/PAY n=" + i + ";text=" + filler);
            }
            assertThat(shop.hearsOf("service=bank", SOON)).contains(";status=down;");
            try (LinePeer next = daemon.unix().register("bank", "")) {
                shop.say("bank/PAY n=last");
                next.hears("<srv1:shop bank/PAY n=last");
            }
            stuck.goesOn();
        }
    }

    @Test
    void aServiceThatBroadcastsWithoutEndIsLimitedAndToldOnce() throws Exception {
        try (RunningDaemon daemon = new RunningDaemon(
                        directory,
                        "--spring.main.web-application-type=none",
                        "--communicatord.broadcasts.max-rate=1",
                        "--communicatord.broadcasts.burst=3");
                LinePeer loud = daemon.unix().register("loud", "");
                LinePeer quiet = daemon.tcp().register("quiet", "NEWS")) {
            for (int i = 0; i < 100; i++) {
                loud.say("*/NEWS n=" + i);
            }
            loud.hears(
                            "srv1:loud/INVALID command=NEWS;message=too many broadcasts, further ones are dropped until there are"
                                    + " fewer: communicatord.broadcasts max-rate=1 burst=3")
                    .hearsNothing();
            quiet.hears("<srv1:loud */NEWS n=0", "<srv1:loud */NEWS n=1", "<srv1:loud */NEWS n=2");
            assertThat(daemon.report().traffic().dropped().get("quota")).isBetween(90L, 97L);
        }
    }

    @Test
    void ofAHundredWhoWantANameAtOnceOneGetsIt() throws Exception {
        List<LinePeer> all = new ArrayList<>();
        try (RunningDaemon daemon = new RunningDaemon(directory, "--spring.main.web-application-type=none")) {
            for (int i = 0; i < 100; i++) {
                all.add(i % 2 == 0 ? daemon.unix() : daemon.tcp());
            }
            for (LinePeer each : all) {
                each.say("REGISTER service=bank;version=1");
            }
            List<LinePeer> owners = new ArrayList<>();
            for (LinePeer each : all) {
                String answer = each.next();
                if (answer.endsWith(" HELP")) {
                    owners.add(each);
                } else {
                    assertThat(answer).isEqualTo("INVALID command=REGISTER;message=service: the name is in use");
                    each.hearsTheEnd();
                }
            }
            assertThat(owners).hasSize(1);
            LinePeer owner = owners.get(0);
            assertThat(owner.next()).contains(" READY ");
            assertThat(owner.next()).as("asked once for all of them").contains("srv1:bank/ALIVE serial=1;");
            owner.hearsNothing();
            owner.hangUp();
            Awaitility.await().until(() -> daemon.report().services().isEmpty());
            try (LinePeer next = daemon.unix().register("bank", "")) {
                next.hearsNothing();
            }
        } finally {
            for (LinePeer each : all) {
                each.close();
            }
        }
    }
}
