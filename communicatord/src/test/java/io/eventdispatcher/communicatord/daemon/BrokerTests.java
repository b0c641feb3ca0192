package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.registry.Outlet.Sent;
import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.testing.FakePeer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages, on one machine. */
class BrokerTests {

    private final Daemon daemon = new Daemon();

    @Nested
    class Registration {

        @Test
        void saysHelloAndReadyInThatOrder() {
            assertThat(daemon.say(daemon.connect(), "REGISTER service=alpha;version=1"))
                    .containsExactly("<srv1:communicatord HELP", "<srv1:communicatord READY my_address=127.0.0.1:4042");
        }

        @Test
        void isNewsForThoseWhoWantIt() {
            FakePeer alpha = daemon.service("alpha", "STATUS");
            FakePeer beta = daemon.service("beta", "GREET");
            assertThat(alpha.take())
                    .containsExactly(
                            "<srv1:communicatord STATUS cache=no;server_name=srv1;service=beta;status=up;up_since=1800000000");
            daemon.time.advance(Duration.ofSeconds(7));
            daemon.leave(beta);
            assertThat(alpha.take())
                    .containsExactly("<srv1:communicatord STATUS cache=no;down_since=1800000007;server_name=srv1;"
                            + "service=beta;status=down;up_since=1800000000");
        }

        @Test
        void isNoNewsOfWhoNeverRegistered() {
            FakePeer alpha = daemon.service("alpha", "STATUS");
            daemon.leave(daemon.connect());
            assertThat(alpha.take()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "REGISTER service=delta",
                    "REGISTER version=1",
                    "REGISTER service=delta;version=2",
                    "REGISTER service=delta;version=one",
                    "REGISTER service=delta;version=",
                    "REGISTER service=del-ta;version=1",
                    "REGISTER service=;version=1",
                    "REGISTER service=communicatord;version=1"
                })
        void isRefusedWithAReasonAndAnEnd(String line) {
            FakePeer peer = daemon.connect();
            assertThat(daemon.say(peer, line))
                    .singleElement()
                    .asString()
                    .startsWith("INVALID command=REGISTER;message=");
            assertThat(peer.isClosed()).isTrue();
        }

        @Test
        void ofANameInUseIsRefusedAndTheOwnerStays() {
            FakePeer alpha = daemon.service("alpha", "GREET");
            FakePeer second = daemon.connect();
            assertThat(daemon.say(second, "REGISTER service=alpha;version=1"))
                    .containsExactly("INVALID command=REGISTER;message=service: the name is in use");
            assertThat(second.isClosed()).isTrue();
            daemon.leave(second);
            FakePeer beta = daemon.service("beta", "");
            daemon.say(beta, "alpha/GREET");
            assertThat(alpha.take())
                    .containsExactly(
                            "<srv1:communicatord srv1:alpha/ALIVE serial=1;timestamp=1800000000",
                            "<srv1:beta alpha/GREET");
        }

        private void claim() {
            FakePeer second = daemon.connect();
            daemon.say(second, "REGISTER service=alpha;version=1");
            daemon.leave(second);
        }

        private void pass(int seconds) {
            for (int i = 0; i < seconds; i++) {
                daemon.time.advance(Duration.ofSeconds(1));
                daemon.broker().tick();
            }
        }

        @Test
        void ofANameIsPossibleAgainWhenItsOwnerDoesNotAnswer() {
            FakePeer alpha = daemon.service("alpha", "GREET");
            FakePeer watching = daemon.service("watching", "STATUS");
            pass(100);
            assertThat(alpha.isClosed()).as("silent, but nobody wants its name").isFalse();
            claim();
            pass(4);
            claim();
            assertThat(alpha.take()).as("it is asked once at a time").hasSize(1);
            assertThat(alpha.isClosed()).isFalse();
            pass(1);
            assertThat(alpha.isClosed()).isTrue();
            assertThat(watching.take()).singleElement().asString().contains("service=alpha;status=down");
            FakePeer second = daemon.service("alpha", "");
            daemon.broker().closed(alpha.session());
            daemon.say(watching, "alpha/GREET");
            assertThat(second.take()).hasSize(1);
        }

        @Test
        void ofANameStaysWithAnOwnerThatSaysAnything() {
            FakePeer alpha = daemon.service("alpha", "GREET");
            for (String sign : List.of(
                    "srv1:communicatord/ABSOLUTELY serial=1;reply_timestamp=1", "nobody/HI cache=no", "no message!")) {
                claim();
                daemon.say(alpha, sign);
                pass(10);
                assertThat(alpha.isClosed()).as(sign).isFalse();
            }
            claim();
            pass(5);
            assertThat(alpha.isClosed()).isTrue();
        }

