package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.cache.CacheLimits;
import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.peer.LocalFabric;
import io.eventdispatcher.communicatord.registry.RegistrationPolicy;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.status.ClockState;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.tap.Tap;
import io.eventdispatcher.communicatord.tap.TapSettings;
import io.eventdispatcher.communicatord.testing.FakePeer;
import io.eventdispatcher.communicatord.testing.ManualTime;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A broker named srv1 without sockets, and peers that talk to it in lines. */
final class Daemon implements Machine, DaemonHooks {

    final ManualTime time;
    final List<String> steered = new ArrayList<>();
    double load = 0.5;
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
    private final Broker broker;

    Daemon() {
        this(settings(false, false, true));
    }

    Daemon(BrokerSettings settings) {
        this(settings, TapSettings.OFF);
    }

    Daemon(BrokerSettings settings, TapSettings tap) {
        this("srv1", Set.of("gamma"), new LocalFabric(), settings, new ManualTime(), tap);
    }

    /** One of several, without installed services. */
    Daemon(String name, ClusterFabric fabric, ManualTime time) {
        this(name, Set.of(), fabric, settings(false, false, true), time, TapSettings.OFF);
    }

    private Daemon(
            String name,
            Set<String> installed,
            ClusterFabric fabric,
            BrokerSettings settings,
            ManualTime time,
            TapSettings tap) {
        this.time = time;
        CacheLimits limits = new CacheLimits(10, 20, 100_000, 10, 50_000, Duration.ofSeconds(60));
        Services services = new Services(name, installed, RegistrationPolicy.OPEN);
        broker = new Broker(services, fabric, limits, settings, this, this, time, new Tap(tap, name, Message::toText));
    }

    static BrokerSettings settings(boolean checkCommands, boolean forwardUnregistered, boolean cacheUnknown) {
        return settings(checkCommands, forwardUnregistered, cacheUnknown, 100, 500);
    }

    static BrokerSettings settings(
            boolean checkCommands, boolean forwardUnregistered, boolean cacheUnknown, int rate, int burst) {
        return new BrokerSettings(
                "127.0.0.1:4042",
                null,
                null,
                checkCommands,
                forwardUnregistered,
                cacheUnknown,
                3,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                rate,
                burst);
    }

    Broker broker() {
        return broker;
    }

    FakePeer connect(FakePeer peer) {
        assertThat(broker.opened(peer.session())).isTrue();
        return peer;
    }

    FakePeer connect() {
        return connect(FakePeer.on(Zone.LOOPBACK));
    }

    /** A registered service that has announced commands, if any are given. */
    FakePeer service(String name, String commands) {
        return service(connect(), name, commands);
    }

    FakePeer service(FakePeer peer, String name, String commands) {
        say(peer, "REGISTER service=" + name + ";version=1");
        if (!commands.isEmpty()) {
            say(peer, "COMMANDS list=" + commands);
        }
        assertThat(peer.session().isRegistered()).isTrue();
        peer.take();
        return peer;
    }

    /** Says a line and returns what comes back to who said it. */
    List<String> say(FakePeer peer, String line) {
        hear(peer.session(), line.getBytes(StandardCharsets.ISO_8859_1));
        return peer.take();
    }

    /** Takes a line of somebody. */
    void hear(Session from, byte[] line) {
        Message message = decoder.decode(line, 0, line.length);
        if (message == null) {
            broker.malformed(from, decoder.problem());
        } else {
            broker.received(from, message);
        }
    }

    void leave(FakePeer peer) {
        peer.close();
        broker.closed(peer.session());
    }

    long dropped(Drop reason) {
        return broker.traffic().dropped(reason);
    }

    @Override
    public ClockState clock() {
        return ClockState.NO_NTP;
    }

    @Override
    public @Nullable Double load() {
        return load;
    }

    @Override
    public void stop(String command, Session from) {
        steered.add(command);
    }

    @Override
    public void restart(String reason, Session from) {
        steered.add("RESTART " + reason);
    }

    @Override
    public void logRotate(Session from) {
        steered.add("LOG_ROTATE");
    }

    @Override
    public void leak(Session from) {
        steered.add("LEAK");
    }
}
