package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.peer.Dialler;
import io.eventdispatcher.communicatord.peer.LinkAddress;
import io.eventdispatcher.communicatord.peer.MeshFabric;
import io.eventdispatcher.communicatord.peer.MeshSettings;
import io.eventdispatcher.communicatord.peer.Network;
import io.eventdispatcher.communicatord.registry.Outlet;
import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Daemons that are linked without sockets, in driven time. Daemon {@code dN} is at {@code 10.0.0.N:4042}. */
final class FakeNetwork {

    static final Duration STEP = Duration.ofMillis(250);

    final ManualTime time = new ManualTime();
    final List<String> wire = new ArrayList<>();
    private final Map<Integer, Node> nodes = new TreeMap<>();
    private final ArrayDeque<Runnable> events = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();
    private final Set<Set<Integer>> cuts = new HashSet<>();
    private final Set<Set<Integer>> walls = new HashSet<>();

    private record Later(long nanos, Runnable action) {}

    /** A daemon and what it dials with. */
    final class Node implements Dialler {

        final int number;
        final Daemon daemon;
        final MeshFabric fabric;
        private final List<End> ends = new ArrayList<>();
        private boolean running = true;
        int dials;

        Node(int number, boolean discover, int... neighbors) {
            this.number = number;
            fabric = new MeshFabric(settings(number, discover, neighbors), this, null, time);
            daemon = new Daemon("d" + number, fabric, time);
        }

        @Override
        public void dial(LinkAddress to, boolean secure, Outcome outcome) {
            dials++;
            Node there = nodes.get(to.ip().getAddress()[3] & 0xff);
            if (there == null || !there.running || walls.contains(pair(number, there.number))) {
                events.add(() -> outcome.failed("connection refused"));
            } else if (cuts.contains(pair(number, there.number))) {
                later.add(new Later(
                        time.nanoTime() + Duration.ofSeconds(2).toNanos(), () -> outcome.failed("timed out")));
            } else {
                events.add(() -> connect(there, outcome));
            }
        }

        private void connect(Node there, Outcome outcome) {
            End here = new End(this, there.number);
            End far = new End(there, number);
            here.other = far;
            far.other = here;
            if (daemon.broker().dialled(here.session) && there.daemon.broker().opened(far.session)) {
                outcome.connected(here.session);
            } else {
                outcome.failed("refused");
            }
        }

        Set<String> reachable() {
            Set<String> names = new HashSet<>();
            fabric.health().graph().stream()
                    .filter(each -> each.distance() >= 0)
                    .forEach(each -> names.add(each.server()));
            return names;
        }

        int links() {
            return fabric.health().links().size();
        }

        String cluster() {
            return fabric.health().reachable() + "/" + fabric.health().machines();
        }
    }

    /** One end of a connection. */
    private final class End implements Outlet {

        private final Node owner;
        private final int to;
        final Session session;
        private @Nullable End other;
        private boolean closed;

        End(Node owner, int to) {
            this.owner = owner;
            this.to = to;
            Peer peer = new Peer(owner.number + "-" + to, Zone.PRIVATE, "", false, false, false, false);
            session = new Session(peer, this, time.nanoTime());
            owner.ends.add(this);
        }

        @Override
        public Sent send(ByteSource line) {
            if (closed) {
                return Sent.GONE;
            }
            byte[] bytes = new byte[line.length()];
            line.copyTo(bytes, 0);
            wire.add("d" + owner.number + "-d" + to + " " + new String(bytes, StandardCharsets.ISO_8859_1));
            if (!isCut()) {
                events.add(() -> arrive(bytes));
            }
            return Sent.ACCEPTED;
        }

        private boolean isCut() {
            return cuts.contains(pair(owner.number, to));
        }

        private void arrive(byte[] bytes) {
            End far = other;
            if (far != null && !far.closed && far.owner.running) {
                far.owner.daemon.hear(far.session, bytes);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                owner.ends.remove(this);
                events.add(() -> owner.daemon.broker().closed(session));
                if (!isCut()) {
                    events.add(this::hangUp);
                }
            }
        }

        private void hangUp() {
            End far = other;
            if (far != null && !far.closed) {
                far.closed = true;
                far.owner.ends.remove(far);
                far.owner.daemon.broker().closed(far.session);
            }
        }

        @Override
        public long queuedBytes() {
            return 0;
        }
    }

    static Set<Integer> pair(int one, int other) {
        return Set.of(one, other);
    }

    static LinkAddress address(int number) {
        LinkAddress address = LinkAddress.parse("10.0.0." + number, 4042);
        if (address == null) {
            throw new IllegalArgumentException("no address: number=" + number);
        }
        return address;
    }

    static MeshSettings settings(int number, boolean discover, int... neighbors) {
        return new MeshSettings(
                "d" + number,
                address(number),
                false,
                true,
                discover,
                Arrays.stream(neighbors)
                        .mapToObj(each -> new MeshSettings.Configured(address(each), false))
                        .toList(),
                Network.PRIVATE,
                Set.of(),
                Set.of(),
                Duration.ofMillis(1500),
                Duration.ofSeconds(5),
                Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(2)),
                Backoff.exponential(Duration.ofSeconds(30), Duration.ofSeconds(30)));
    }

    /** Starts a daemon that is linked to its neighbours only. */
    Node start(int number, int... neighbors) {
        return start(number, false, neighbors);
    }

    Node start(int number, boolean discover, int... neighbors) {
        Node node = new Node(number, discover, neighbors);
        nodes.put(number, node);
        return node;
    }

    Node node(int number) {
        Node node = nodes.get(number);
        if (node == null) {
            throw new IllegalArgumentException("no such daemon: number=" + number);
        }
        return node;
    }

    boolean isRunning(int number) {
        return node(number).running;
    }

    /** The process is gone, and its system says so to those who are connected. */
    void kill(int number) {
        Node node = node(number);
        node.running = false;
        List.copyOf(node.ends).forEach(End::hangUp);
        run(Duration.ZERO);
    }

    /** The machine is gone: nothing comes from there, and nobody says so. */
    void vanish(int number) {
        node(number).running = false;
        nodes.keySet().forEach(each -> {
            if (each != number) {
                cut(number, each);
            }
        });
    }

    void cut(int one, int other) {
        cuts.add(pair(one, other));
    }

    void heal(int one, int other) {
        cuts.remove(pair(one, other));
    }

    /** There is no way between the two, and never was. */
    void wall(int one, int other) {
        walls.add(pair(one, other));
    }

    void breach(int one, int other) {
        walls.remove(pair(one, other));
    }

    /** Lets time pass and everything happen that is due meanwhile. */
    void run(Duration length) {
        settle();
        long end = time.nanoTime() + length.toNanos();
        while (time.nanoTime() - end < 0) {
            time.advance(STEP);
            for (Later each : List.copyOf(later)) {
                if (each.nanos() <= time.nanoTime()) {
                    later.remove(each);
                    each.action().run();
                }
            }
            for (Node each : List.copyOf(nodes.values())) {
                if (each.running) {
                    each.fabric.tick();
                }
            }
            settle();
        }
    }

    private void settle() {
        for (int i = 0; !events.isEmpty(); i++) {
            if (i > 1_000_000) {
                throw new AssertionError("messages go around for ever");
            }
            events.remove().run();
        }
    }
}