        @Test
        void ofANameStaysWithAnOwnerForWhomSomethingWaits() {
            FakePeer alpha = daemon.service("alpha", "GREET");
            alpha.queues(1);
            claim();
            assertThat(alpha.take()).as("it would not hear the question").isEmpty();
            pass(10);
            assertThat(alpha.isClosed()).isFalse();
            alpha.queues(0);
            claim();
            assertThat(alpha.take()).hasSize(1);
        }

        @Test
        void ofANameIsNotLostBecauseTheDaemonStoodStill() {
            FakePeer alpha = daemon.service("alpha", "GREET");
            claim();
            daemon.time.advance(Duration.ofSeconds(30));
            daemon.broker().tick();
            assertThat(alpha.isClosed()).isFalse();
            daemon.say(alpha, "srv1:communicatord/ABSOLUTELY serial=1");
            pass(10);
            assertThat(alpha.isClosed()).isFalse();
        }

        @Test
        void happensOnce() {
            FakePeer alpha = daemon.service("alpha", "");
            assertThat(daemon.say(alpha, "REGISTER service=beta;version=1"))
                    .containsExactly(
                            "srv1:alpha/INVALID command=REGISTER;message=this connection is registered already");
            assertThat(alpha.isClosed()).isFalse();
            assertThat(alpha.session().name()).isEqualTo("alpha");
        }

        @Test
        void endsWithUnregister() {
            FakePeer alpha = daemon.service("alpha", "");
            assertThat(daemon.say(alpha, "UNREGISTER service=beta"))
                    .containsExactly(
                            "srv1:alpha/INVALID command=UNREGISTER;message=service: not the name of this service");
            assertThat(daemon.say(alpha, "UNREGISTER")).hasSize(1);
            assertThat(alpha.isClosed()).isFalse();
            assertThat(daemon.say(alpha, "UNREGISTER service=alpha")).isEmpty();
            assertThat(alpha.isClosed()).isTrue();
            assertThat(daemon.service("alpha", "").session().isRegistered()).isTrue();
        }

        @Test
        void hasToHappenInTime() {
            FakePeer slow = daemon.connect();
            FakePeer alpha = daemon.service("alpha", "");
            daemon.time.advance(Duration.ofSeconds(29));
            daemon.broker().tick();
            assertThat(slow.isClosed()).isFalse();
            daemon.time.advance(Duration.ofSeconds(2));
            daemon.broker().tick();
            assertThat(slow.isClosed()).isTrue();
            assertThat(alpha.isClosed()).isFalse();
        }

        @Test
        void onlySoManyMayHaveItBeforeThem() {
            daemon.connect();
            daemon.connect();
            FakePeer third = daemon.connect();
            assertThat(daemon.broker().opened(FakePeer.on(Zone.UNIX).session())).isFalse();
            assertThat(daemon.broker().opened(FakePeer.datagram(false).session()))
                    .isTrue();
            daemon.leave(third);
        }

        @Test
        void fromOtherMachinesNeedsACertificate() {
            for (Zone zone : new Zone[] {Zone.PRIVATE, Zone.PUBLIC}) {
                FakePeer stranger = daemon.connect(FakePeer.on(zone));
                assertThat(daemon.say(stranger, "REGISTER service=s" + zone + ";version=1"))
                        .containsExactly("INVALID command=REGISTER;message=not permitted to you");
                assertThat(stranger.isClosed()).isTrue();
                FakePeer known = daemon.connect(FakePeer.of(new Peer("t", zone, "CN=x", false, true, false, false)));
                assertThat(daemon.say(known, "REGISTER service=s" + zone + ";version=1"))
                        .hasSize(2);
            }
        }
    }

    @Nested
    class Announcement {

        @Test
        void addsUp() {
            FakePeer alpha = daemon.service("alpha", "A");
            assertThat(daemon.say(alpha, "srv1:communicatord/COMMANDS list=B,C"))
                    .isEmpty();
            assertThat(daemon.say(alpha, "COMMANDS list=")).isEmpty();
            assertThat(alpha.session().commands()).containsExactly("A", "B", "C");
        }

