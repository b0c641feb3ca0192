package io.eventdispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventdispatcher.message.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DispatcherTests {
    private final Dispatcher dispatcher = new Dispatcher();

    @Nested
    class Building {
        @Test
        void entryWithoutHandlerIsRefused() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> DispatchEntry.on("ADD").build())
                    .withMessageContaining("entry='ADD'");
        }

        @Test
        void priorityOutOfRangeIsRefused() {
            for (int priority : new int[] {-1, 16}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> DispatchEntry.on("ADD").priority(priority))
                        .withMessageContaining("priority=" + priority + " min=0 max=15");
            }
        }

        @Test
        void blankNameIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DispatchEntry.on("ADD").name(" "));
            assertThatIllegalArgumentException().isThrownBy(() -> DispatchEntry.matching("", message -> true));
        }

        @Test
        void observersComeFirstUnlessToldOtherwise() {
            assertThat(entry(DispatchEntry.on("ADD")).priority()).isEqualTo(7);
            assertThat(entry(DispatchEntry.on("ADD").observe()).priority()).isEqualTo(0);
            assertThat(entry(DispatchEntry.on("ADD").priority(9).observe()).priority())
                    .isEqualTo(9);
        }

        @Test
        void kindsAndNames() {
            assertThat(entry(DispatchEntry.on("ADD")).kind()).isEqualTo(DispatchEntry.Kind.EXACT);
            assertThat(entry(DispatchEntry.on("A*")).kind()).isEqualTo(DispatchEntry.Kind.PATTERN);
            assertThat(entry(DispatchEntry.matching("p", message -> true)).kind())
                    .isEqualTo(DispatchEntry.Kind.PREDICATE);
            assertThat(entry(DispatchEntry.always()).isCatchAll()).isTrue();
            assertThat(entry(DispatchEntry.always().observe()).isCatchAll()).isFalse();
            assertThat(entry(DispatchEntry.on("ADD").attachment("mine")).attachment())
                    .isEqualTo("mine");
            assertThat(entry(DispatchEntry.on("ADD").tag(-1).name("adder")))
                    .hasToString("'adder' (priority=7 tag=4294967295)");
        }
    }

    @Nested
    class Registering {
        @Test
        void secondCatchAllIsRefusedNamingBoth() {
            dispatcher.add(entry(DispatchEntry.always().name("first")));
            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> dispatcher.add(entry(DispatchEntry.always().name("second"))))
                    .withMessageContaining("'first'")
                    .withMessageContaining("'second'");
            assertThat(dispatcher.catchAll()).extracting(DispatchEntry::name).isEqualTo("first");
        }

        @Test
        void orderIsPriorityThenInsertion() {
            dispatcher.add(named("c", 7));
            dispatcher.add(named("e", 15));
            dispatcher.add(named("a", 0));
            dispatcher.add(named("d", 7));
            dispatcher.add(named("b", 3));
            dispatcher.add(entry(DispatchEntry.always()));
            assertThat(dispatcher.entries()).extracting(DispatchEntry::name).containsExactly("a", "b", "c", "d", "e");
            assertThat(dispatcher.entries()).isUnmodifiable();
        }

        @Test
        void removalByTagLeavesOthersAndTheCatchAll() {
            int tag = dispatcher.nextTag();
            int other = dispatcher.nextTag();
            assertThat(tag).isNotZero().isNotEqualTo(other);
            Registration removed = dispatcher.add(entry(DispatchEntry.on("A").tag(tag)));
            dispatcher.add(entry(DispatchEntry.on("B").tag(tag)));
            Registration kept = dispatcher.add(entry(DispatchEntry.on("C").tag(other)));
            dispatcher.add(entry(DispatchEntry.on("D")));
            dispatcher.add(entry(DispatchEntry.always().tag(tag)));
            assertThat(dispatcher.removeByTag(0)).isZero();
            assertThat(dispatcher.removeByTag(tag)).isEqualTo(2);
            assertThat(dispatcher.removeByTag(tag)).isZero();
            assertThat(dispatcher.commands()).containsExactly("C", "D");
            assertThat(dispatcher.catchAll()).isNotNull();
            assertThat(removed.isActive()).isFalse();
            assertThat(removed.remove()).isFalse();
            assertThat(kept.isActive()).isTrue();
        }

        @Test
        void handleRemovesItsOwnRegistrationOnce() {
            DispatchEntry entry = entry(DispatchEntry.on("A").observe());
            Registration first = dispatcher.add(entry);
            Registration second = dispatcher.add(entry);
            assertThat(first.entry()).isSameAs(entry);
            assertThat(first.remove()).isTrue();
            assertThat(first.remove()).isFalse();
            assertThat(second.isActive()).isTrue();
            assertThat(dispatcher.route(Message.of("A")).size()).isEqualTo(1);
            second.close();
            second.close();
            assertThat(dispatcher.route(Message.of("A")).size()).isZero();
        }

        @Test
        void handleRemovesTheCatchAll() {
            Registration first = dispatcher.add(entry(DispatchEntry.always()));
            assertThat(first.isActive()).isTrue();
            assertThat(first.remove()).isTrue();
            assertThat(dispatcher.catchAll()).isNull();
            dispatcher.add(entry(DispatchEntry.always()));
        }

        @Test
        void commandsAreTheSortedExactNames() {
            dispatcher.add(entry(DispatchEntry.on("STOP")));
            dispatcher.add(entry(DispatchEntry.on("HELP").observe()));
            dispatcher.add(entry(DispatchEntry.on("STOP").priority(10)));
            dispatcher.add(entry(DispatchEntry.on("EVENT*")));
            dispatcher.add(entry(DispatchEntry.always()));
            assertThat(dispatcher.commands()).containsExactly("HELP", "STOP").isUnmodifiable();
        }
    }

    @Nested
    class Routes {
        @Test
        void routeOfAnExactNameHoldsWhatMayMatchIt() {
            dispatcher.add(entry(DispatchEntry.on("EVENT5").name("exact")));
            dispatcher.add(entry(DispatchEntry.on("OTHER")));
            dispatcher.add(entry(DispatchEntry.on("EVENT{n}").name("pattern")));
            dispatcher.add(entry(DispatchEntry.on("OTHER*")));
            dispatcher.add(entry(DispatchEntry.matching("predicate", message -> false)));
            dispatcher.add(entry(DispatchEntry.always().name("rest")));
            Message message = Message.parse("EVENT5");
            Route route = dispatcher.route(message);
            assertThat(route.size()).isEqualTo(4);
            assertThat(route.entry(0).name()).isEqualTo("exact");
            assertThat(route.matches(0, message)).isEmpty();
            assertThat(route.entry(1).name()).isEqualTo("pattern");
            assertThat(route.matches(1, message)).isEqualTo(Map.of("n", "5"));
            assertThat(route.entry(2).name()).isEqualTo("predicate");
            assertThat(route.matches(2, message)).isNull();
            assertThat(route.entry(3).isCatchAll()).isTrue();
            assertThat(route.matches(3, message)).isEmpty();
        }

        @Test
        void unknownCommandsShareARouteWithoutExactNames() {
            dispatcher.add(entry(DispatchEntry.on("ADD")));
            dispatcher.add(entry(DispatchEntry.on("EVENT{n}")));
            Message seven = Message.of("EVENT7");
            Message unknown = Message.parse("lower-case");
            Route route = dispatcher.route(seven);
            assertThat(route).isSameAs(dispatcher.route(unknown));
            assertThat(route.size()).isEqualTo(1);
            assertThat(route.matches(0, seven)).isEqualTo(Map.of("n", "7"));
            assertThat(route.matches(0, unknown)).isNull();
        }

        @Test
        void emptyDispatcherHasEmptyRoutes() {
            assertThat(dispatcher.route(Message.of("ADD")).size()).isZero();
        }

        @Test
        void routeInHandDoesNotChange() {
            Registration registration = dispatcher.add(entry(DispatchEntry.on("ADD")));
            Route route = dispatcher.route(Message.of("ADD"));
            registration.remove();
            assertThat(route.size()).isEqualTo(1);
            assertThat(dispatcher.route(Message.of("ADD")).size()).isZero();
        }
    }

    @Nested
    class Logging {
        private final Logger logger = (Logger) LoggerFactory.getLogger(Dispatcher.class);
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

        @BeforeEach
        void listen() {
            appender.start();
            logger.addAppender(appender);
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
        }

        @AfterEach
        void stopListening() {
            logger.detachAppender(appender);
            logger.setLevel(null);
            logger.setAdditive(true);
        }

        @Test
        void duplicateAtTheSamePriorityWarnsNamingBoth() {
            dispatcher.add(entry(DispatchEntry.on("ADD").name("one")));
            dispatcher.add(entry(DispatchEntry.on("ADD").name("two")));
            assertThat(appender.list).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage()).contains("command=ADD", "'one'", "'two'");
            });
        }

        @Test
        void otherPrioritiesAndObserversBeforeTheHandlerAreNoDuplicates() {
            dispatcher.add(entry(DispatchEntry.on("ADD").observe().priority(7)));
            dispatcher.add(entry(DispatchEntry.on("ADD")));
            dispatcher.add(entry(DispatchEntry.on("ADD").priority(10)));
            assertThat(appender.list).isEmpty();
        }

        @Test
        void showMatchesLogsLaterEntries() {
            dispatcher.add(entry(DispatchEntry.on("BEFORE")));
            dispatcher.showMatches(true);
            dispatcher.add(entry(DispatchEntry.on("AFTER{x}").priority(3)));
            assertThat(messages()).containsExactly("entry added: kind=PATTERN entry='AFTER{x}' (priority=3)");
        }

        @Test
        void traceLogsEachMessageOnce() {
            dispatcher.route(Message.of("BEFORE"));
            dispatcher.trace(true);
            dispatcher.route(Message.of("DURING"));
            dispatcher.trace(false);
            dispatcher.route(Message.of("AFTER"));
            assertThat(messages())
                    .singleElement()
                    .asString()
                    .startsWith("message: ")
                    .contains("DURING");
        }

        private List<String> messages() {
            return appender.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    private static DispatchEntry named(String name, int priority) {
        return entry(DispatchEntry.on("X*").name(name).priority(priority));
    }

    private static DispatchEntry entry(DispatchEntry.Builder builder) {
        return builder.handler(exchange -> null).build();
    }
}
