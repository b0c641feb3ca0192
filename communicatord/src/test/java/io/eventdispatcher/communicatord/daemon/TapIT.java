package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.testing.LinePeer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tap of a running daemon. */
@Timeout(60)
class TapIT {

    @TempDir
    Path directory;

    @Test
    void showsMessagesWithoutSecretsAndWithWhoReallySentThem() throws Exception {
        try (RunningDaemon daemon = new RunningDaemon(
                        directory, "--spring.main.web-application-type=none", "--communicatord.tap.enabled=true");
                LinePeer watcher = daemon.unix().register("watcher", "");
                LinePeer shop = daemon.tcp().register("shop", "");
                LinePeer bank = daemon.tcp().register("bank", "")) {
            watcher.say("TAP sender=shop");
            assertThat(watcher.next()).endsWith("TAPPING");
            shop.say("<srv1:bank bank/LOGIN user=x;a_password=hush");
            bank.hears("<srv1:shop bank/LOGIN a_password=hush;user=x");
            assertThat(watcher.next())
                    .startsWith("<srv1:communicatord TAPPED fate=service;from=srv1:shop;text=")
                    .contains("bank/LOGIN a_password=***")
                    .contains("user=x")
                    .endsWith(";to=bank")
                    .doesNotContain("hush", "<srv1:bank");
            MeterRegistry meters = daemon.context.getBean(MeterRegistry.class);
            assertThat(meters.get("communicatord.tap.watchers").gauge().value()).isEqualTo(1);
            assertThat(meters.get("communicatord.tap.shown").functionCounter().count())
                    .isEqualTo(1);
            assertThat(meters.get("communicatord.tap.dropped").functionCounter().count())
                    .isZero();
            assertThat(daemon.report().watches()).singleElement().satisfies(watch -> {
                assertThat(watch.watcher()).isEqualTo("watcher");
                assertThat(watch.shown()).isEqualTo(1);
            });
        }
    }

    @Test
    void aWatcherThatTakesNothingSlowsNobodyDown() throws Exception {
        try (RunningDaemon daemon = new RunningDaemon(
                        directory,
                        "--spring.main.web-application-type=none",
                        "--communicatord.tap.enabled=true",
                        "--communicatord.tap.max-queued=4KB",
                        "--communicatord.tap.max-rate=1000000");
                LinePeer watcher = daemon.unix().register("watcher", "").pausedAfter(1);
                LinePeer shop = daemon.unix().register("shop", "");
                LinePeer bank = daemon.unix().register("bank", "")) {
            watcher.say("TAP");
            assertThat(watcher.next()).endsWith("TAPPING");
            String filler = "x".repeat(1000);
            for (int i = 0; i < 2000; i++) {
                shop.say("bank/PAY n=" + i + ";text=" + filler);
            }
            for (int i = 0; i < 2000; i++) {
                assertThat(bank.next()).contains("n=" + i + ";");
            }
            assertThat(daemon.report().watches()).singleElement().satisfies(watch -> {
                assertThat(watch.dropped()).isPositive();
                assertThat(watch.shown() + watch.dropped()).isEqualTo(2000);
            });
            assertThat(daemon.report().services())
                    .filteredOn(service -> service.name().equals("watcher"))
                    .singleElement()
                    .satisfies(service -> assertThat(service.queuedBytes()).isLessThan(8192));
            watcher.goesOn();
            String line = watcher.next();
            while (!line.contains("dropped=")) {
                line = watcher.next();
            }
        }
    }
}
