package io.eventdispatcher.benchmarks.compare;

import static io.eventdispatcher.benchmarks.compare.Transport.TCP;
import static io.eventdispatcher.benchmarks.compare.Transport.TLS;
import static io.eventdispatcher.benchmarks.compare.Transport.UNIX;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The servers that are compared, in the order in which they are started and reported.
 *
 * <p>Threading: immutable.
 */
enum Contender {
    C("c", "C, epoll", "", Set.of(TCP, UNIX)),
    CORE("core", "core", "PingPongServer", Set.of(TCP, UNIX, TLS)),
    STARTER_LOOP("starter-loop", "starter, loop", "SpringPingPongServer", Set.of(TCP, UNIX, TLS), "--execution=loop"),
    STARTER("starter", "starter, default", "SpringPingPongServer", Set.of(TCP, UNIX, TLS)),
    STARTER_VIRTUAL(
            "starter-virtual",
            "starter, virtual threads",
            "SpringPingPongServer",
            Set.of(TCP, UNIX, TLS),
            "--spring.threads.virtual.enabled=true"),
    STARTER_BARE(
            "starter-bare",
            "starter, loop, no meters, no log context",
            "SpringPingPongServer",
            Set.of(TCP),
            "--execution=loop",
            "--watch=none"),
    STARTER_METERS(
            "starter-meters",
            "starter, loop, meters, no log context",
            "SpringPingPongServer",
            Set.of(TCP),
            "--execution=loop",
            "--eventdispatcher.log.mdc=false"),
    STARTER_OBSERVED(
            "starter-observed",
            "starter, loop, observations",
            "SpringPingPongServer",
            Set.of(TCP),
            "--execution=loop",
            "--watch=observations"),
    STARTER_TRACED(
            "starter-traced",
            "starter, loop, observations and spans",
            "SpringPingPongServer",
            Set.of(TCP),
            "--execution=loop",
            "--watch=tracing"),
    NETTY_NIO("netty-nio", "Netty, NIO", "peer.NettyPingPongServer", Set.of(TCP, UNIX, TLS), "--transport=nio"),
    NETTY_EPOLL("netty-epoll", "Netty, epoll", "peer.NettyPingPongServer", Set.of(TCP, UNIX, TLS), "--transport=epoll"),
    TUNED_NIO("tuned-nio", "Netty tuned, NIO", "peer.NettyTunedServer", Set.of(TCP, UNIX, TLS), "--transport=nio"),
    TUNED_EPOLL(
            "tuned-epoll", "Netty tuned, epoll", "peer.NettyTunedServer", Set.of(TCP, UNIX, TLS), "--transport=epoll"),
    VERTX("vertx", "Vert.x", "peer.VertxServer", Set.of(TCP, UNIX, TLS)),
    VIRTUAL_THREADS("virtual-threads", "virtual threads", "peer.VirtualThreadServer", Set.of(TCP, UNIX)),
    SPRING_INTEGRATION("spring-integration", "Spring Integration", "peer.SpringIntegrationServer", Set.of(TCP));

    private final String id;
    private final String title;
    private final String mainClass;
    private final Set<Transport> transports;
    private final List<String> arguments;

    Contender(String id, String title, String mainClass, Set<Transport> transports, String... arguments) {
        this.id = id;
        this.title = title;
        this.mainClass = mainClass;
        this.transports = transports;
        this.arguments = List.of(arguments);
    }

    /** Finds one by its name on the command line. */
    static Contender of(String id) {
        return Arrays.stream(values())
                .filter(contender -> contender.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown server: server=" + id + " known="
                        + Arrays.stream(values()).map(Contender::id).toList()));
    }

    /** The name on the command line. */
    String id() {
        return id;
    }

    /** The name in the report. */
    String title() {
        return title;
    }

    /** The main class, with its package. */
    String mainClass() {
        return "io.eventdispatcher.benchmarks." + mainClass;
    }

    /** What comes after the endpoint. */
    List<String> arguments() {
        return arguments;
    }

    /** Whether it differs from {@link #STARTER_LOOP} only in how its handlers are watched. */
    boolean isWatchedOtherwise() {
        return this == STARTER_BARE || this == STARTER_METERS || this == STARTER_OBSERVED || this == STARTER_TRACED;
    }

    /** Whether it is the compiled reference, without a console. */
    boolean isNative() {
        return mainClass.isEmpty();
    }

    boolean supports(Transport transport) {
        return transports.contains(transport);
    }
}
