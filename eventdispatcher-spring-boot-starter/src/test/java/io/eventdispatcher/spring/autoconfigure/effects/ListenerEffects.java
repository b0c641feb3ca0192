package io.eventdispatcher.spring.autoconfigure.effects;

import static io.eventdispatcher.spring.autoconfigure.effects.Effect.LISTENER;
import static io.eventdispatcher.spring.autoconfigure.effects.Effect.NAME;
import static io.eventdispatcher.spring.autoconfigure.effects.Effect.named;

import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.FlowLimits;
import io.eventdispatcher.connection.Timeouts;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.tls.ClientAuth;
import io.eventdispatcher.transport.tls.TlsOptions;
import io.eventdispatcher.transport.udp.UdpOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the properties of a listener change, and those of all listeners. */
final class ListenerEffects {

    private static final String LOCAL = "local:effects";
    private static final String TCP = "tcp://127.0.0.1:0";
    private static final String UDP = "udp://127.0.0.1:0";
    private static final String UNIX = "unix:///tmp/effects.sock";
    private static final String TLS = "tls://127.0.0.1:0";

    private ListenerEffects() {}

    static Stream<Effect> all() {
        return Stream.of(
                        limits("eventdispatcher.limits."),
                        limits(LISTENER),
                        startup(),
                        files(),
                        keepAlive(),
                        datagrams(),
                        ssl())
                .flatMap(Function.identity());
    }

    /** The limits of one listener, and of all. */
    private static Stream<Effect> limits(String prefix) {
        return Stream.of(
                        Effect.listener(
                                "max-message-size",
                                "7KB",
                                LOCAL,
                                s -> connection(s).framing().maxFrameBytes(),
                                7168),
                        Effect.listener(
                                "max-connections", "7", LOCAL, s -> s.options().maxConnections(), 7),
                        Effect.listener(
                                "first-message-timeout",
                                "7s",
                                LOCAL,
                                s -> timeouts(s).firstFrame(),
                                seconds(7)),
                        Effect.listener(
                                "message-timeout", "7s", LOCAL, s -> timeouts(s).frame(), seconds(7)),
                        Effect.listener(
                                "idle-timeout", "7s", LOCAL, s -> timeouts(s).idle(), seconds(7)),
                        Effect.listener(
                                "progress-timeout",
                                "7s",
                                LOCAL,
                                s -> timeouts(s).noProgress(),
                                seconds(7)),
                        Effect.listener("write-buffer.high", "2MB", LOCAL, s -> flow(s).highWaterBytes(), 2 << 20),
                        Effect.listener("write-buffer.low", "7KB", LOCAL, s -> flow(s).lowWaterBytes(), 7 << 10),
                        Effect.listener("write-buffer.max", "9MB", LOCAL, s -> flow(s).maxQueuedBytes(), 9 << 20),
                        Effect.listener("write-buffer.total", "3GB", LOCAL, s -> flow(s).maxTotalBytes(), 3L << 30))
                .map(effect -> new Effect(
                        effect.property().replace(LISTENER, prefix),
                        effect.value(),
                        effect.with(),
                        effect.probe(),
                        effect.expected()));
    }

    private static Stream<Effect> startup() {
        return Stream.of(
                Effect.of(
                        LISTENER + "uri",
                        LOCAL,
                        context -> context.getBean(ListenerRegistry.class).all().stream()
                                .anyMatch(listener ->
                                        listener.endpoint().toString().equals(LOCAL)),
                        true),
                Effect.of(
                        LISTENER + "auto-startup",
                        "false",
                        context -> context.getBean(ListenerRegistry.class)
                                .get(NAME)
                                .state(),
                        ListenerState.STOPPED,
                        named(LISTENER, "uri", LOCAL)),
                Effect.listener(
                        "framing",
                        "fixed:7",
                        LOCAL,
                        s -> connection(s).framing().maxFrameBytes(),
                        7),
                Effect.listener(
                        "unsafe-plaintext",
                        "true",
                        TCP,
                        s -> s.options().listen().unsafePlaintext(),
                        true));
    }

    private static Stream<Effect> files() {
        return Stream.of(
                Effect.listener(
                        "permissions",
                        "rw-rw----",
                        UNIX,
                        s -> s.options().listen().unixPermissions(),
                        "rw-rw----"),
                Effect.listener(
                        "group",
                        "staff",
                        UNIX,
                        s -> String.valueOf(s.options().listen().unixGroup()),
                        "staff"));
    }

