package io.eventdispatcher.spring.autoconfigure.effects;

import static io.eventdispatcher.spring.autoconfigure.effects.Effect.named;
import static io.eventdispatcher.spring.autoconfigure.effects.ProbedApplication.answer;
import static io.eventdispatcher.spring.autoconfigure.effects.ProbedApplication.forwarded;
import static io.eventdispatcher.spring.autoconfigure.effects.ProbedApplication.isInvalid;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.source.watch.FileEventKind;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.actuate.EventDispatcherWebExtension;
import io.eventdispatcher.spring.lifecycle.ClientsLifecycle;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenersLifecycle;
import io.eventdispatcher.spring.logging.LogForwarding;
import io.eventdispatcher.spring.logging.LogRotation;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import io.eventdispatcher.spring.source.WatchSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.context.ApplicationContext;

/** What the properties change that do not belong to one listener or client. */
final class CommonEffects {

    private static final String WATCH = "eventdispatcher.watch.*.";
    private static final String DEFINITIONS = "src/test/resources/definitions";

    private CommonEffects() {}

    static Stream<Effect> all() {
        return Stream.of(general(), dispatch(), messages(), lifecycle(), logs(), sources())
                .flatMap(Function.identity());
    }

    private static Stream<Effect> general() {
        return Stream.of(
                Effect.of(
                        "eventdispatcher.enabled",
                        "false",
                        context -> context.getBeansOfType(EventLoop.class).size(),
                        0),
                Effect.of(
                        "eventdispatcher.service-name",
                        "probed",
                        context -> context.getBean(EventDispatcherEndpoint.class)
                                .report()
                                .serviceName(),
                        "probed"),
                Effect.of(
                        "eventdispatcher.server-name",
                        "probed",
                        context -> context.getBean(EventDispatcherEndpoint.class)
                                .report()
                                .serverName(),
                        "probed"),
                Effect.of(
                        "eventdispatcher.built-in-commands",
                        "false",
                        context -> commands(context).contains("HELP"),
                        false),
                Effect.of("eventdispatcher.control", "loopback", context -> isInvalid(context, "LEAK\nALIVE"), false),
                Effect.of(
                        "eventdispatcher.loops",
                        "2",
                        context -> context.getBean(EventLoops.class).all().size(),
                        2),
                Effect.of(
                        "eventdispatcher.loop.busy-warning-threshold",
                        "7s",
                        context -> context.getBean(EventLoop.class).options().blockedThreshold(),
                        Duration.ofSeconds(7)),
                Effect.of(
                        "eventdispatcher.loop.max-pending-tasks",
                        "777",
                        context -> context.getBean(EventLoop.class).options().maxPendingTasks(),
                        777),
                Effect.of(
                        "eventdispatcher.console.enabled",
                        "true",
                        context -> context.getBean(EventDispatcherWebExtension.class)
                                        .section("console")
                                != null,
                        true),
                Effect.of(
                        "management.endpoint.eventdispatcher.access",
                        "NONE",
                        context -> context.getBeansOfType(EventDispatcherEndpoint.class)
                                .size(),
                        0),
                Effect.of(
                        "management.endpoint.eventdispatcher.cache.time-to-live", "1h", CommonEffects::isCached, true));
    }

    private static boolean isCached(ApplicationContext context) {
        Object first = report(context);
        return first == report(context);
    }

    /** As it is asked for over JMX. */
    private static Object report(ApplicationContext context) {
        return context.getBean(JmxEndpointsSupplier.class).getEndpoints().stream()
                .filter(endpoint -> endpoint.getEndpointId().toString().equals("eventdispatcher"))
                .flatMap(endpoint -> endpoint.getOperations().stream())
                .filter(operation -> operation.getName().equals("report"))
                .findFirst()
                .orElseThrow()
                .invoke(new InvocationContext(SecurityContext.NONE, Map.of()));
    }

    private static Stream<Effect> dispatch() {
        return Stream.of(
                Effect.of(
                        "eventdispatcher.dispatch.execution",
                        "loop",
                        context -> answer(context, "WHERE"),
                        "ON_EVENTDISPATCHER"),
                Effect.of(
                        "eventdispatcher.dispatch.executor", "pool", context -> answer(context, "WHERE"), "ON_POOL_1"),
                Effect.of(
                        "eventdispatcher.dispatch.queue-capacity",
                        "2",
                        context -> ProbedApplication.queued(context) < 5,
                        true),
                Effect.of(
                        "eventdispatcher.dispatch.unknown-command",
                        "ignore",
                        context -> answer(context, "NOPE\nALIVE").startsWith("UNKNOWN"),
                        false),
                Effect.of(
                        "eventdispatcher.dispatch.invalid-message",
                        "ignore",
                        context -> isInvalid(context, "/bad\nALIVE"),
                        false));
    }

