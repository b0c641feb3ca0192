package io.eventdispatcher.communicatord.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The map of the daemons and, made of it, the table that says to which neighbour a message for each of them goes: the first
 * step of the shortest way, between equally long ones that through the smallest names.
 *
 * <p>A connection counts when both of its ends tell of it, so that a daemon that is gone is on no way as soon as one of its
 * neighbours has noticed. Everybody draws the same map, and so no message goes in circles; while the news are on their way
 * the limit of hops stops those that do.
 *
 * <p>Threading: loop thread only; knows no time and no sockets.
 *
 * @since 0.1
 */
final class Topology {

    /** The most daemons that can reach each other, this one included. */
    static final int MAX_MACHINES = 16;

    /** The most states kept, those of daemons that cannot be reached included. */
    static final int MAX_STATES = 2 * MAX_MACHINES;

    private final String own;
    private final Map<String, LinkState> states = new TreeMap<>();
    private final Map<String, Boolean> neighbors = new TreeMap<>();
    private final Set<String> silent = new TreeSet<>();
    private Map<String, Hop> hops = Map.of();
    private boolean full;

    /** What became of a state. */
    enum Offer {
        /** It is newer than what was known. */
        TAKEN,
        /** It is known. */
        KNOWN,
        /** A newer one is known. */
        OLD,
        /** There are too many daemons. */
        REFUSED
    }

    /** The first step of the way to a daemon, and the number of steps. */
    record Hop(String next, int distance) {}

    Topology(String own) {
        this.own = own;
    }

    /**
     * Notes a link of this daemon; {@code legacy} if the daemon there does not tell its state. Otherwise, unless it could be
     * reached already, what is known of it is old, and perhaps from before a restart: it counts for nothing until it has told
     * anew, and this daemon does not tell others of the link before.
     */
    void linked(String server, boolean legacy) {
        neighbors.put(server, legacy);
        if (!legacy && !hops.containsKey(server)) {
            silent.add(server);
            states.computeIfPresent(server, (name, state) -> state.emptied());
        }
        compute();
    }

    /** Notes that a neighbour has told its state. Returns whether it is the first time on this link. */
    boolean spoke(String server) {
        return silent.remove(server);
    }

    /** Notes the end of a link of this daemon. */
    void unlinked(String server) {
        neighbors.remove(server);
        silent.remove(server);
        compute();
    }

    /** Whether others are told of the link to a neighbour; otherwise it has yet to tell its own state. */
    boolean isTold(String server) {
        return !silent.contains(server);
    }

    /** Names of the neighbours of which others are told as links. */
    Set<String> toldLinks() {
        Set<String> told = neighbors(false);
        told.removeAll(silent);
        return told;
    }

    /** Names of the neighbours of this daemon. */
    Set<String> neighbors(boolean legacy) {
        Set<String> names = new TreeSet<>();
        neighbors.forEach((name, isLegacy) -> {
            if (isLegacy == legacy) {
                names.add(name);
            }
        });
        return names;
    }

    /** Whether a neighbour of this daemon does not tell its state. */
    boolean hasLegacy() {
        return neighbors.containsValue(true);
    }

    /** Takes a state of another daemon. */
    Offer offer(LinkState state) {
        LinkState known = states.get(state.origin());
        int age = state.compareAge(known);
        if (age <= 0) {
            return age == 0 ? Offer.KNOWN : Offer.OLD;
        }
        if (known == null && states.size() >= MAX_STATES && !evict()) {
            return Offer.REFUSED;
        }
        states.put(state.origin(), state);
        compute();
        return Offer.TAKEN;
    }

    private boolean evict() {
        String gone = states.keySet().stream()
                .filter(each -> !hops.containsKey(each))
                .findFirst()
                .orElse(null);
        return gone != null && states.remove(gone) != null;
    }

    /** Forgets a daemon. */
    void forget(String server) {
        states.remove(server);
        compute();
    }

    /** Finds the state of a daemon; null when it is not known. */
    @Nullable
    LinkState state(String server) {
        return states.get(server);
    }

    /** All states that are known, reachable or not, by name. */
    Collection<LinkState> states() {
        return Collections.unmodifiableCollection(states.values());
    }

    private void compute() {
        Map<String, Hop> found = new TreeMap<>();
        ArrayDeque<String> queue = new ArrayDeque<>();
        full = false;
        for (String neighbor : neighbors.keySet()) {
            visit(found, queue, neighbor, new Hop(neighbor, 1));
        }
        while (!queue.isEmpty()) {
            String at = queue.remove();
            LinkState state = states.get(at);
            Hop hop = found.get(at);
            if (state != null && hop != null) {
                Hop further = new Hop(hop.next(), hop.distance() + 1);
                for (String each : state.links()) {
                    LinkState there = states.get(each);
                    if (there != null && there.links().contains(at)) {
                        visit(found, queue, each, further);
                    }
                }
                for (String each : state.legacy()) {
                    visit(found, queue, each, further);
                }
            }
        }
        hops = found;
    }

    private void visit(Map<String, Hop> found, ArrayDeque<String> queue, String server, Hop hop) {
        if (server.equals(own) || found.containsKey(server)) {
            return;
        }
        if (found.size() + 1 >= MAX_MACHINES) {
            full = true;
            return;
        }
        found.put(server, hop);
        queue.add(server);
    }

    /** Whether there are more daemons than can be reached. */
    boolean isFull() {
        return full;
    }

    /** The table: the daemons that can be reached, without this one, by name. */
    Map<String, Hop> table() {
        return Collections.unmodifiableMap(hops);
    }

    /** Finds the first step to a daemon; null when it cannot be reached. */
    @Nullable
    Hop hop(String server) {
        return hops.get(server);
    }

    /** The daemons that have a service, the nearest first. */
    List<String> having(String service) {
        List<String> having = new ArrayList<>();
        for (Map.Entry<String, Hop> each : hops.entrySet()) {
            LinkState state = states.get(each.getKey());
            if (state != null && state.services().contains(service)) {
                having.add(each.getKey());
            }
        }
        having.sort(Comparator.comparingInt(this::distance)); // names stay in order
        return having;
    }

    private int distance(String server) {
        Hop hop = hops.get(server);
        return hop == null ? Integer.MAX_VALUE : hop.distance();
    }

    /** Whether a daemon that can be reached has a service. */
    boolean runs(String service) {
        for (String server : hops.keySet()) {
            LinkState state = states.get(server);
            if (state != null && state.services().contains(service)) {
                return true;
            }
        }
        return false;
    }

    /** The services of the daemons that can be reached. */
    Map<String, Set<String>> services() {
        Map<String, Set<String>> services = new HashMap<>();
        for (String server : hops.keySet()) {
            LinkState state = states.get(server);
            if (state != null) {
                services.put(server, state.services());
            }
        }
        return services;
    }
}
