package io.eventdispatcher.communicatord.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.peer.Topology.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TopologyTests {

    private final Topology topology = new Topology("me");

    private static LinkState state(String origin, long serial, Set<String> links, Set<String> services) {
        LinkAddress address = LinkAddress.parse("10.0.0.1", 4042);
        if (address == null) {
            throw new IllegalStateException("10.0.0.1 is an address");
        }
        return new LinkState(origin, 1, serial, address, false, links, Set.of(), services);
    }

    private Offer tell(String origin, String... links) {
        LinkState known = topology.state(origin);
        return topology.offer(
                state(origin, known == null ? 1 : known.serial() + 1, Set.of(links), Set.of("of_" + origin)));
    }

    @Test
    void aNeighbourIsReachedBeforeItHasSaidAnything() {
        topology.linked("a", false);
        assertThat(topology.table()).containsOnlyKeys("a");
        assertThat(topology.hop("b")).isNull();
    }

    @Test
    void theShortestWayIsTaken() {
        topology.linked("a", false);
        topology.linked("b", false);
        tell("a", "me", "c");
        tell("b", "me", "d");
        tell("c", "a", "d");
        tell("d", "c", "b");
        assertThat(topology.hop("c")).isEqualTo(new Topology.Hop("a", 2));
        assertThat(topology.hop("d")).isEqualTo(new Topology.Hop("b", 2));
        topology.unlinked("b");
        assertThat(topology.hop("d")).isEqualTo(new Topology.Hop("a", 3));
        assertThat(topology.hop("b")).isEqualTo(new Topology.Hop("a", 4));
    }

    @Test
    void aConnectionCountsWhenBothEndsTellOfIt() {
        topology.linked("a", false);
        tell("a", "me", "b");
        assertThat(topology.hop("b")).isNull();
        tell("b", "a");
        assertThat(topology.hop("b")).isEqualTo(new Topology.Hop("a", 2));
        tell("a", "me");
        assertThat(topology.hop("b")).isNull();
    }

    @Test
    void whatANeighbourHadBeforeItsLinkCountsForNothing() {
        topology.linked("a", false);
        tell("a", "me", "b");
        tell("b", "a");
        assertThat(topology.spoke("a")).isTrue();
        assertThat(topology.toldLinks()).containsExactly("a");
        topology.unlinked("a");
        topology.linked("a", false);
        assertThat(topology.table()).containsOnlyKeys("a");
        assertThat(topology.runs("of_a")).isFalse();
        assertThat(topology.toldLinks()).isEmpty();
        tell("a", "me", "b");
        assertThat(topology.spoke("a")).isTrue();
        assertThat(topology.spoke("a")).isFalse();
        assertThat(topology.table()).containsOnlyKeys("a", "b");
        assertThat(topology.runs("of_a")).isTrue();
        // who could be reached already is what it was
        topology.linked("b", false);
        assertThat(topology.toldLinks()).containsExactly("a", "b");
        assertThat(topology.runs("of_b")).isTrue();
    }

    @Test
    void whatIsOlderIsNotTaken() {
        assertThat(topology.offer(state("a", 5, Set.of(), Set.of()))).isEqualTo(Offer.TAKEN);
        assertThat(topology.offer(state("a", 5, Set.of("x"), Set.of()))).isEqualTo(Offer.KNOWN);
        assertThat(topology.offer(state("a", 4, Set.of("x"), Set.of()))).isEqualTo(Offer.OLD);
    }

    @Test
    void theNearestInstanceComesFirst() {
        topology.linked("z", false);
        topology.linked("b", false);
        topology.offer(state("z", 1, Set.of("me"), Set.of("s")));
        topology.offer(state("b", 1, Set.of("me", "a"), Set.of()));
        topology.offer(state("a", 1, Set.of("b"), Set.of("s")));
        assertThat(topology.having("s")).containsExactly("z", "a");
        assertThat(topology.runs("s")).isTrue();
        topology.unlinked("z");
        topology.unlinked("b");
        assertThat(topology.runs("s")).isFalse();
    }

    @Test
    void noMoreThanSixteenAreReachedAndTheRestIsToldOf() {
        topology.linked("n1", false);
        for (int i = 1; i <= 30; i++) {
            Offer unused = tell("n" + i, i == 1 ? "me" : "n" + (i - 1), "n" + (i + 1));
        }
        assertThat(topology.table()).hasSize(15);
        assertThat(topology.isFull()).isTrue();
        assertThat(topology.states()).hasSizeLessThanOrEqualTo(Topology.MAX_STATES);
    }

    /** Everybody has the same map, so a message that follows the tables arrives, and on a shortest way. */
    @Test
    void whateverTheGraphMessagesArriveAndNeverGoInCircles() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            int count = 2 + random.nextInt(15);
            Map<String, Set<String>> graph = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                graph.put("n" + i, new TreeSet<>());
            }
            for (int i = 1; i < count; i++) {
                link(graph, i, random.nextInt(i));
            }
            for (int i = random.nextInt(10); i > 0; i--) {
                link(graph, random.nextInt(count), random.nextInt(count));
            }
            Map<String, Topology> all = new TreeMap<>();
            graph.forEach((name, links) -> {
                Topology own = new Topology(name);
                links.forEach(each -> own.linked(each, false));
                graph.forEach((other, theirs) -> {
                    if (!other.equals(name)) {
                        own.offer(state(other, 1, theirs, Set.of()));
                    }
                });
                all.put(name, own);
            });
            all.forEach((from, topologyOfFrom) -> {
                assertThat(topologyOfFrom.table()).hasSize(count - 1);
                topologyOfFrom
                        .table()
                        .forEach((to, hop) -> assertThat(way(all, from, to))
                                .hasSize(hop.distance())
                                .doesNotHaveDuplicates());
            });
        }
    }

    private static void link(Map<String, Set<String>> graph, int one, int other) {
        if (one != other) {
            graph.getOrDefault("n" + one, new TreeSet<>()).add("n" + other);
            graph.getOrDefault("n" + other, new TreeSet<>()).add("n" + one);
        }
    }

    private static List<String> way(Map<String, Topology> all, String from, String to) {
        List<String> way = new ArrayList<>();
        String at = from;
        while (!at.equals(to)) {
            Topology here = all.get(at);
            Topology.Hop hop = here == null ? null : here.hop(to);
            assertThat(hop).isNotNull();
            if (hop == null) {
                return way;
            }
            at = hop.next();
            way.add(at);
        }
        return way;
    }
}
