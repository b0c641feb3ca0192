package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An immutable snapshot of a dispatcher: the route of each exact name in an open-addressing table, and one route for
 * every other command.
 *
 * <p>Threading: immutable.
 */
final class RouteTable {
    private static final byte[] NO_COMMAND = {};

    /** Fibonacci hashing: spreads over the upper bits whatever the hash function does. */
    private static final int SPREAD = 0x9E3779B9;

    /** Slots per route, at least: most commands are found at their first slot, most unknown ones hit an empty one. */
    private static final int SLOTS_PER_ROUTE = 4;

    private final List<DispatchEntry> entries;
    private final @Nullable DispatchEntry catchAll;
    private final boolean traced;
    private final SortedSet<String> commands;
    private final Route generic;
    private final @Nullable Route[] slots;
    private final int shift;

    private RouteTable(
            List<DispatchEntry> entries,
            @Nullable DispatchEntry catchAll,
            boolean traced,
            SortedSet<String> commands,
            Route generic,
            List<Route> routes) {
        this.entries = entries;
        this.catchAll = catchAll;
        this.traced = traced;
        this.commands = commands;
        this.generic = generic;
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, routes.size() * SLOTS_PER_ROUTE - 1));
        this.shift = 32 - bits;
        this.slots = new Route[1 << bits];
        for (Route route : routes) {
            int slot = (route.commandHash() * SPREAD) >>> shift;
            while (slots[slot] != null) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = route;
        }
    }

    static RouteTable of(List<DispatchEntry> entries, @Nullable DispatchEntry catchAll, boolean traced) {
        Map<String, List<Integer>> exact = new LinkedHashMap<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            DispatchEntry entry = entries.get(i);
            if (entry.kind() == DispatchEntry.Kind.EXACT && entry.pattern() != null) {
                exact.computeIfAbsent(entry.pattern().text(), name -> new ArrayList<>())
                        .add(i);
            } else {
                others.add(i);
            }
        }
        List<Route> routes = new ArrayList<>(exact.size());
        exact.forEach((name, own) -> routes.add(exactRoute(name, merge(own, others), entries, catchAll)));
        SortedSet<String> commands = Collections.unmodifiableSortedSet(new TreeSet<>(exact.keySet()));
        return new RouteTable(entries, catchAll, traced, commands, genericRoute(others, entries, catchAll), routes);
    }

    Route find(Message message) {
        int hash = message.commandHash();
        int slot = (hash * SPREAD) >>> shift;
        for (Route route = slots[slot]; route != null; route = slots[slot]) {
            if (route.isFor(message, hash)) {
                return route;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return generic;
    }

    List<DispatchEntry> entries() {
        return entries;
    }

    @Nullable
    DispatchEntry catchAll() {
        return catchAll;
    }

    boolean isTraced() {
        return traced;
    }

    SortedSet<String> commands() {
        return commands;
    }

    private static Route exactRoute(
            String name, int[] candidates, List<DispatchEntry> entries, @Nullable DispatchEntry catchAll) {
        RouteBuilder route = new RouteBuilder();
        Message message = Message.of(name);
        byte[] command = NO_COMMAND;
        for (int i : candidates) {
            DispatchEntry entry = entries.get(i);
            MessagePattern pattern = entry.pattern();
            if (pattern == null) {
                route.add(entry, entry.kind() == DispatchEntry.Kind.ALWAYS ? Map.of() : null);
                continue;
            }
            Map<String, String> variables = pattern.match(message);
            if (variables != null) {
                route.add(entry, variables);
            }
            if (pattern.isExact()) {
                command = pattern.exactName();
            }
        }
        return route.build(command, message.commandHash(), catchAll);
    }

    private static Route genericRoute(
            List<Integer> candidates, List<DispatchEntry> entries, @Nullable DispatchEntry catchAll) {
        RouteBuilder route = new RouteBuilder();
        for (int i : candidates) {
            DispatchEntry entry = entries.get(i);
            route.add(entry, entry.kind() == DispatchEntry.Kind.ALWAYS ? Map.of() : null);
        }
        return route.build(NO_COMMAND, 0, catchAll);
    }

    /** Merges two ascending lists of indexes. */
    private static int[] merge(List<Integer> a, List<Integer> b) {
        int[] merged = new int[a.size() + b.size()];
        int fromA = 0;
        int fromB = 0;
        for (int i = 0; i < merged.length; i++) {
            boolean takeA = fromB == b.size() || (fromA < a.size() && a.get(fromA) < b.get(fromB));
            merged[i] = takeA ? a.get(fromA++) : b.get(fromB++);
        }
        return merged;
    }

    private static final class RouteBuilder {
        private final List<DispatchEntry> entries = new ArrayList<>();
        private final List<@Nullable RouteMatch> known = new ArrayList<>();

        void add(DispatchEntry entry, @Nullable Map<String, String> variables) {
            entries.add(entry);
            known.add(variables == null ? null : new RouteMatch(entry, variables));
        }

        Route build(byte[] command, int hash, @Nullable DispatchEntry catchAll) {
            if (catchAll != null) {
                add(catchAll, Map.of());
            }
            return new Route(command, hash, entries.toArray(DispatchEntry[]::new), known.toArray(RouteMatch[]::new));
        }
    }
}