        @ParameterizedTest
        @ValueSource(strings = {"COMMANDS", "COMMANDS list=a-b", "COMMANDS list=A;list=1"})
        void isRefusedWhenItIsNone(String line) {
            FakePeer alpha = daemon.service("alpha", "");
            assertThat(daemon.say(alpha, line))
                    .singleElement()
                    .asString()
                    .startsWith("srv1:alpha/INVALID command=COMMANDS;message=list: ");
            assertThat(alpha.isClosed()).isFalse();
        }

        @Test
        void needsARegistration() {
            FakePeer peer = daemon.connect();
            assertThat(daemon.say(peer, "COMMANDS list=A"))
                    .singleElement()
                    .asString()
                    .startsWith("INVALID ");
            assertThat(peer.isClosed()).isTrue();
        }
    }

    @Nested
    class Forwarding {

        private final FakePeer alpha = daemon.service("alpha", "");
        private final FakePeer beta = daemon.service("beta", "GREET");

        @ParameterizedTest
        @ValueSource(
                strings = {"beta/GREET a=1", ".:beta/GREET", "srv1:beta/GREET b=2", "*:beta/GREET", "?:beta/GREET"})
        void namesTheSenderAndChangesNothingElse(String line) {
            assertThat(daemon.say(alpha, line)).isEmpty();
            assertThat(beta.take()).containsExactly("<srv1:alpha " + line);
        }

        @Test
        void replacesForgedSenders() {
            daemon.say(alpha, "<srv9:root beta/GREET");
            daemon.say(alpha, "<my-host:x beta/GREET");
            daemon.say(alpha, "<:beta beta/GREET");
            assertThat(beta.take()).containsOnly("<srv1:alpha beta/GREET").hasSize(3);
        }

        @Test
        void doesNotCareWhatWasAnnounced() {
            daemon.say(alpha, "beta/NOTLISTED x=1");
            assertThat(beta.take()).containsExactly("<srv1:alpha beta/NOTLISTED x=1");
        }

        @Test
        void putsParametersInOrder() {
            daemon.say(alpha, "beta/GREET who=alpha;text=\"semi;colon\"");
            assertThat(beta.take()).containsExactly("<srv1:alpha beta/GREET text=\"semi;colon\";who=alpha");
        }

        @Test
        void takesJsonAndSendsText() {
            daemon.say(alpha, "{\"command\":\"GREET\",\"service\":\"beta\",\"parameters\":{\"j\":1.5,\"t\":true}}");
            assertThat(beta.take()).containsExactly("<srv1:alpha beta/GREET j=1.5;t=true");
        }

        @Test
        void passesBytesThatAreNoUtf8() {
            daemon.say(alpha, "beta/GREET a=\u00e9\u00ff");
            assertThat(beta.take()).containsExactly("<srv1:alpha beta/GREET a=\u00e9\u00ff");
        }

        @Test
        void reachesTheSenderToo() {
            assertThat(daemon.say(alpha, "alpha/GREET self=1")).containsExactly("<srv1:alpha alpha/GREET self=1");
        }

        @Test
        void otherInstancesDoNotIncludeTheSender() {
            assertThat(daemon.say(alpha, "?:alpha/GREET transmission_report=failure"))
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed");
        }

        @Test
        void needsARegistration() {
            FakePeer stranger = daemon.connect();
            assertThat(daemon.say(stranger, "beta/GREET"))
                    .containsExactly("INVALID command=GREET;message=register first");
            assertThat(stranger.isClosed()).isTrue();
            assertThat(beta.take()).isEmpty();
            assertThat(daemon.dropped(Drop.UNREGISTERED)).isEqualTo(1);
        }

        @Test
        void withoutARegistrationCanBeSwitchedOnAndIsNamelessThen() {
            Daemon legacy = new Daemon(Daemon.settings(false, true, true));
            FakePeer gamma = legacy.service("gamma", "");
            FakePeer script = legacy.connect();
            legacy.say(script, "<srv1:alpha gamma/GREET");
            assertThat(gamma.take()).containsExactly("<srv1:unauthenticated gamma/GREET");
        }

        @Test
        void ofDatagramsIsNameless() {
            FakePeer script = daemon.connect(FakePeer.datagram(false));
            assertThat(daemon.say(script, "<vm:ed_signal beta/GREET via=udp")).isEmpty();
            daemon.say(script, "./GREET via=udpbc");
            assertThat(beta.take())
                    .containsExactly(
                            "<srv1:unauthenticated beta/GREET via=udp", "<srv1:unauthenticated ./GREET via=udpbc");
        }

