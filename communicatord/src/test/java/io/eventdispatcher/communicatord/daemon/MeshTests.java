package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.daemon.FakeNetwork.Node;
import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.status.LinkTraffic;
import io.eventdispatcher.communicatord.testing.FakePeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Several daemons, in driven time and without sockets. */
class MeshTests {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String ALL = "HI,STATUS,CLUSTER_UP,CLUSTER_DOWN,CLUSTER_COMPLETE,CLUSTER_INCOMPLETE,HANGUP,"
            + "DISCONNECTED,NEW_REMOTE_CONNECTION,UNREACHABLE";

    private final FakeNetwork network = new FakeNetwork();

    /** d1 - d2 - d3, each of which knows only who is beside it. */
    private void chain() {
        network.start(1, 2);
        network.start(2, 3);
        network.start(3);
        network.run(SOON);
    }

    private List<String> say(int daemon, FakePeer from, String line) {
        List<String> heard = new ArrayList<>(network.node(daemon).daemon.say(from, line));
        network.run(Duration.ZERO);
        heard.addAll(from.take());
        return heard;
    }

    private FakePeer service(int daemon, String name) {
        return service(daemon, name, "HI");
    }

    private FakePeer service(int daemon, String name, String commands) {
        FakePeer service = network.node(daemon).daemon.service(name, commands);
        network.run(Duration.ofMillis(500));
        service.take();
        return service;
    }

    @Nested
    class TwoDaemons {

        @Test
        void aMessageGoesThereAndTheReplyComesBack() {
            network.start(1, 2);
            network.start(2);
            network.run(SOON);
            FakePeer a = service(1, "a");
            FakePeer b = service(2, "b");
            assertThat(say(1, a, "d2:b/HI x=1")).isEmpty();
            assertThat(b.take()).containsExactly("<d1:a d2:b/HI x=1");
            assertThat(say(2, b, "d1:a/HI reply=1")).isEmpty();
            assertThat(a.take()).containsExactly("<d2:b d1:a/HI reply=1");
            say(1, a, "b/HI x=2");
            assertThat(b.take()).containsExactly("<d1:a d2:b/HI x=2");
        }

        @Test
        void theLargerAddressDialsWhoeverKnowsTheOther() {
            network.start(1, 2);
            network.start(2);
            network.run(SOON);
            assertThat(network.wire.get(0))
                    .isEqualTo("d1-d2 <d1:communicatord GOSSIP my_address=10.0.0.1:4042;secure=false");
            assertThat(network.wire.get(1)).isEqualTo("d2-d1 <d2:communicatord RECEIVED");
            assertThat(network.wire.get(2))
                    .startsWith("d2-d1 <d2:communicatord CONNECT mesh=1;my_address=10.0.0.2:4042;");
            assertThat(network.wire.get(3)).startsWith("d1-d2 <d1:communicatord ACCEPT ");
            assertThat(network.wire.get(4)).isEqualTo("d1-d2 <d1:communicatord HELP");
            assertThat(network.node(1).fabric.health().links().get(0).outgoing())
                    .isFalse();
            assertThat(network.node(2).fabric.health().links().get(0).outgoing())
                    .isTrue();
        }

        @Test
        void triesForEverWhileNobodyIsThere() {
            Node d2 = network.start(2, 1);
            network.run(Duration.ofSeconds(60));
            assertThat(d2.dials).isBetween(20, 40);
            network.start(1);
            network.run(Duration.ofSeconds(3));
            assertThat(d2.links()).isEqualTo(1);
        }

        @Test
        void aDaemonThatEndsSaysGoodByeAndIsLinkedAgainWhenItIsBack() {
            network.start(1, 2);
            network.start(2);
            network.run(SOON);
            FakePeer a = service(1, "a", ALL);
            service(2, "b");
            network.node(2).daemon.broker().stop();
            network.node(2).fabric.drain(SOON).join();
            network.run(Duration.ZERO);
            network.kill(2);
            assertThat(a.take())
                    .containsSubsequence(
                            "<d1:communicatord ./DISCONNECTED server_name=d2",
                            "<d1:communicatord STATUS cache=no;server_name=d2;service=remote communicator (in):"
                                    + " 10.0.0.2:4042;status=down",
                            "<d1:communicatord STATUS cache=no;server_name=d2;service=b;status=down",
                            "<d1:communicatord ./CLUSTER_DOWN neighbors_count=2",
                            "<d1:communicatord ./CLUSTER_INCOMPLETE neighbors_count=2")
                    .doesNotContain("<d1:communicatord ./HANGUP server_name=d2");
            network.run(SOON);
            network.start(2);
            network.run(SOON);
            assertThat(a.take())
                    .contains(
                            "<d1:communicatord ./NEW_REMOTE_CONNECTION server_name=d2",
                            "<d1:communicatord ./CLUSTER_UP neighbors_count=2",
                            "<d1:communicatord ./CLUSTER_COMPLETE neighbors_count=2");
        }

        @Test
        void bothSidesAreToldThatTheClusterIsUp() {
            network.start(1, 2);
            Node d2 = network.start(2, 1);
            FakePeer a = service(1, "a", ALL);
            FakePeer b = d2.daemon.service("b", ALL);
            network.run(SOON);
            for (FakePeer each : List.of(a, b)) {
                assertThat(say(1, each, "CLUSTER_GET_STATUS").toString()).contains("reachable=2;status=up");
            }
        }
    }

