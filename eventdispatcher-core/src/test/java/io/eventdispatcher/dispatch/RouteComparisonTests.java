package io.eventdispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.eventdispatcher.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Compares routes with walking a list as the specification describes it. */
class RouteComparisonTests {
    private static final int ROUNDS = 300;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Dispatcher.class);
    private final Random random = new Random(20_26);

    /** One call of a handler. */
    private record Call(DispatchEntry entry, Map<String, String> variables) {}

    @BeforeEach
    void muteDuplicates() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void unmute() {
        logger.setLevel(null);
    }

    @Test
    void routesCallWhatAWalkOverAllEntriesCalls() {
        int calls = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Dispatcher dispatcher = new Dispatcher();
            List<DispatchEntry> naive = new ArrayList<>();
            List<Registration> registrations = new ArrayList<>();
            for (int step = 0; step < 60; step++) {
                change(dispatcher, naive, registrations);
                for (int i = 0; i < 5; i++) {
                    Message message = Message.parse(randomCommand());
                    List<Call> expected = walk(naive, message);
                    assertThat(walk(dispatcher, message))
                            .as("round %s step %s command %s", round, step, message.command())
                            .isEqualTo(expected);
                    calls += expected.size();
                }
            }
        }
        assertThat(calls).isGreaterThan(ROUNDS * 60);
    }

    @Test
    void everyNameOfALargeTableIsFoundAndNoOther() {
        Dispatcher dispatcher = new Dispatcher();
        for (int i = 0; i < 3_000; i++) {
            dispatcher.add(entry(DispatchEntry.on("COMMAND_" + i)));
        }
        for (int i = 0; i < 3_000; i++) {
            Route route = dispatcher.route(Message.of("COMMAND_" + i));
            assertThat(route.size()).isEqualTo(1);
            assertThat(route.entry(0).name()).isEqualTo("COMMAND_" + i);
            assertThat(dispatcher.route(Message.of("UNKNOWN_" + i)).size()).isZero();
        }
    }

    @Test
    void namesWithTheSameHashAreToldApart() {
        List<String> names = collidingNames(7);
        assertThat(names.stream().map(name -> Message.of(name).commandHash()).distinct())
                .as("the names collide; find others when the hash function has changed")
                .hasSize(1);
        Dispatcher dispatcher = new Dispatcher();
        names.subList(0, names.size() / 2).forEach(name -> dispatcher.add(entry(DispatchEntry.on(name))));
        for (int i = 0; i < names.size(); i++) {
            Route route = dispatcher.route(Message.of(names.get(i)));
            if (i < names.size() / 2) {
                assertThat(route.entry(0).name()).isEqualTo(names.get(i));
            } else {
                assertThat(route.size()).isZero();
            }
        }
    }

    private void change(Dispatcher dispatcher, List<DispatchEntry> naive, List<Registration> registrations) {
        if (random.nextInt(4) == 0 && !registrations.isEmpty()) {
            Registration registration = registrations.remove(random.nextInt(registrations.size()));
            assertThat(registration.remove()).isTrue();
            naive.remove(registration.entry());
            return;
        }
        DispatchEntry entry = randomEntry();
        if (entry.isCatchAll() && dispatcher.catchAll() != null) {
            return;
        }
        registrations.add(dispatcher.add(entry));
        int at = 0;
        while (at < naive.size() && !goesBefore(entry, naive.get(at))) {
            at++;
        }
        naive.add(at, entry);
    }

    /** Inserted before the first entry with a strictly larger priority; the catch-all is the last in any case. */
    private static boolean goesBefore(DispatchEntry entry, DispatchEntry present) {
        return !entry.isCatchAll() && (present.isCatchAll() || present.priority() > entry.priority());
    }

    private DispatchEntry randomEntry() {
        DispatchEntry.Builder builder = switch (random.nextInt(12)) {
            case 0 -> DispatchEntry.always();
            case 1 -> DispatchEntry.matching("even", message -> message.commandLength() % 2 == 0);
            case 2 -> DispatchEntry.on("A*");
            case 3 -> DispatchEntry.on("{x}B*");
            case 4 -> DispatchEntry.on("A{x}");
            case 5 -> DispatchEntry.on("AB{x:[A-C]+}");
            case 6 -> DispatchEntry.on("regex:.(?<second>.).?");
            default -> DispatchEntry.on(randomCommand());
        };
        int priority = random.nextInt(16);
        if (random.nextInt(3) == 0) {
            builder.observe();
        }
        return entry(builder.priority(priority));
    }

    private static List<Call> walk(List<DispatchEntry> entries, Message message) {
        List<Call> calls = new ArrayList<>();
        for (DispatchEntry entry : entries) {
            if (entry.isCatchAll() && !calls.isEmpty()) {
                break;
            }
            Map<String, String> variables = naiveMatch(entry, message);
            if (variables != null) {
                calls.add(new Call(entry, variables));
                if (!entry.isObserver()) {
                    break;
                }
            }
        }
        return calls;
    }

    private static @Nullable Map<String, String> naiveMatch(DispatchEntry entry, Message message) {
        String command = message.command();
        return switch (entry.name()) {
            case "always" -> Map.of();
            case "even" -> command.length() % 2 == 0 ? Map.of() : null;
            case "A*" -> command.startsWith("A") ? Map.of() : null;
            case "{x}B*" ->
                command.indexOf('B', 1) < 0 ? null : Map.of("x", command.substring(0, command.indexOf('B', 1)));
            case "A{x}" -> command.startsWith("A") && command.length() > 1 ? Map.of("x", command.substring(1)) : null;
            case "AB{x:[A-C]+}" ->
                command.startsWith("AB") && command.length() > 2 ? Map.of("x", command.substring(2)) : null;
            case "regex:.(?<second>.).?" ->
                command.length() == 2 || command.length() == 3 ? Map.of("second", command.substring(1, 2)) : null;
            default -> command.equals(entry.name()) ? Map.of() : null;
        };
    }

    private static List<Call> walk(Dispatcher dispatcher, Message message) {
        List<Call> calls = new ArrayList<>();
        Route route = dispatcher.route(message);
        for (int i = 0; i < route.size(); i++) {
            DispatchEntry entry = route.entry(i);
            if (entry.isCatchAll() && !calls.isEmpty()) {
                break;
            }
            Map<String, String> variables = route.matches(i, message);
            if (variables != null) {
                calls.add(new Call(entry, variables));
                if (!entry.isObserver()) {
                    break;
                }
            }
        }
        return calls;
    }

    private String randomCommand() {
        StringBuilder command = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            command.append((char) ('A' + random.nextInt(3)));
        }
        return command.toString();
    }

    /** "AX" and "B9" have the same effect on a hash that multiplies by 31. */
    private static List<String> collidingNames(int bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1 << bits; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < bits; bit++) {
                name.append((i >> bit & 1) == 0 ? "AX" : "B9");
            }
            names.add(name.toString());
        }
        return names;
    }

    private static DispatchEntry entry(DispatchEntry.Builder builder) {
        return builder.handler(exchange -> null).build();
    }
}