    private static Stream<Effect> messages() {
        return Stream.of(
                refuses("max-parameters", "1", "WHERE b=2;c=3"),
                refuses("max-parameter-name-length", "1", "WHERE bb=2"),
                refuses("max-name-length", "4", "WHERE"),
                refuses("max-total-name-length", "6B", "WHERE bb=2"),
                refuses("repeated-parameter", "reject", "WHERE b=1;b=2"),
                refuses("names", "strict", "WHERE b=\u0001"),
                refuses("definitions", DEFINITIONS, "WHERE a=1"),
                refuses("missing-definition", "reject", "OTHER")
                        .and("eventdispatcher.message.definitions=" + DEFINITIONS));
    }

    /** The line is invalid, and has another or no answer without the property. */
    private static Effect refuses(String property, String value, String line) {
        return Effect.of(
                "eventdispatcher.message." + property, value, context -> isInvalid(context, line + "\nALIVE"), true);
    }

    private static Stream<Effect> lifecycle() {
        return Stream.of(
                Effect.of(
                        "eventdispatcher.lifecycle.listeners-phase",
                        "2147483000",
                        context -> context.getBean(ListenersLifecycle.class).getPhase(),
                        2_147_483_000),
                Effect.of(
                        "eventdispatcher.lifecycle.clients-phase",
                        "2147480000",
                        context -> context.getBean(ClientsLifecycle.class).getPhase(),
                        2_147_480_000),
                Effect.of(
                        "eventdispatcher.lifecycle.follow-readiness",
                        "true",
                        context -> context.getBean(ListenerRegistry.class).isOpen(),
                        false));
    }

    private static Stream<Effect> logs() {
        String hub = "eventdispatcher.clients.hub.uri=local:sink";
        String forward = "eventdispatcher.log.forward.";
        String sent = forward + "client=hub";
        return Stream.of(
                Effect.of(
                                forward + "client",
                                "hub",
                                context -> context.getBeansOfType(LogForwarding.class)
                                                .isEmpty()
                                        ? "nothing"
                                        : forwarded(context).command(),
                                "LOG")
                        .and(hub),
                Effect.of(
                                forward + "level",
                                "warn",
                                context -> forwarded(context).param("message"),
                                "second")
                        .and(hub, sent),
                Effect.of(
                                forward + "max-length",
                                "256B",
                                context -> String.valueOf(forwarded(context).param("message"))
                                        .length(),
                                256)
                        .and(hub, sent),
                Effect.of(
                                forward + "caller-data",
                                "true",
                                context -> forwarded(context).has("line"),
                                true)
                        .and(hub, sent),
                Effect.of(
                        "eventdispatcher.log.receive.enabled",
                        "true",
                        context -> commands(context).contains("LOGGER"),
                        true),
                Effect.of(
                        "eventdispatcher.logrotate.listen",
                        "local:rotate",
                        context -> context.getBean(ListenerRegistry.class).find("logrotate") != null,
                        true),
                Effect.of(
                        "eventdispatcher.logrotate.reopen-files",
                        "false",
                        context -> context.getBeansOfType(LogRotation.class).size(),
                        0));
    }

    private static Stream<Effect> sources() {
        return Stream.of(
                Effect.of(
                        "eventdispatcher.signals",
                        "CONT",
                        context -> context.getBean(SignalListeners.class)
                                .received()
                                .keySet(),
                        Set.of("CONT")),
                Effect.of(
                        WATCH + "path",
                        DEFINITIONS,
                        context -> context.getBean(FileWatches.class).settings().stream()
                                .map(watch -> watch.path().toString())
                                .toList(),
                        List.of(DEFINITIONS)),
                watch("glob", "*.conf", watch -> String.valueOf(watch.glob()), "*.conf"),
                watch("events", "exists", WatchSettings::events, Set.of(FileEventKind.EXISTS)),
                watch("recursive", "true", WatchSettings::recursive, true),
                watch("follow-links", "true", WatchSettings::followLinks, true),
                watch("quiet-period", "7s", WatchSettings::quietPeriod, Duration.ofSeconds(7)),
                watch("max-directories", "7", watch -> watch.limits().maxDirectories(), 7),
                watch("max-entries", "77", watch -> watch.limits().maxEntries(), 77));
    }

    private static Effect watch(String property, String value, Function<WatchSettings, Object> probe, Object expected) {
        return Effect.of(
                WATCH + property,
                value,
                context -> probe.apply(
                        context.getBean(FileWatches.class).settings().get(0)),
                expected,
                named(WATCH, "path", DEFINITIONS));
    }

    private static Set<String> commands(ApplicationContext context) {
        return Set.copyOf(context.getBean(Dispatcher.class).commands());
    }
}