    @Nested
    class Chain {

        @Test
        void everyServiceReachesEveryOtherAndRepliesComeBack() {
            chain();
            FakePeer[] services = {service(1, "a"), service(2, "b"), service(3, "c")};
            String[] names = {"a", "b", "c"};
            for (int from = 0; from < 3; from++) {
                for (int to = 0; to < 3; to++) {
                    if (from != to) {
                        say(from + 1, services[from], names[to] + "/HI x=1");
                        assertThat(services[to].take())
                                .containsExactly("<d" + (from + 1) + ":" + names[from] + " d" + (to + 1) + ":"
                                        + names[to] + "/HI x=1");
                        say(to + 1, services[to], "d" + (from + 1) + ":" + names[from] + "/BACK y=2");
                        assertThat(services[from].take())
                                .containsExactly("<d" + (to + 1) + ":" + names[to] + " d" + (from + 1) + ":"
                                        + names[from] + "/BACK y=2");
                    }
                }
            }
            assertThat(network.wire).anyMatch(each -> each.contains("mesh_hops=1"));
        }

        @Test
        void aBroadcastArrivesOnceEverywhere() {
            chain();
            FakePeer a = service(1, "a");
            FakePeer b = service(2, "b");
            FakePeer c = service(3, "c");
            assertThat(say(1, a, "*/HI x=1")).containsExactly("<d1:a */HI x=1");
            assertThat(b.take()).containsExactly("<d1:a */HI x=1");
            assertThat(c.take()).containsExactly("<d1:a */HI x=1");
        }

        @Test
        void whoIsAskedOverTwoHopsAnswersOverTwoHops() {
            chain();
            FakePeer a = service(1, "a");
            service(3, "c");
            assertThat(say(1, a, "d3:communicatord/ALIVE serial=7").toString())
                    .contains("d1:a/ABSOLUTELY")
                    .contains("serial=7");
            assertThat(say(1, a, "d3:communicatord/SERVICE_STATUS service=c").toString())
                    .contains("<d3:communicatord d1:a/STATUS")
                    .contains("service=c;status=up");
            assertThat(say(1, a, "d3:communicatord/FOO")).containsExactly("<d3:communicatord d1:a/UNKNOWN command=FOO");
            assertThat(say(1, a, "d3:nobody/HI transmission_report=failure"))
                    .containsExactly("<d3:communicatord d1:a/TRANSMISSION_REPORT command=HI;status=cached");
            assertThat(say(1, a, "d3:nobody/HI cache=\"no;reply\""))
                    .containsExactly(
                            "<d3:communicatord d1:a/SERVICE_UNAVAILABLE destination_service=nobody;unsent_command=HI");
            assertThat(say(1, a, "d3:communicatord/STOP").toString())
                    .contains("INVALID")
                    .contains("not permitted");
            assertThat(network.node(3).daemon.steered).isEmpty();
        }

        @Test
        void shutdownEndsOneDaemonOnly() {
            chain();
            FakePeer root =
                    network.node(1).daemon.service(network.node(1).daemon.connect(FakePeer.operator()), "root", "");
            network.run(SOON);
            assertThat(say(1, root, "d2:communicatord/SHUTDOWN").toString())
                    .contains("INVALID command=SHUTDOWN;message=not permitted to you");
            say(1, root, "*/SHUTDOWN");
            network.wire.clear();
            say(1, root, "SHUTDOWN");
            assertThat(network.node(1).daemon.steered).containsExactly("SHUTDOWN");
            assertThat(network.node(2).daemon.steered).isEmpty();
            assertThat(network.node(3).daemon.steered).isEmpty();
            assertThat(network.wire).noneMatch(line -> line.contains("SHUTDOWN"));
            FakePeer evil = network.node(2)
                    .daemon
                    .connect(FakePeer.of(new Peer("x", Zone.PRIVATE, "", false, false, false, false)));
            say(2, evil, "CONNECT version=1;mesh=1;server_name=evil;my_address=10.0.0.9:4042");
            assertThat(say(2, evil, "SHUTDOWN").toString()).contains("not permitted to you");
            assertThat(say(2, evil, "<evil:communicatord SHUTDOWN").toString()).contains("not permitted to you");
            say(2, evil, "<evil:root d2:communicatord/SHUTDOWN");
            assertThat(network.node(2).daemon.steered).isEmpty();
        }

        @Test
        void aLinkCannotBeEndedByAServiceOfAnotherMachine() {
            chain();
            FakePeer a = service(1, "a");
            say(1, a, "d2:communicatord/DISCONNECT");
            say(1, a, "d2:communicatord/FORGOTTEN ip=10.0.0.3");
            say(1, a, "d2:communicatord/LINK_STATE origin=d3;my_address=10.0.0.3:1;boot=9;serial=9");
            assertThat(network.node(2).links()).isEqualTo(2);
            assertThat(network.node(1).reachable()).containsExactlyInAnyOrder("d1", "d2", "d3");
        }

