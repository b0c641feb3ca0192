package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.communicatord.registry.Outlet.Sent;
import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.tap.Tap;
import io.eventdispatcher.communicatord.tap.TapSettings;
import io.eventdispatcher.communicatord.testing.FakePeer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What operators see of the messages that pass, and what it must not cost anybody else. */
class TapTests {

    private static final int ROOM = 10_000;

    private final Daemon daemon = daemon(new TapSettings(true, 2, ROOM, 100));
    private final FakePeer shop = daemon.service("shop", "");
    private final FakePeer stock = daemon.service("stock", "PRICE");
    private final FakePeer watcher = daemon.service(daemon.connect(FakePeer.operator()), "watcher", "");

    private static Daemon daemon(TapSettings tap) {
        return new Daemon(Daemon.settings(false, false, true), tap);
    }

    private List<String> seen() {
        return watcher.take().stream()
                .map(line -> line.replaceAll(";time=[0-9.]+", ""))
                .collect(Collectors.toList());
    }

    private void watch(String filter) {
        assertThat(daemon.say(watcher, "TAP" + filter))
                .singleElement()
                .asString()
                .contains("TAPPING");
    }

    @Test
    void isOffUnlessSwitchedOn() {
        Daemon closed = new Daemon();
        FakePeer operator = closed.service(closed.connect(FakePeer.operator()), "watcher", "");
        assertThat(closed.say(operator, "TAP"))
                .singleElement()
                .asString()
                .contains("INVALID", "communicatord.tap.enabled=true");
        assertThat(closed.broker().report().watches()).isEmpty();
    }

    @Test
    void isForOperatorsOverTheUnixSocketOnly() {
        FakePeer overLoopback = FakePeer.of(new Peer("c-2", Zone.LOOPBACK, "root", true, false, false, false));
        FakePeer ofAnother = FakePeer.of(new Peer("c-3", Zone.UNIX, "nobody", false, false, false, false));
        for (FakePeer each : List.of(overLoopback, ofAnother)) {
            daemon.service(daemon.connect(each), "w", "");
            assertThat(daemon.say(each, "TAP")).singleElement().asString().contains("INVALID", "not permitted");
            daemon.leave(each);
        }
        assertThat(daemon.say(daemon.connect(FakePeer.operator()), "TAP"))
                .singleElement()
                .asString()
                .contains("INVALID", "register first");
    }

    @Test
    void showsWhatIsSentAndWhereItGoes() {
        watch("");
        daemon.say(shop, "<faked:boss stock/PRICE item=1");
        daemon.say(shop, "nowhere/PRICE item=2");
        daemon.say(shop, "*/PRICE item=3");
        daemon.say(shop, "STOP");
        List<String> lines = seen();
        assertThat(lines.get(0))
                .contains("TAPPED fate=service;from=srv1:shop;")
                .contains("item=1")
                .endsWith(";to=stock");
        assertThat(lines.get(1)).contains("TAPPED fate=absent;from=srv1:shop;").contains("item=2");
        assertThat(lines.get(2))
                .contains("TAPPED fate=broadcast;from=srv1:shop;")
                .contains("item=3");
        assertThat(lines.get(3)).contains("TAPPED fate=refused;from=srv1:shop;").contains("STOP");
        assertThat(lines.get(4))
                .contains("TAPPED fate=answer;from=srv1:communicatord;")
                .contains("INVALID")
                .endsWith(";to=shop");
        assertThat(lines).hasSize(5);
    }