        @Test
        void nobodyAnswersTheNameless() {
            assertThat(daemon.say(beta, "srv1:unauthenticated/HI transmission_report=failure"))
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=HI;status=failed");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"srv9:beta/GREET", "SRV1:beta/GREET", "srv9:GREET", "?:communicatord/GREET", "?:nosvc/GREET"
                })
        void toNowhereIsReported(String line) {
            assertThat(daemon.say(alpha, line + " transmission_report=failure"))
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed");
            assertThat(daemon.say(alpha, line)).isEmpty();
            assertThat(daemon.dropped(Drop.UNREACHABLE)).isEqualTo(2);
        }

        @Test
        void toAStuckServiceIsReportedAndHarmsNobody() {
            FakePeer gamma = daemon.service("gamma", "GREET");
            beta.answers(Sent.FULL);
            assertThat(daemon.say(alpha, "beta/GREET cache=\"no;reply\";transmission_report=failure"))
                    .containsExactly(
                            "<srv1:communicatord SERVICE_UNAVAILABLE destination_service=beta;unsent_command=GREET",
                            "<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed");
            daemon.say(alpha, "gamma/GREET");
            daemon.say(alpha, "./GREET");
            assertThat(gamma.take()).containsExactly("<srv1:alpha gamma/GREET", "<srv1:alpha ./GREET");
            assertThat(daemon.dropped(Drop.SLOW_SERVICE)).isEqualTo(2);
            assertThat(beta.session().refused()).isEqualTo(2);
        }

        @Test
        void ofALineThatBecomesTooLongIsRefused() {
            beta.answers(Sent.TOO_LONG);
            assertThat(daemon.say(alpha, "beta/GREET"))
                    .singleElement()
                    .asString()
                    .startsWith("srv1:alpha/INVALID command=GREET;message=the line is too long");
        }