        @Test
        void everybodyKnowsTheServicesOfAll() {
            chain();
            FakePeer a = service(1, "a", ALL);
            FakePeer c = service(3, "c");
            assertThat(a.take()).contains("<d1:communicatord STATUS cache=no;server_name=d3;service=c;status=up");
            assertThat(say(1, a, "SERVICE_STATUS service=c"))
                    .containsExactly("<d1:communicatord STATUS cache=no;server_name=d3;service=c;status=up");
            assertThat(say(1, a, "LIST_SERVICES"))
                    .containsExactly("<d1:communicatord SERVICES known=;list=a;remote=d3:c;server_name=d1");
            network.node(3).daemon.leave(c);
            network.run(Duration.ofMillis(500));
            assertThat(a.take()).contains("<d1:communicatord STATUS cache=no;server_name=d3;service=c;status=down");
            assertThat(say(1, a, "SERVICE_STATUS service=c").toString()).contains("status=unknown");
        }

        @Test
        void theMapShowsTheServicesOfAllMachinesAlsoOfThisOne() {
            chain();
            service(1, "a");
            service(1, "b");
            service(3, "c");
            network.run(SOON);
            assertThat(network.node(1).fabric.health().graph())
                    .extracting(each -> each.server() + " " + each.services() + " " + each.distance())
                    .containsExactly("d1 2 0", "d2 0 1", "d3 1 2");
        }

        @Test
        void whatHasWaitedGoesToTheMachineWhereTheServiceComesUp() {
            chain();
            FakePeer a = service(1, "a");
            say(1, a, "c/HI x=1");
            say(1, a, ".:c/HI x=here");
            FakePeer c = network.node(3).daemon.service("c", "");
            network.run(Duration.ofMillis(500));
            assertThat(c.take()).containsExactly("<d1:a d3:c/HI x=1");
        }

        @Test
        void aVanishedMachineIsNoticedWithinSixSeconds() {
            chain();
            FakePeer a = service(1, "a", ALL);
            service(3, "c");
            a.take();
            network.vanish(3);
            network.run(Duration.ofSeconds(6));
            assertThat(a.take())
                    .containsExactly(
                            "<d1:communicatord STATUS cache=no;server_name=d3;service=c;status=down",
                            "<d1:communicatord ./CLUSTER_INCOMPLETE neighbors_count=3");
            assertThat(network.node(2).reachable()).containsExactlyInAnyOrder("d1", "d2");
            assertThat(say(1, a, "d3:c/HI cache=\"no;reply\""))
                    .containsExactly("<d1:communicatord SERVICE_UNAVAILABLE destination_service=c;unsent_command=HI");
        }

        @Test
        void aCutHealsSoonAfterItsEnd() {
            chain();
            FakePeer a = service(1, "a", ALL);
            FakePeer c = service(3, "c", ALL);
            a.take();
            network.cut(1, 2);
            network.run(Duration.ofSeconds(10));
            assertThat(a.take())
                    .contains(
                            "<d1:communicatord ./HANGUP server_name=d2",
                            "<d1:communicatord ./CLUSTER_DOWN neighbors_count=3");
            assertThat(c.take()).contains("<d3:communicatord ./CLUSTER_INCOMPLETE neighbors_count=3");
            network.heal(1, 2);
            network.run(Duration.ofSeconds(5));
            assertThat(a.take())
                    .contains(
                            "<d1:communicatord ./CLUSTER_UP neighbors_count=3",
                            "<d1:communicatord ./CLUSTER_COMPLETE neighbors_count=3");
            assertThat(c.take()).contains("<d3:communicatord ./CLUSTER_COMPLETE neighbors_count=3");
            say(1, a, "c/HI");
            assertThat(c.take()).containsExactly("<d1:a d3:c/HI");
        }

        @Test
        void whoComesBackIsNotBelievedToHaveTheLinksItHadBefore() {
            network.start(1, 2);
            network.start(2, 3);
            network.start(3, 4);
            network.start(4);
            network.run(SOON);
            FakePeer a = service(1, "a", ALL);
            FakePeer b = service(2, "b", ALL);
            service(4, "d");
            network.kill(4);
            network.kill(3);
            network.run(SOON);
            a.take();
            b.take();
            network.start(3, 4);
            network.run(SOON);
            for (FakePeer each : List.of(a, b)) {
                List<String> heard = each.take();
                assertThat(heard.toString()).contains("CLUSTER_UP").doesNotContain("CLUSTER_COMPLETE", "service=d;");
            }
            assertThat(network.node(1).reachable()).containsExactlyInAnyOrder("d1", "d2", "d3");
            network.start(4);
            network.run(SOON);
            assertThat(a.take().toString()).contains("CLUSTER_COMPLETE");
        }

        @Test
        void aProcessThatStoodStillDoesNotTakeTheOthersForGone() {
            chain();
            network.time.advance(Duration.ofMinutes(5));
            network.run(SOON);
            assertThat(network.node(1).fabric.traffic().lost()).isZero();
            assertThat(network.node(2).links()).isEqualTo(2);
        }
    }

    @Nested
    class ManyDaemons {

        @Test
        void daemonsThatDiscoverEachOtherAreAllLinkedDirectly() {
            network.start(1, true);
            network.start(2, true, 1);
            network.start(3, true, 1);
            network.start(4, true, 2);
            network.run(Duration.ofSeconds(10));
            for (int i = 1; i <= 4; i++) {
                assertThat(network.node(i).links()).as("links of d" + i).isEqualTo(3);
                assertThat(network.node(i).cluster()).isEqualTo("4/4");
            }
        }