    @Test
    void showsMessagesToTheDaemonAndWhatItAnswers() {
        watch("");
        daemon.say(shop, "SERVICE_STATUS service=stock");
        assertThat(seen())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("fate=daemon;from=srv1:shop;")
                                .endsWith(";to=communicatord"),
                        line -> assertThat(line)
                                .contains("fate=answer;from=srv1:communicatord;")
                                .endsWith(";to=shop"));
    }

    @Test
    void showsWhatTheDaemonSaysByItself() {
        watch("");
        FakePeer hall = daemon.connect();
        daemon.say(hall, "REGISTER service=hall;version=1");
        assertThat(seen())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("fate=daemon;from=srv1:unauthenticated;text=\"REGISTER service=hall"),
                        line -> assertThat(line)
                                .contains("fate=answer;from=srv1:communicatord;text=<srv1:communicatord HELP")
                                .endsWith(";to=hall"),
                        line -> assertThat(line)
                                .contains("fate=answer;from=srv1:communicatord;text=<srv1:communicatord READY")
                                .endsWith(";to=hall"),
                        line -> assertThat(line)
                                .contains(
                                        "fate=news;from=srv1:communicatord;text=\"<srv1:communicatord STATUS",
                                        "service=hall;status=up")
                                .endsWith(";to="));
        daemon.say(shop, "gone/HI transmission_report=failure");
        assertThat(seen())
                .satisfiesExactly(
                        line -> assertThat(line).contains("fate=absent;from=srv1:shop;"),
                        line -> assertThat(line)
                                .contains("fate=answer;", "TRANSMISSION_REPORT command=HI;status=cached")
                                .endsWith(";to=shop"));
    }

    @Test
    void showsWhatBecomesOfAMessageThatHasWaited() {
        daemon.say(shop, "hall/FIRST n=1");
        daemon.say(shop, "hall/SECOND cache=\"ttl=20s\"");
        daemon.time.advance(Duration.ofSeconds(30));
        watch(" sender=shop");
        daemon.broker().tick();
        assertThat(seen())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("fate=lost;from=srv1:shop;", "hall/SECOND")
                        .endsWith(";to=hall"));
        daemon.leave(shop);
        daemon.service("hall", "");
        assertThat(seen())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("fate=waited;from=srv1:shop;", "hall/FIRST n=1")
                        .endsWith(";to=hall"));
    }

    @Test
    void filtersBySenderServiceAndCommand() {
        watch(" sender=shop");
        daemon.say(stock, "shop/PRICE_REPLY cents=1");
        daemon.say(shop, "stock/PRICE item=1");
        assertThat(seen()).singleElement().asString().contains("item=1");
        watch(" service=stock,daemon;command=PRICE,SALE");
        daemon.say(shop, "stock/OTHER");
        daemon.say(shop, "other/SALE");
        daemon.say(shop, "stock/SALE");
        assertThat(seen()).singleElement().asString().contains("stock/SALE");
        assertThat(daemon.broker().report().watches())
                .containsExactly(
                        new Tap.Watch("watcher", Set.of(), Set.of("daemon", "stock"), Set.of("PRICE", "SALE"), 2, 0));
    }

    @Test
    void refusesFiltersThatAreNoNames() {
        for (String filter : List.of("sender=a-b", "service=,", "command=" + "A,".repeat(64) + "A")) {
            assertThat(daemon.say(watcher, "TAP " + filter))
                    .singleElement()
                    .asString()
                    .contains("INVALID", "names");
        }
        assertThat(daemon.broker().tap().isWatched()).isFalse();
    }

    @Test
    void doesNotShowWhatTheWatcherSaysAndHears() {
        watch("");
        daemon.say(shop, "watcher/HELLO");
        daemon.say(watcher, "ALIVE");
        assertThat(daemon.broker().report().watches())
                .singleElement()
                .satisfies(watch -> assertThat(watch.shown())
                        .isEqualTo(1)); // the message of the shop, and no answer to the watcher
    }

    @Test
    void leavesOutWhatTheWatcherDoesNotTakeAndTellsIt() {
        watch("");
        watcher.queues(ROOM);
        for (int i = 0; i < 7; i++) {
            daemon.say(shop, "stock/PRICE item=" + i);
        }
        assertThat(stock.take()).as("forwarded all the same").hasSize(7);
        assertThat(seen()).isEmpty();
        watcher.queues(0);
        daemon.say(shop, "stock/PRICE item=7");
        assertThat(seen())
                .singleElement()
                .asString()
                .contains("TAPPED dropped=7;")
                .contains("item=7");
        daemon.say(shop, "stock/PRICE item=8");
        assertThat(seen()).singleElement().asString().doesNotContain("dropped");
        watcher.answers(Sent.FULL);
        daemon.say(shop, "stock/PRICE item=9");
        watcher.answers(Sent.ACCEPTED);
        daemon.broker().tick();
        assertThat(seen()).containsExactly("<srv1:communicatord TAP_DROPPED dropped=1");
        daemon.broker().tick();
        assertThat(seen()).isEmpty();
        assertThat(daemon.broker().tap().traffic().watchers()).isEqualTo(1);
        assertThat(daemon.say(watcher, "UNTAP")).singleElement().asString().endsWith("UNTAPPED dropped=8;shown=2");
        assertThat(daemon.broker().tap().traffic().watchers()).isZero();
        assertThat(daemon.broker().tap().traffic().shown()).isEqualTo(2);
        assertThat(daemon.broker().tap().traffic().dropped()).isEqualTo(8);
    }

    @Test
    void showsOnlySoManyInASecond() {
        watch(" sender=shop");
        for (int i = 0; i < 150; i++) {
            daemon.say(shop, "stock/PRICE item=" + i);
        }
        assertThat(seen()).hasSize(100);
        daemon.time.advance(Duration.ofSeconds(1));
        daemon.say(shop, "stock/PRICE item=150");
        assertThat(seen()).singleElement().asString().contains("dropped=50;");
    }

    @Test
    void endsWithTheConnectionAndWhenAskedTo() {
        watch("");
        assertThat(daemon.say(watcher, "UNTAP")).singleElement().asString().contains("UNTAPPED");
        daemon.say(shop, "stock/PRICE");
        assertThat(seen()).isEmpty();
        watch("");
        daemon.leave(watcher);
        assertThat(daemon.broker().tap().isWatched()).isFalse();
        daemon.say(shop, "stock/PRICE");
        assertThat(seen()).isEmpty();
    }

    @Test
    void hasRoomForSoManyWatchers() {
        watch("");
        FakePeer second = daemon.service(daemon.connect(FakePeer.operator()), "second", "");
        FakePeer third = daemon.service(daemon.connect(FakePeer.operator()), "third", "");
        assertThat(daemon.say(second, "TAP")).singleElement().asString().contains("TAPPING");
        second.take();
        assertThat(daemon.say(third, "TAP")).singleElement().asString().contains("INVALID", "max-watchers=2");
        daemon.leave(second);
        assertThat(daemon.say(third, "TAP")).singleElement().asString().contains("TAPPING");
    }

    @Test
    void limitsArePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TapSettings(true, 0, 1, 1))
                .withMessageContaining("maxWatchers=0");
    }
}