    private static Stream<Effect> keepAlive() {
        return Stream.of(
                Effect.listener(
                        "keepalive.enabled",
                        "false",
                        TCP,
                        s -> s.options().listen().accepted().keepAlive(),
                        false),
                Effect.listener(
                        "keepalive.idle",
                        "7s",
                        TCP,
                        s -> s.options().listen().accepted().tuning().idleSeconds(),
                        7),
                Effect.listener(
                        "keepalive.interval",
                        "7s",
                        TCP,
                        s -> s.options().listen().accepted().tuning().intervalSeconds(),
                        7),
                Effect.listener(
                        "keepalive.count",
                        "7",
                        TCP,
                        s -> s.options().listen().accepted().tuning().count(),
                        7));
    }

    private static Stream<Effect> datagrams() {
        return Stream.of(
                Effect.listener(
                        "datagram.secret-code",
                        "abc",
                        UDP,
                        s -> datagram(s).guard().authenticates(),
                        true),
                Effect.listener(
                        "datagram.max-size", "7KB", UDP, s -> datagram(s).maxDatagramBytes(), 7168),
                Effect.listener("datagram.max-peers", "7", UDP, s -> datagram(s).maxPeers(), 7),
                Effect.listener(
                        "datagram.peer-idle", "7s", UDP, s -> datagram(s).peerIdle(), seconds(7)),
                Effect.listener(
                        "datagram.max-buffer", "7MB", UDP, s -> datagram(s).maxBufferedBytes(), 7 << 20),
                Effect.listener(
                        "datagram.reply-to",
                        "udp://127.0.0.1:4043",
                        UDP,
                        s -> String.valueOf(datagram(s).replyTo()),
                        "udp://127.0.0.1:4043"),
                Effect.listener(
                        "datagram.multicast-group",
                        "239.255.41.1",
                        UDP,
                        s -> String.valueOf(udp(s).multicastGroup()),
                        "239.255.41.1"),
                Effect.listener(
                                "datagram.interface",
                                "lo",
                                "udp://239.255.41.1:4042",
                                s -> String.valueOf(udp(s).networkInterface()),
                                "lo")
                        .and(named(LISTENER, "unsafe-plaintext", "true")),
                Effect.listener("datagram.fragments", "true", UDP, s -> udp(s).fragments(), true));
    }

    private static Stream<Effect> ssl() {
        return Stream.of(
                        Effect.listener("ssl.client-auth", "need", TLS, s -> tls(s).clientAuth(), ClientAuth.NEED),
                        Effect.listener(
                                "ssl.protocols",
                                "TLSv1.2,TLSv1.3",
                                TLS,
                                s -> tls(s).protocols().contains("TLSv1.2"),
                                true),
                        Effect.listener("ssl.handshake-timeout", "7s", TLS, s -> tls(s).handshakeTimeout(), seconds(7)),
                        Effect.listener("ssl.max-handshakes", "7", TLS, s -> tls(s).maxHandshakes(), 7),
                        Effect.listener("ssl.max-waiting", "77", TLS, s -> tls(s).maxWaiting(), 77))
                .map(effect -> effect.and(named(LISTENER, "ssl.bundle", "edge")));
    }

    private static ConnectionOptions connection(ListenerSettings settings) {
        return settings.options().connection();
    }

    private static Timeouts timeouts(ListenerSettings settings) {
        return connection(settings).timeouts();
    }

    private static FlowLimits flow(ListenerSettings settings) {
        return connection(settings).flow();
    }

    private static DatagramOptions datagram(ListenerSettings settings) {
        DatagramOptions set = settings.options().listen().accepted().find(DatagramOptions.class);
        return Objects.requireNonNullElse(set, DatagramOptions.defaults());
    }

    private static UdpOptions udp(ListenerSettings settings) {
        UdpOptions set = settings.options().listen().accepted().find(UdpOptions.class);
        return Objects.requireNonNullElse(set, UdpOptions.defaults());
    }

    private static TlsOptions tls(ListenerSettings settings) {
        return Objects.requireNonNull(settings.options().listen().accepted().find(TlsOptions.class));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