        @Test
        void aShortcutIsNoInterruption() {
            network.wall(1, 3);
            network.start(1, true, 2);
            network.start(2, true);
            network.start(3, true, 2);
            network.start(4, 3);
            network.run(Duration.ofSeconds(10));
            assertThat(network.node(1).cluster()).isEqualTo("4/4");
            FakePeer a = service(1, "a", ALL);
            service(3, "c");
            service(4, "d");
            a.take();
            network.breach(1, 3);
            network.run(Duration.ofSeconds(10));
            assertThat(a.take().toString())
                    .contains("NEW_REMOTE_CONNECTION server_name=d3")
                    .doesNotContain("service=c;", "service=d;", "CLUSTER_");
        }

        @Test
        void theWayRoundIsTakenWhenThereIsNoDirectOne() {
            network.wall(1, 3);
            network.start(1, true, 2);
            network.start(2, true);
            network.start(3, true, 2);
            network.run(Duration.ofSeconds(10));
            assertThat(network.node(1).cluster()).isEqualTo("3/3");
            FakePeer a = service(1, "a");
            FakePeer c = service(3, "c");
            say(1, a, "c/HI");
            assertThat(c.take()).containsExactly("<d1:a d3:c/HI");
        }

        @Test
        void inARingEachBroadcastArrivesOnceAndEachLinkCarriesItTwiceAtMost() {
            for (int i = 1; i <= 5; i++) {
                network.start(i, i % 5 + 1);
            }
            network.run(Duration.ofSeconds(10));
            List<FakePeer> services = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                services.add(service(i, "s" + i));
            }
            network.wire.clear();
            say(1, services.get(0), "*/HI x=1");
            for (int i = 1; i < 5; i++) {
                assertThat(services.get(i).take()).containsExactly("<d1:s1 */HI x=1");
            }
            assertThat(network.wire.stream().filter(each -> each.contains("*/HI")))
                    .hasSizeLessThanOrEqualTo(6);
            // a link of the ring breaks: the other way round is left
            network.kill(2);
            network.run(SOON);
            say(1, services.get(0), "s3/HI x=2");
            assertThat(services.get(2).take()).containsExactly("<d1:s1 d3:s3/HI x=2");
        }

