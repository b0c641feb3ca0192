package io.eventdispatcher.communicatord.peer;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where other daemons are, and whom to dial when. What others tell is believed with measure: only addresses of permitted
 * networks, at most {@value #MAX_NEIGHBORS}, and of those nobody has confirmed one dial a second.
 *
 * <p>Threading: loop thread only; time is an argument.
 */
final class Neighbors {

    /** The most addresses. */
    static final int MAX_NEIGHBORS = 64;

    private static final int MAX_FORGOTTEN = 64;
    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long STRANGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final MeshSettings settings;
    private final Map<LinkAddress, Neighbor> all = new TreeMap<>();
    private final Map<LinkAddress, Long> forgotten = new LinkedHashMap<>();
    private long nextStrangerNanos = Long.MIN_VALUE;

    Neighbors(MeshSettings settings) {
        this.settings = settings;
        for (MeshSettings.Configured each : settings.neighbors()) {
            if (!each.address().equals(settings.myAddress())) {
                Neighbor neighbor = all.computeIfAbsent(each.address(), key -> new Neighbor(key, each.secure()));
                neighbor.configured = true;
                neighbor.wanted = true;
            }
        }
    }

    /** All of them, by address. */
    List<Neighbor> all() {
        return List.copyOf(all.values());
    }

    @Nullable
    Neighbor find(LinkAddress address) {
        return all.get(address);
    }

    /** Takes an address that was kept over a restart. */
    void kept(LinkAddress address, @Nullable String server) {
        Neighbor neighbor = add(address, settings.secure());
        if (neighbor != null) {
            neighbor.confirmed = true;
            neighbor.wanted |= settings.discover();
            if (neighbor.server == null) {
                neighbor.server = server;
            }
        }
    }

    /**
     * Takes an address that another daemon told.
     *
     * @return null when it is not to be used
     */
    @Nullable
    Neighbor told(LinkAddress address, boolean secure, long now) {
        Long since = forgotten.get(address);
        if (since != null && now - since < FORGOTTEN_NANOS || !isPermitted(address)) {
            return null;
        }
        Neighbor neighbor = add(address, secure);
        if (neighbor != null) {
            neighbor.wanted |= settings.discover();
        }
        return neighbor;
    }

    /**
     * Takes the address of a daemon that speaks for itself.
     *
     * @return null when it is not to be used
     */
    @Nullable
    Neighbor spoke(LinkAddress address, boolean secure) {
        if (!isPermitted(address)) {
            return null;
        }
        forgotten.remove(address);
        Neighbor neighbor = add(address, secure);
        if (neighbor != null) {
            neighbor.secure = secure;
            neighbor.wanted |= settings.discover();
        }
        return neighbor;
    }

    /** Private networks unless told otherwise, and those where the configured ones are. */
    private boolean isPermitted(LinkAddress address) {
        InetAddress ip = address.ip();
        if (address.equals(settings.myAddress())) {
            return false;
        }
        return settings.networks().stream().anyMatch(each -> each.contains(ip))
                || all.values().stream()
                        .anyMatch(each -> each.configured && each.address.ip().equals(ip));
    }

    private @Nullable Neighbor add(LinkAddress address, boolean secure) {
        Neighbor known = all.get(address);
        if (known != null || address.equals(settings.myAddress())) {
            return known;
        }
        if (all.size() >= MAX_NEIGHBORS && !all.values().removeIf(each -> !each.isMember() && !each.busy)) {
            return null;
        }
        Neighbor added = new Neighbor(address, secure);
        all.put(address, added);
        return added;
    }

    /** Forgets addresses; returns those that were known. */
    List<Neighbor> forget(Predicate<LinkAddress> which, long now) {
        List<Neighbor> gone = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Neighbor each : all()) {
            if (which.test(each.address)) {
                gone.add(each);
                if (each.server != null) {
                    names.add(each.server);
                }
            }
        }
        for (Neighbor each : all()) {
            if (!gone.contains(each) && each.server != null && names.contains(each.server)) {
                gone.add(each); // another address of the same daemon
            }
        }
        for (Neighbor each : gone) {
            all.remove(each.address);
            forgotten.put(each.address, now);
        }
        Iterator<LinkAddress> oldest = forgotten.keySet().iterator();
        while (forgotten.size() > MAX_FORGOTTEN && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        return gone;
    }

    /**
     * The number of machines that belong together, this one included; a daemon with two addresses is one. Of daemons of the
     * original that are linked to others only the name is known: an address of which nobody knows the name may be theirs.
     *
     * @param reachable names of the daemons that can be reached
     */
    int machines(Set<String> reachable) {
        Set<String> names = new HashSet<>();
        names.add(settings.server());
        int nameless = 0;
        for (Neighbor each : all.values()) {
            if (each.isMember() && each.server == null) {
                nameless++;
            } else if (each.isMember()) {
                names.add(each.server);
            }
        }
        int named = names.size();
        names.addAll(reachable);
        return named + Math.max(nameless, names.size() - named);
    }

    /** Whether this daemon dials; otherwise it asks the other one to. The larger address dials, as in the original. */
    boolean dials(Neighbor neighbor) {
        return neighbor.asked || settings.myAddress().compareTo(neighbor.address) > 0;
    }

    /** Those to be dialled, or asked to dial, now. */
    List<Neighbor> due(long now, Predicate<Neighbor> isLinked) {
        List<Neighbor> due = new ArrayList<>();
        for (Neighbor each : all.values()) {
            if (each.wanted && !each.busy && now - each.nextNanos >= 0 && !isLinked.test(each)) {
                if (each.isMember()) {
                    due.add(each);
                } else if (nextStrangerNanos == Long.MIN_VALUE || now - nextStrangerNanos >= 0) {
                    nextStrangerNanos = now + STRANGER_NANOS;
                    due.add(each);
                }
            }
        }
        return due;
    }

    /** An attempt failed. */
    void failed(Neighbor neighbor, long now) {
        neighbor.busy = false;
        neighbor.failures++;
        neighbor.nextNanos = now + settings.retry().delayNanos(neighbor.failures);
    }

    /** Nobody is there, and nobody ever was. */
    void drop(Neighbor neighbor) {
        all.remove(neighbor.address, neighbor);
    }

    /** It is there, but does not want to be linked now. */
    void refused(Neighbor neighbor, long now) {
        failed(neighbor, now);
        neighbor.nextNanos = now + settings.afterRefusal().delayNanos(1);
    }

    /** A daemon is there; {@code name} is how it calls itself. */
    void confirmed(Neighbor neighbor, String name) {
        neighbor.server = name;
        neighbor.confirmed = true;
    }

    /** A link is there. */
    void linked(Neighbor neighbor) {
        neighbor.busy = false;
        neighbor.asked = false;
        neighbor.failures = 0;
    }

    /** What survives a restart: the name in a comment, which the original ignores, and the address. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Neighbor each : all.values()) {
            if (each.confirmed) {
                if (each.server != null) {
                    lines.add("# " + each.server);
                }
                lines.add(each.address.toString());
            }
        }
        return lines;
    }
}