        @Test
        void canBeLimitedToAnnouncedCommands() {
            Daemon strict = new Daemon(Daemon.settings(true, false, true));
            FakePeer one = strict.service("one", "");
            FakePeer two = strict.service("two", "GREET");
            assertThat(strict.say(one, "two/OTHER")).containsExactly("srv1:one/UNKNOWN command=OTHER");
            assertThat(strict.say(one, "two/GREET")).isEmpty();
            assertThat(two.take()).containsExactly("<srv1:one two/GREET");
            assertThat(strict.dropped(Drop.NOT_ANNOUNCED)).isEqualTo(1);
        }
    }

    @Nested
    class Waiting {

        private final FakePeer alpha = daemon.service("alpha", "");

        @Test
        void endsWhenTheServiceComes() {
            assertThat(daemon.say(alpha, "gamma/GREET x=3")).isEmpty();
            daemon.say(alpha, "srv1:gamma/GREET x=4;cache=\"ttl=2m\"");
            FakePeer gamma = daemon.connect();
            assertThat(daemon.say(gamma, "REGISTER service=gamma;version=1"))
                    .containsExactly(
                            "<srv1:communicatord HELP",
                            "<srv1:communicatord READY my_address=127.0.0.1:4042",
                            "<srv1:alpha gamma/GREET x=3",
                            "<srv1:alpha srv1:gamma/GREET cache=ttl=2m;x=4");
        }

        @Test
        void isToldWhenAskedFor() {
            assertThat(daemon.say(alpha, "gamma/GREET transmission_report=failure"))
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=cached");
            daemon.time.advance(Duration.ofSeconds(61));
            daemon.broker().tick();
            assertThat(alpha.take())
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed");
            assertThat(daemon.say(daemon.connect(), "REGISTER service=gamma;version=1"))
                    .hasSize(2);
            assertThat(daemon.dropped(Drop.CACHE_EXPIRED)).isEqualTo(1);
        }

        @Test
        void isNotForThoseWhoDoNotWant() {
            assertThat(daemon.say(alpha, "gamma/GREET cache=no;x=1")).isEmpty();
            assertThat(daemon.say(alpha, "gamma/GREET cache=no;transmission_report=failure;x=2"))
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed");
            assertThat(daemon.say(alpha, "gamma/GREET cache=\"no;reply\""))
                    .containsExactly(
                            "<srv1:communicatord SERVICE_UNAVAILABLE destination_service=gamma;unsent_command=GREET");
            assertThat(daemon.say(daemon.connect(), "REGISTER service=gamma;version=1"))
                    .hasSize(2);
            assertThat(daemon.dropped(Drop.ABSENT)).isEqualTo(3);
        }

        @Test
        void makesRoomForTheNewestAndTellsWhoAsked() {
            for (int i = 0; i < 10; i++) {
                daemon.say(alpha, "gamma/GREET i=" + i + ";transmission_report=failure");
            }
            assertThat(daemon.say(alpha, "gamma/LAST transmission_report=failure"))
                    .containsExactly(
                            "<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed",
                            "<srv1:communicatord TRANSMISSION_REPORT command=LAST;status=cached");
            assertThat(daemon.dropped(Drop.CACHE_OVERFLOW)).isEqualTo(1);
        }

        @Test
        void outlivesTheSender() {
            daemon.say(alpha, "gamma/GREET transmission_report=failure");
            daemon.leave(alpha);
            daemon.time.advance(Duration.ofSeconds(61));
            daemon.broker().tick();
            assertThat(alpha.take()).isEmpty();
        }

        @Test
        void canBeForInstalledServicesOnly() {
            Daemon strict = new Daemon(Daemon.settings(false, false, false));
            FakePeer one = strict.service("one", "");
            assertThat(strict.say(one, "nosvc/GREET transmission_report=failure"))
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed");
            assertThat(strict.say(one, "gamma/GREET transmission_report=failure"))
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=cached");
        }

        @Test
        void whatTheServiceDoesNotTakeIsReported() {
            daemon.say(alpha, "gamma/GREET transmission_report=failure");
            alpha.take();
            FakePeer gamma = daemon.connect();
            gamma.answers(Sent.FULL);
            daemon.say(gamma, "REGISTER service=gamma;version=1");
            assertThat(alpha.take())
                    .containsExactly("<srv1:communicatord TRANSMISSION_REPORT command=GREET;status=failed");
        }
    }

    @Nested
    class Broadcasting {

        private final FakePeer alpha = daemon.service("alpha", "GREET");
        private final FakePeer beta = daemon.service("beta", "GREET");
        private final FakePeer other = daemon.service("other", "SOMETHING");
        private final FakePeer silent = daemon.service("silent", "");

        @ParameterizedTest
        @ValueSource(strings = {"./GREET bc=1", "*/GREET bc=1", "?/GREET bc=1", "*:*/GREET"})
        void goesToWhoHasAnnouncedItAndTheSender(String line) {
            assertThat(daemon.say(alpha, line)).containsExactly("<srv1:alpha " + line);
            assertThat(beta.take()).containsExactly("<srv1:alpha " + line);
            assertThat(other.take()).isEmpty();
            assertThat(silent.take()).isEmpty();
        }

        @Test
        void isEncodedOnce() {
            daemon.say(beta, "./NOTHING");
            FakePeer third = daemon.service("third", "GREET");
            daemon.say(other, "./GREET x=1");
            assertThat(third.sources()).hasSize(1);
            assertThat(third.sources().get(0))
                    .isSameAs(beta.sources().get(0))
                    .isSameAs(alpha.sources().get(0));
        }

        @Test
        void toOneServerIsAMistake() {
            assertThat(daemon.say(alpha, "srv1:*/GREET"))
                    .containsExactly("srv1:alpha/INVALID command=GREET;message=a broadcast has no server, or '*'");
        }

        @Test
        void withTheSameIdIsPassedOnOnceForEachSender() {
            String envelope = "./GREET broadcast_hops=0;broadcast_msgid=srv1-1;broadcast_timeout=1800000010";
            assertThat(daemon.say(alpha, envelope)).hasSize(1);
            assertThat(daemon.say(alpha, envelope)).isEmpty();
            beta.take();
            assertThat(daemon.say(beta, envelope))
                    .as("nobody can use up the ids of others")
                    .hasSize(1);
            assertThat(daemon.dropped(Drop.DUPLICATE)).isEqualTo(1);
        }

        @Test
        void endsInTimeAndAfterFiveHops() {
            assertThat(daemon.say(alpha, "./GREET broadcast_msgid=a;broadcast_timeout=1799999999"))
                    .isEmpty();
            assertThat(daemon.say(alpha, "./GREET broadcast_hops=6;broadcast_msgid=b;broadcast_timeout=1800000005"))
                    .isEmpty();
            assertThat(daemon.say(alpha, "./GREET broadcast_hops=-1;broadcast_msgid=c;broadcast_timeout=1800000005"))
                    .isEmpty();
            assertThat(daemon.dropped(Drop.AGED)).isEqualTo(1);
            assertThat(daemon.dropped(Drop.HOPS)).isEqualTo(2);
        }

        @Test
        void ofOneSenderAreSoManyOnlyAndItIsToldOnce() {
            String told =
                    "srv1:other/INVALID command=GREET;message=too many broadcasts, further ones are dropped until there"
                            + " are fewer: communicatord.broadcasts max-rate=100 burst=500";
            for (int i = 0; i < 500; i++) {
                assertThat(daemon.say(other, "./GREET n=" + i)).isEmpty();
            }
            assertThat(alpha.take()).hasSize(500);
            assertThat(daemon.say(other, "./GREET")).containsExactly(told);
            assertThat(daemon.say(other, "*/GREET")).isEmpty();
            assertThat(alpha.take()).isEmpty();
            assertThat(daemon.dropped(Drop.QUOTA)).isEqualTo(2);
            daemon.say(silent, "./GREET from=another");
            assertThat(alpha.take()).hasSize(1);
            daemon.say(other, "alpha/GREET only=you");
            assertThat(alpha.take()).as("it is no broadcast").hasSize(1);
            daemon.time.set(Duration.ofDays(1));
            assertThat(daemon.say(other, "./GREET"))
                    .as("nobody sets the clock to get more")
                    .isEmpty();
            daemon.time.advance(Duration.ofMillis(100));
            for (int i = 0; i < 20; i++) {
                assertThat(daemon.say(other, "./GREET n=" + i)).isEmpty();
            }
            assertThat(alpha.take()).hasSize(10);
            daemon.time.advance(Duration.ofSeconds(5));
            for (int i = 0; i < 500; i++) {
                assertThat(daemon.say(other, "./GREET n=" + i)).isEmpty();
            }
            assertThat(daemon.say(other, "./GREET"))
                    .as("after some quiet it is told again")
                    .containsExactly(told);
        }

        @Test
        void thatComeAgainOrAreRefusedDoNotCount() {
            String again = "./GREET broadcast_msgid=a;broadcast_timeout=1800000010";
            for (int i = 0; i < 600; i++) {
                daemon.say(other, again);
                daemon.say(other, "./GREET broadcast_hops=6;broadcast_msgid=b;broadcast_timeout=1800000005");
            }
            assertThat(daemon.say(other, "./GREET")).isEmpty();
            assertThat(daemon.dropped(Drop.QUOTA)).isZero();
        }

        @Test
        void ofAServiceThatConnectsAgainAreNoMore() {
            for (int i = 0; i < 500; i++) {
                daemon.say(other, "./GREET");
            }
            daemon.leave(other);
            FakePeer again = daemon.service("other", "");
            assertThat(daemon.say(again, "./GREET")).singleElement().asString().contains("too many broadcasts");
        }

        @Test
        void areUnlimitedIfSo() {
            Daemon open = new Daemon(Daemon.settings(false, false, true, 0, 1));
            FakePeer sender = open.service("sender", "");
            for (int i = 0; i < 2_000; i++) {
                assertThat(open.say(sender, "./GREET")).isEmpty();
            }
            assertThat(open.dropped(Drop.QUOTA)).isZero();
        }

        @Test
        void mayBeForgottenByItsSenderAfterAWhile() {
            assertThat(daemon.say(alpha, "./GREET broadcast_msgid=a;broadcast_timeout=1800009999"))
                    .hasSize(1);
            daemon.time.advance(Duration.ofSeconds(71));
            assertThat(daemon.say(alpha, "./GREET broadcast_msgid=a;broadcast_timeout=1800009999"))
                    .hasSize(1);
        }
    }

    @Nested
    class Stopping {

        @Test
        void saysGoodByeToWhoAnnouncedItAndClosesAll() {
            FakePeer alpha = daemon.service("alpha", "DISCONNECTING,STATUS");
            FakePeer beta = daemon.service("beta", "");
            alpha.take();
            daemon.broker().stop();
            assertThat(alpha.take()).containsExactly("<srv1:communicatord DISCONNECTING");
            assertThat(beta.take()).isEmpty();
            assertThat(alpha.isClosed()).isTrue();
            assertThat(beta.isClosed()).isTrue();
        }

        @Test
        void closesWhoTalksLateWithoutEndingIt() {
            FakePeer late = daemon.connect();
            daemon.broker().stop();
            assertThat(daemon.say(late, "REGISTER service=late;version=1")).isEmpty();
            assertThat(late.isClosed()).isTrue();
            assertThat(daemon.dropped(Drop.STOPPING)).isEqualTo(1);
            assertThat(daemon.broker().opened(FakePeer.on(Zone.UNIX).session())).isFalse();
        }
    }
}