        @Test
        void afterAnyDisturbanceEverythingIsAsItShouldBe() {
            int count = 6;
            Random random = new Random(5);
            for (int i = 1; i <= count; i++) {
                network.start(i, i % count + 1, (i + 2) % count + 1);
            }
            for (int step = 0; step < 100; step++) {
                int one = random.nextInt(count) + 1;
                int other = (one + random.nextInt(count - 1)) % count + 1;
                switch (random.nextInt(4)) {
                    case 0 -> network.cut(one, other);
                    case 1 -> network.heal(one, other);
                    case 2 -> network.kill(one);
                    default -> restart(one, count);
                }
                network.run(Duration.ofMillis(random.nextInt(8_000)));
                network.wire.clear();
            }
            for (int i = 1; i <= count; i++) {
                restart(i, count);
                for (int j = 1; j < i; j++) {
                    network.heal(i, j);
                }
            }
            network.run(Duration.ofSeconds(20));
            List<FakePeer> services = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                assertThat(network.node(i).cluster()).as("d" + i).isEqualTo("6/6");
                services.add(service(i, "s" + i));
            }
            for (int i = 0; i < count; i++) {
                say(i + 1, services.get(i), "*/HI from=" + i);
                int from = i;
                services.forEach(each -> assertThat(each.take().stream().filter(line -> line.endsWith("from=" + from)))
                        .hasSizeLessThanOrEqualTo(1));
                for (int j = 0; j < count; j++) {
                    if (i != j) {
                        say(i + 1, services.get(i), "s" + (j + 1) + "/HI to=" + j);
                        assertThat(services.get(j).take()).hasSize(1);
                    }
                }
            }
        }

        private void restart(int number, int count) {
            if (!network.isRunning(number)) {
                network.start(number, number % count + 1, (number + 2) % count + 1);
            }
        }

        @Test
        void inAStarTheLeavesReachEachOther() {
            network.start(5);
            for (int i = 1; i <= 4; i++) {
                network.start(i, 5);
            }
            network.run(Duration.ofSeconds(10));
            FakePeer one = service(1, "one");
            FakePeer four = service(4, "four");
            FakePeer hub = service(5, "hub");
            say(1, one, "four/HI");
            assertThat(four.take()).containsExactly("<d1:one d4:four/HI");
            assertThat(say(1, one, "*/HI")).hasSize(1);
            assertThat(four.take()).hasSize(1);
            assertThat(hub.take()).hasSize(1);
            assertThat(network.node(1).cluster()).isEqualTo("5/5");
        }

        @Test
        void theSeventeenthDaemonIsRefusedWithTheReason() {
            network.start(1);
            for (int i = 2; i <= 17; i++) {
                network.start(i, 1);
                network.run(SOON);
            }
            assertThat(network.node(1).links()).isEqualTo(15);
            assertThat(network.node(16).cluster()).isEqualTo("16/16");
            assertThat(network.wire)
                    .contains("d1-d17 <d1:communicatord REFUSE reason=too many daemons: most=16;shutdown=true");
            assertThat(network.node(17).links()).isZero();
            // not again and again
            int dials = network.node(17).dials;
            network.run(Duration.ofSeconds(20));
            assertThat(network.node(17).dials).isEqualTo(dials);
            assertThat(network.node(1).cluster()).isEqualTo("16/16");
        }

        @Test
        void otherInstancesAllGetWhatIsForTheOthers() {
            network.start(1);
            network.start(2, 1);
            network.start(3, 1);
            network.run(SOON);
            FakePeer one = service(1, "s");
            FakePeer two = service(2, "s");
            FakePeer three = service(3, "s");
            say(1, one, "?:s/HI");
            assertThat(one.take()).isEmpty();
            assertThat(two.take()).containsExactly("<d1:s d2:s/HI");
            assertThat(three.take()).containsExactly("<d1:s d3:s/HI");
            assertThat(say(2, two, "s/HI")).containsExactly("<d2:s s/HI");
        }

        @Test
        void aForgottenMachineCountsNoMoreOnAnySide() {
            network.start(1);
            network.start(2, 1);
            network.start(3, 1);
            network.run(SOON);
            network.kill(3);
            network.run(SOON);
            assertThat(network.node(2).cluster()).isEqualTo("2/3");
            FakePeer operator = network.node(1).daemon.connect(FakePeer.operator());
            assertThat(say(1, operator, "FORGET ip=10.0.0.3")).isEmpty();
            assertThat(network.node(1).cluster()).isEqualTo("2/2");
            assertThat(network.node(2).cluster()).isEqualTo("2/2");
            // a service may not say so
            assertThat(say(1, service(1, "a"), "FORGET ip=10.0.0.2").toString()).contains("not permitted");
            // it comes back by itself
            network.start(3, 1);
            network.run(SOON);
            assertThat(network.node(2).cluster()).isEqualTo("3/3");
        }
    }

    @Nested
    class Conflicts {

        @Test
        void whenBothDialAtOnceTheConnectionOfTheLargerAddressStays() {
            network.start(1);
            FakePeer liar = FakePeer.of(new Peer("x", Zone.PRIVATE, "", false, false, false, false));
            network.node(1).daemon.connect(liar);
            say(1, liar, "GOSSIP my_address=10.0.0.2:4042"); // so that d1, which is smaller, dials too
            network.start(2, 1);
            network.run(SOON);
            assertThat(network.node(1).dials).isPositive();
            assertThat(network.node(1).links()).isEqualTo(1);
            assertThat(network.node(2).links()).isEqualTo(1);
            assertThat(network.node(2).fabric.health().links().get(0).outgoing())
                    .isTrue();
            FakePeer a = service(1, "a");
            FakePeer b = service(2, "b");
            say(1, a, "b/HI");
            assertThat(b.take()).containsExactly("<d1:a d2:b/HI");
            int dials = network.node(1).dials + network.node(2).dials;
            network.run(Duration.ofSeconds(30));
            assertThat(network.node(1).dials + network.node(2).dials).isEqualTo(dials);
        }

        @Test
        void aDaemonThatDialsItselfNoticesIt() {
            Node d1 = network.start(1, 1);
            network.run(SOON);
            assertThat(d1.links()).isZero();
            assertThat(d1.cluster()).isEqualTo("1/1");
        }

        @Test
        void aLinkThatTakesNothingBeginsAnew() {
            network.start(1);
            FakePeer peer = network.node(1)
                    .daemon
                    .connect(FakePeer.of(new Peer("x", Zone.PRIVATE, "", false, false, false, false)));
            say(1, peer, "CONNECT version=1;mesh=1;server_name=d9;my_address=10.0.0.9:4042");
            assertThat(network.node(1).links()).isEqualTo(1);
            peer.answers(io.eventdispatcher.communicatord.registry.Outlet.Sent.FULL);
            network.run(FakeNetwork.STEP);
            FakePeer a = service(1, "a"); // of which d9 is not told
            assertThat(network.node(1).links()).isZero();
            assertThat(peer.isClosed()).isTrue();
            assertThat(say(1, a, "d9:s/HI cache=\"no;reply\"").toString()).contains("SERVICE_UNAVAILABLE");
            assertThat(network.node(1).fabric.traffic().dropped(LinkTraffic.Reason.FULL))
                    .isPositive();
        }

        @Test
        void aRestartedDaemonWhoseClockWasSetBackIsBelievedAgain() {
            network.start(1);
            network.start(2, 1);
            network.start(3, 1);
            network.run(SOON);
            network.kill(3);
            network.time.set(Duration.ofDays(-2));
            network.run(SOON);
            network.start(3, 1);
            network.run(SOON);
            FakePeer b = service(2, "b");
            FakePeer c = service(3, "c");
            say(2, b, "c/HI");
            assertThat(c.take()).containsExactly("<d2:b d3:c/HI");
        }
    }

    @Nested
    class Far {

        private void chainOf(int count) {
            for (int i = 1; i <= count; i++) {
                if (i == count) {
                    network.start(i);
                } else {
                    network.start(i, i + 1);
                }
            }
            network.run(Duration.ofSeconds(10));
        }

        @Test
        void messagesAndRepliesCrossFifteenLinks() {
            chainOf(16);
            FakePeer a = service(1, "a");
            FakePeer z = service(16, "z");
            say(1, a, "z/HI");
            assertThat(z.take()).containsExactly("<d1:a d16:z/HI");
            say(16, z, "d1:a/BACK");
            assertThat(a.take()).containsExactly("<d16:z d1:a/BACK");
        }

        @Test
        void broadcastsCrossFiveLinks() {
            chainOf(8);
            FakePeer a = service(1, "a");
            FakePeer six = service(6, "six");
            FakePeer seven = service(7, "seven");
            say(1, a, "*/HI");
            assertThat(six.take()).containsExactly("<d1:a */HI");
            assertThat(seven.take()).isEmpty();
        }

        @Test
        void stepsThatAServiceInventsCountForNothing() {
            chainOf(3);
            FakePeer a = service(1, "a");
            FakePeer c = service(3, "c");
            say(1, a, "d3:c/HI mesh_hops=99");
            assertThat(c.take()).containsExactly("<d1:a d3:c/HI");
            say(1, a, "*/HI broadcast_msgid=mine;broadcast_timeout=4000000000;broadcast_hops=5");
            assertThat(c.take()).containsExactly("<d1:a */HI");
        }
    }

    @Nested
    class Refusals {

        private FakePeer stranger() {
            return network.node(1)
                    .daemon
                    .connect(FakePeer.of(new Peer("x", Zone.PRIVATE, "", false, false, false, false)));
        }

        private void lonely() {
            network.start(1);
            network.run(SOON);
        }

        @Test
        void anotherVersionIsRefused() {
            lonely();
            FakePeer peer = stranger();
            assertThat(say(1, peer, "CONNECT version=2;server_name=x;my_address=10.0.0.9:4042"))
                    .containsExactly("<d1:communicatord REFUSE reason=version: only version 1 is spoken"
                            + " here;shutdown=true");
            assertThat(peer.isClosed()).isTrue();
        }

        @Test
        void aNameInUseIsRefused() {
            network.start(1);
            network.start(2, 1);
            network.run(SOON);
            assertThat(say(1, stranger(), "CONNECT version=1;server_name=d2;my_address=10.0.0.9:4042"))
                    .containsExactly("<d1:communicatord REFUSE reason=the name is in use by the daemon at"
                            + " 10.0.0.2:4042;shutdown=true");
            assertThat(say(1, stranger(), "CONNECT version=1;server_name=d1;my_address=10.0.0.9:4042")
                            .toString())
                    .contains("it is the name of this daemon too");
            assertThat(network.node(1).links()).isEqualTo(1);
        }

        @Test
        void aDaemonThatWasHalfDeadTakesItsOwnPlace() {
            network.start(1);
            network.start(2, 1);
            network.run(SOON);
            FakePeer again = stranger();
            assertThat(say(1, again, "CONNECT version=1;mesh=1;server_name=d2;my_address=10.0.0.2:4042")
                            .get(0))
                    .startsWith("<d1:communicatord ACCEPT ");
            assertThat(network.node(1).links()).isEqualTo(1);
        }

        @Test
        void withoutLinksAServiceCannotPretendToBeADaemon() {
            lonely();
            FakePeer a = service(1, "a");
            assertThat(say(1, a, "CONNECT version=1;server_name=x;my_address=10.0.0.9:4042")
                            .toString())
                    .contains("not permitted to you");
            assertThat(network.node(1).links()).isZero();
        }

        @Test
        void whatCannotBeParsedHurtsNobody() {
            lonely();
            for (String line : List.of(
                    "CONNECT version=1;server_name=x;my_address=nonsense",
                    "CONNECT version=1;server_name=bad-name;my_address=10.0.0.9:4042",
                    "CONNECT version=1",
                    "CONNECT",
                    "GOSSIP my_address=",
                    "GOSSIP my_address=8.8.8.8:53",
                    "GOSSIP heard_of=10.0.0.1",
                    "ACCEPT server_name=x;my_address=10.0.0.9",
                    "LINK_STATE origin=x",
                    "RECEIVED",
                    "DISCONNECT",
                    "LOADAVG avg=-1")) {
                FakePeer peer = stranger();
                assertThat(say(1, peer, line).toString()).containsAnyOf("REFUSE", "INVALID");
                assertThat(peer.isClosed()).as(line).isTrue();
                network.node(1).daemon.leave(peer);
            }
        }

        @Test
        void aSenderThatTheDaemonCannotSpeakForIsALie() {
            network.start(1);
            network.start(2, 1);
            network.run(SOON);
            FakePeer a = service(1, "a");
            FakePeer peer = stranger();
            say(1, peer, "CONNECT version=1;mesh=1;server_name=evil;my_address=10.0.0.9:4042");
            say(1, peer, "<d1:b a/HI");
            say(1, peer, "<nobody:b a/HI");
            say(1, peer, "<d2:bad-name a/HI");
            assertThat(a.take()).isEmpty();
            assertThat(network.node(1).daemon.dropped(Drop.FORGED)).isEqualTo(3);
            say(1, peer, "<evil:b a/HI");
            assertThat(a.take()).containsExactly("<evil:b a/HI");
            say(1, peer, "<evil:b */HI");
            say(1, peer, "<evil:b */HI broadcast_msgid=x;broadcast_timeout=1;broadcast_hops=1");
            say(1, peer, "<evil:b */HI broadcast_msgid=y;broadcast_timeout=4000000000;broadcast_hops=6");
            say(1, peer, "<evil:b */HI broadcast_msgid=z;broadcast_timeout=4000000000;broadcast_hops=-1");
            assertThat(a.take()).isEmpty();
            say(1, peer, "<evil:b */HI broadcast_msgid=z;broadcast_timeout=4000000000;broadcast_hops=5");
            say(1, peer, "<evil:b */HI broadcast_msgid=z;broadcast_timeout=4000000000;broadcast_hops=5");
            assertThat(a.take()).containsExactly("<evil:b */HI");
        }

        @Test
        void aFloodOfBroadcastsOverALinkIsBoundedForEachSenderAndItsEndIsSoon() {
            network.start(1);
            network.start(2, 1);
            network.run(SOON);
            FakePeer a = service(1, "a");
            FakePeer peer = stranger();
            say(1, peer, "CONNECT version=1;mesh=1;server_name=evil;my_address=10.0.0.9:4042");
            network.wire.clear();
            say(1, peer, "<evil:b */HI broadcast_msgid=0;broadcast_timeout=4000000000;broadcast_hops=0");
            assertThat(network.wire.toString())
                    .as("nobody is told a later end than a minute from now")
                    .contains("broadcast_timeout=18000000")
                    .doesNotContain("broadcast_timeout=4");
            for (int i = 1; i < 600; i++) {
                say(1, peer, "<evil:b */HI broadcast_msgid=" + i + ";broadcast_timeout=4000000000;broadcast_hops=0");
            }
            assertThat(a.take()).hasSize(500);
            assertThat(network.node(1).daemon.dropped(Drop.QUOTA)).isEqualTo(100);
            say(1, peer, "<evil:c */HI broadcast_msgid=c;broadcast_timeout=4000000000;broadcast_hops=0");
            assertThat(a.take()).containsExactly("<evil:c */HI");
        }

        @Test
        void addressesThatAreGossipedInMassesBoundTheDials() {
            lonely();
            Node d1 = network.node(1);
            for (int i = 0; i < 2_000; i++) {
                FakePeer peer = FakePeer.of(new Peer("x", Zone.PRIVATE, "", false, false, false, false));
                d1.daemon.connect(peer);
                say(1, peer, "GOSSIP my_address=10.1." + i / 250 + "." + (i % 250 + 1) + ":4042");
                d1.daemon.leave(peer);
            }
            network.run(Duration.ofSeconds(30));
            assertThat(d1.dials).isLessThanOrEqualTo(31);
            assertThat(d1.fabric.health().neighbors()).hasSizeLessThanOrEqualTo(64);
            assertThat(d1.cluster()).isEqualTo("1/1");
        }

        @Test
        void aHostileDaemonHurtsNobody() {
            network.start(1);
            network.start(2, 1);
            network.run(SOON);
            FakePeer a = service(1, "a");
            FakePeer peer = stranger();
            say(1, peer, "CONNECT version=1;mesh=1;server_name=evil;my_address=10.0.0.9:4042");
            Random random = new Random(7);
            String[] commands = {
                "CONNECT",
                "ACCEPT",
                "GOSSIP",
                "REFUSE",
                "RECEIVED",
                "LINK_STATE",
                "LOADAVG",
                "FORGOTTEN",
                "COMMANDS",
                "REGISTER_FOR_LOADAVG",
                "UNREGISTER_FROM_LOADAVG",
                "LISTEN_LOADAVG",
                "HELP",
                "ALIVE",
                "HI",
                "a/HI",
                "*/HI",
                "?/HI",
                "d2:a/HI",
                "STOP",
                "SHUTDOWN",
                "FORGET",
                "REGISTER",
                "UNREGISTER"
            };
            String[] names = {
                "version",
                "server_name",
                "my_address",
                "origin",
                "boot",
                "serial",
                "links",
                "legacy",
                "services",
                "avg",
                "ip",
                "list",
                "broadcast_msgid",
                "broadcast_timeout",
                "broadcast_hops",
                "mesh_hops",
                "secure"
            };
            String[] values = {
                "1",
                "d1",
                "d2",
                "evil",
                "d1,d2",
                "",
                "-1",
                "10.0.0.1:4042",
                "10.0.0.9",
                "999999999999999999999",
                "9223372036854775807",
                "\"\"",
                "true",
                "a,b,c,,",
                "8.8.8.8:1",
                "x y",
                ",",
                "\\n"
            };
            for (int i = 0; i < 20_000; i++) {
                StringBuilder line = new StringBuilder();
                switch (random.nextInt(4)) {
                    case 0 -> line.append("<evil:communicatord ");
                    case 1 -> line.append("<d2:communicatord ");
                    case 2 ->
                        line.append("<")
                                .append(values[random.nextInt(values.length)])
                                .append(":x ");
                    default -> {}
                }
                line.append(commands[random.nextInt(commands.length)]);
                int count = random.nextInt(6);
                for (int j = 0; j < count; j++) {
                    line.append(j == 0 ? " " : ";")
                            .append(names[random.nextInt(names.length)])
                            .append('=')
                            .append(values[random.nextInt(values.length)]);
                }
                network.node(1).daemon.say(peer, line.toString());
                if (i % 500 == 0) {
                    network.run(FakeNetwork.STEP);
                    network.wire.clear();
                }
            }
            network.run(Duration.ofSeconds(15));
            a.take();
            assertThat(network.node(1).daemon.steered).isEmpty();
            assertThat(network.node(1).reachable()).contains("d1", "d2");
            FakePeer b = service(2, "b");
            say(1, a, "b/HI");
            assertThat(b.take()).containsExactly("<d1:a d2:b/HI");
        }

        @Test
        void moreDaemonsThanThereMayBeAreNotBelieved() {
            lonely();
            FakePeer peer = stranger();
            say(1, peer, "CONNECT version=1;mesh=1;server_name=evil;my_address=10.0.0.9:4042");
            for (int i = 0; i < 1_000; i++) {
                say(
                        1,
                        peer,
                        "<evil:communicatord LINK_STATE origin=x" + i + ";boot=1;serial=1;my_address=10.2.0."
                                + (i % 250 + 1) + ":4042;links=evil,x" + (i + 1));
            }
            assertThat(network.node(1).fabric.health().graph()).hasSizeLessThanOrEqualTo(34);
            assertThat(network.node(1).fabric.traffic().dropped(LinkTraffic.Reason.TOO_MANY))
                    .isNotNegative();
        }
    }

    @Nested
    class Originals {

        /** A daemon of the original, written by hand. */
        private FakePeer original() {
            return original(1, "old", "10.0.0.9");
        }

        private FakePeer original(int daemon, String name, String address) {
            FakePeer peer = network.node(daemon)
                    .daemon
                    .connect(FakePeer.of(new Peer("x", Zone.PRIVATE, "", false, false, false, false)));
            List<String> heard = say(
                    daemon,
                    peer,
                    "CONNECT version=1;my_address=" + address + ":4042;server_name=" + name + ";services=o");
            assertThat(heard.get(0))
                    .matches("<d" + daemon + ":communicatord ACCEPT mesh=1;my_address=10.0.0." + daemon
                            + ":4042;(neighbors=10.0.0.1:4042;)?secure=false;server_name=d" + daemon);
            assertThat(heard.get(1)).isEqualTo("<d" + daemon + ":communicatord HELP");
            say(daemon, peer, "<" + name + ":communicatord COMMANDS list=ACCEPT,HELP,QUITTING,STOP,UNKNOWN");
            return peer;
        }

        @Test
        void areNeverToldWhatTheyDoNotKnow() {
            network.start(1);
            FakePeer old = original();
            service(1, "a");
            network.run(Duration.ofSeconds(3));
            assertThat(old.take())
                    .isNotEmpty()
                    .allMatch(each -> each.equals("<d1:communicatord old:communicatord/ALIVE"));
        }

        @Test
        void getEverythingInAnEnvelope() {
            network.start(1);
            network.start(2, 1);
            network.run(SOON);
            FakePeer old = original();
            FakePeer b = service(2, "b");
            old.take();
            say(2, b, "old:o/HI x=1");
            assertThat(old.take().toString())
                    .matches("\\[<d2:b old:o/HI broadcast_hops=1;broadcast_informed_neighbors=10.0.0.9;"
                            + "broadcast_informed_servers=;broadcast_msgid=d1-[0-9a-f]+;"
                            + "broadcast_originator=10.0.0.1:4042;broadcast_timeout=[0-9]+;secure_remote=false;x=1\\]");
            say(1, old, "<old:o d2:b/BACK broadcast_msgid=old-1;broadcast_timeout=4000000000;broadcast_hops=1;y=1");
            network.run(Duration.ZERO);
            assertThat(b.take()).containsExactly("<old:o d2:b/BACK y=1");
            say(2, b, "*/HI");
            assertThat(old.take()).hasSize(1);
        }

        @Test
        void areAskedForServicesOfWhichNobodyKnows() {
            network.start(1);
            FakePeer old = original();
            FakePeer a = service(1, "a");
            old.take();
            say(1, a, "mystery/HI");
            assertThat(old.take().toString()).contains("<d1:a mystery/HI broadcast_hops=1;");
            // and flood back what they do not have; that ends here
            assertThat(say(
                            1,
                            old,
                            "<d1:a mystery/HI broadcast_msgid=d1-1;broadcast_timeout=4000000000;broadcast_hops=2"))
                    .isEmpty();
        }

        @Test
        void oneThatIsAwayIsNotMadeUpForByOneThatSomebodyElseReaches() {
            network.start(1);
            network.start(2, 1);
            network.run(SOON);
            FakePeer old = original();
            FakePeer a = service(1, "a", ALL);
            say(1, old, "<old:communicatord DISCONNECT");
            assertThat(a.take()).contains("<d1:communicatord ./CLUSTER_INCOMPLETE neighbors_count=3");
            original(2, "other", "10.0.0.8");
            network.run(Duration.ofSeconds(1));
            assertThat(a.take().toString()).contains("neighbors_count=4").doesNotContain("CLUSTER_COMPLETE");
        }

        @Test
        void theirSilenceIsNoticedAndTheirEndIsAnEnd() {
            network.start(1);
            FakePeer a = service(1, "a", ALL);
            FakePeer old = original();
            assertThat(a.take()).contains("<d1:communicatord ./CLUSTER_COMPLETE neighbors_count=2");
            network.run(Duration.ofSeconds(6));
            assertThat(a.take()).contains("<d1:communicatord ./HANGUP server_name=old");
            assertThat(old.isClosed()).isTrue();
        }
    }
}
