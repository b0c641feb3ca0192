package io.eventdispatcher.spring.autoconfigure.effects;

import static io.eventdispatcher.spring.autoconfigure.effects.Effect.CLIENT;
import static io.eventdispatcher.spring.autoconfigure.effects.Effect.NAME;
import static io.eventdispatcher.spring.autoconfigure.effects.Effect.named;

import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.OfflineQueueLimits.Overflow;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ClientSettings;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.tls.TlsOptions;
import io.eventdispatcher.transport.udp.UdpOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the properties of a client change. */
final class ClientEffects {

    private static final String LOCAL = "local:nobody";
    private static final String TCP = "tcp://127.0.0.1:1";
    private static final String UDP = "udp://127.0.0.1:1";
    private static final String TLS = "tls://localhost:1";

    private ClientEffects() {}

    static Stream<Effect> all() {
        return Stream.of(connecting(), queue(), keepAlive(), datagrams(), ssl()).flatMap(Function.identity());
    }

    private static Stream<Effect> connecting() {
        return Stream.of(
                Effect.of(
                        CLIENT + "uri",
                        LOCAL,
                        context -> context.getBean(ClientRegistry.class).all().stream()
                                .map(client -> client.settings().endpoints().toString())
                                .toList(),
                        List.of("[" + LOCAL + "]")),
                Effect.of(
                        CLIENT + "auto-startup",
                        "false",
                        context -> {
                            ProbedApplication.turns(context);
                            return context.getBean(ClientRegistry.class)
                                            .get(NAME)
                                            .snapshot()
                                            .state()
                                    == ClientState.IDLE;
                        },
                        true,
                        named(CLIENT, "uri", LOCAL)),
                Effect.client(
                        "framing", "fixed:7", LOCAL, s -> s.options().framing().maxFrameBytes(), 7),
                Effect.client("connect-timeout", "7s", LOCAL, ClientSettings::connectTimeout, seconds(7)),
                Effect.client("request-timeout", "7s", LOCAL, ClientSettings::requestTimeout, seconds(7)),
                Effect.client("reconnect.initial", "7s", LOCAL, s -> pause(s, 1), seconds(7))
                        .and(NO_JITTER),
                Effect.client("reconnect.max", "7s", LOCAL, s -> pause(s, 50), seconds(7))
                        .and(NO_JITTER),
                Effect.client(
                                "reconnect.pauses",
                                "7,8",
                                LOCAL,
                                s -> List.of(pause(s, 1), pause(s, 9)),
                                List.of(seconds(7), seconds(8)))
                        .and(NO_JITTER),
                Effect.client(
                        "reconnect.jitter",
                        "0",
                        LOCAL,
                        s -> Stream.generate(() -> pause(s, 1))
                                .limit(20)
                                .distinct()
                                .count(),
                        1L),
                Effect.client(
                        "on-connect", "HELLO a=1", LOCAL, s -> s.greeting().toString(), "[HELLO a=1]"));
    }

    private static final String NO_JITTER = named(CLIENT, "reconnect.jitter", "0");

    private static Duration pause(ClientSettings settings, int attempt) {
        return Duration.ofNanos(settings.backoff().delayNanos(attempt));
    }

    private static Stream<Effect> queue() {
        return Stream.of(
                Effect.client(
                        "offline-queue.capacity",
                        "7",
                        LOCAL,
                        s -> s.offlineQueue().maxFrames(),
                        7),
                Effect.client(
                        "offline-queue.max-size",
                        "7KB",
                        LOCAL,
                        s -> s.offlineQueue().maxBytes(),
                        7168L),
                Effect.client(
                        "offline-queue.max-age",
                        "7s",
                        LOCAL,
                        s -> s.offlineQueue().maxAge(),
                        seconds(7)),
                Effect.client(
                        "offline-queue.overflow",
                        "drop-oldest",
                        LOCAL,
                        s -> s.offlineQueue().overflow(),
                        Overflow.DROP_OLDEST));
    }

    private static Stream<Effect> keepAlive() {
        return Stream.of(
                Effect.client(
                        "keepalive.enabled", "false", TCP, s -> s.streams().keepAlive(), false),
                Effect.client(
                        "keepalive.idle", "7s", TCP, s -> s.streams().tuning().idleSeconds(), 7),
                Effect.client(
                        "keepalive.interval",
                        "7s",
                        TCP,
                        s -> s.streams().tuning().intervalSeconds(),
                        7),
                Effect.client(
                        "keepalive.count", "7", TCP, s -> s.streams().tuning().count(), 7));
    }

    private static Stream<Effect> datagrams() {
        return Stream.of(
                Effect.client(
                        "datagram.secret-code",
                        "abc",
                        UDP,
                        s -> datagram(s).guard().authenticates(),
                        true),
                Effect.client("datagram.max-size", "7KB", UDP, s -> datagram(s).maxDatagramBytes(), 7168),
                Effect.client("datagram.interface", "lo", UDP, s -> String.valueOf(udp(s).networkInterface()), "lo"),
                Effect.client("datagram.multicast-ttl", "7", UDP, s -> udp(s).multicastTtl(), 7),
                Effect.client("datagram.broadcast", "true", UDP, s -> udp(s).broadcast(), true),
                Effect.client("datagram.fragments", "true", UDP, s -> udp(s).fragments(), true));
    }

    private static Stream<Effect> ssl() {
        return Stream.of(
                        Effect.client(
                                "ssl.server-name", "other", TLS, s -> String.valueOf(tls(s).serverName()), "other"),
                        Effect.client("ssl.verify-host-name", "false", TLS, s -> tls(s).verifyHostName(), false),
                        Effect.client(
                                "ssl.protocols",
                                "TLSv1.2,TLSv1.3",
                                TLS,
                                s -> tls(s).protocols().contains("TLSv1.2"),
                                true),
                        Effect.client("ssl.handshake-timeout", "7s", TLS, s -> tls(s).handshakeTimeout(), seconds(7)))
                .map(effect -> effect.and(named(CLIENT, "ssl.bundle", "edge")));
    }

    private static DatagramOptions datagram(ClientSettings settings) {
        return Objects.requireNonNullElse(settings.streams().find(DatagramOptions.class), DatagramOptions.defaults());
    }

    private static UdpOptions udp(ClientSettings settings) {
        return Objects.requireNonNullElse(settings.streams().find(UdpOptions.class), UdpOptions.defaults());
    }

    private static TlsOptions tls(ClientSettings settings) {
        return Objects.requireNonNull(settings.streams().find(TlsOptions.class));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
