package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.eventdispatcher.connection.Role;
import io.eventdispatcher.dispatch.Dispatch;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.ReplyPort;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerRegistryTests {

    private static final Origin MAIN = new Origin(Role.SERVER, "main", null);
    private static final Origin EDGE = new Origin(Role.SERVER, "edge", null);
    private static final Origin HUB = new Origin(Role.CLIENT, "hub", null);

    private final HandlerTestContext context = HandlerTestContext.with();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aSecondHandlerOfAPatternIsRefusedAndChangesNothing() {
        start();
        registry().register("ADD", reply("FIRST"));

        assertThatThrownBy(() -> registry().register("ADD", reply("SECOND")))
                .isInstanceOf(DuplicateHandlerException.class)
                .hasMessage("two handlers for 'ADD': 'ADD' registered in code and 'ADD' registered in code");
        assertThat(context.send("ADD")).containsExactly("FIRST");
        assertThat(registry().handlers()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            VAR{number}                  | VAR{other}
            VAR{number:[0-9]{2}}_{x}     | VAR{n:[0-9]{2}}_{y}
            regex:VAR(?<number>[0-9]+)   | regex:VAR(?<other>[0-9]+)
            """)
    void patternsThatDifferInNamesOfVariablesOnlyAreDuplicates(String first, String second) {
        start();
        registry().register(first, reply("FIRST"));

        assertThatThrownBy(() -> registry().register(second, reply("SECOND")))
                .isInstanceOf(DuplicateHandlerException.class)
                .hasMessage("two handlers for '" + first + " = " + second + "': '" + first
                        + "' registered in code and '" + second + "' registered in code");
        registry().register("VAR{other:[A-Z]+}", reply("THIRD"));
    }

    @Test
    void annotatedHandlersThatDifferInNamesOfVariablesOnlyStopTheStart() {
        context.spring().register(SameButForNames.class);

        assertThatThrownBy(this::start)
                .hasStackTraceContaining(DuplicateHandlerException.class.getName())
                .hasStackTraceContaining("VAR{number}")
                .hasStackTraceContaining("VAR{other}");
    }

    @Test
    void patternsThatDifferInNamesOfVariablesOnlyMayHaveDifferentOrigins() {
        context.spring().register(NamesAndOrigins.class);
        start();

        assertThat(from(MAIN, "VAR1")).containsExactly("ONE_REPLY number=1");
        assertThat(from(EDGE, "VAR1")).containsExactly("TWO_REPLY other=1");
    }

    @Test
    void aHandlerRefusedForOnePatternIsRegisteredForNone() {
        start();
        registry().register("SUM", reply("FIRST"));

        HandlerDescriptor both = new HandlerDescriptor(
                "both",
                List.of("ADD", "SUM"),
                "",
                "",
                "",
                OriginFilter.everywhere(),
                Execution.LOOP,
                "",
                false,
                Duration.ZERO,
                true);
        assertThatThrownBy(() -> registry()
                        .register(new PlannedHandler(both, new CodeInvocation(reply("SECOND")), List.of(), null, 0)))
                .isInstanceOf(DuplicateHandlerException.class);
        assertThat(context.send("ADD")).isEmpty();
    }

    @Test
    void handlersComeAndGo() {
        start();
        HandlerRegistration ping = registry().register("PING", reply("PONG"));

        assertThat(ping.handler().id()).isEqualTo("PING");
        assertThat(context.send("PING")).containsExactly("PONG");
        ping.close();
        ping.close();

        assertThat(context.send("PING")).isEmpty();
        assertThat(registry().handlers()).isEmpty();
        registry().register("PING", reply("AGAIN"));
        assertThat(context.send("PING")).containsExactly("AGAIN");
    }

    @Test
    void aStoppedHandlerIsAsIfItWereNotThere() {
        start();
        registry().register("EVENT*", reply("SHORT"));
        HandlerRegistration exact = registry().register("EVENT_AB", reply("EXACT"));

        exact.stop();
        exact.stop();
        assertThat(exact.state()).isEqualTo(HandlerState.STOPPED);
        assertThat(context.send("EVENT_AB")).containsExactly("SHORT");
        assertThat(registry().handlers())
                .extracting(snapshot -> snapshot.handler().id(), HandlerSnapshot::state)
                .containsExactly(tuple("EVENT*", HandlerState.RUNNING), tuple("EVENT_AB", HandlerState.STOPPED));
        assertThatThrownBy(() -> registry().register("EVENT_AB", reply("OTHER")))
                .isInstanceOf(DuplicateHandlerException.class);

        registry().find("EVENT_AB").orElseThrow().start();
        assertThat(exact.state()).isEqualTo(HandlerState.RUNNING);
        assertThat(context.send("EVENT_AB")).containsExactly("EXACT");

        exact.close();
        exact.start();
        assertThat(exact.state()).isEqualTo(HandlerState.STOPPED);
        assertThat(context.send("EVENT_AB")).containsExactly("SHORT");
        assertThat(registry().find("EVENT_AB")).isEmpty();
    }

    @Test
    void aPatternThatStartsAgainKeepsItsPlace() {
        start();
        HandlerRegistration longer = registry().register("EVENT_A*", reply("LONG"));
        registry().register("EVENT*", reply("SHORT"));

        longer.stop();
        assertThat(context.send("EVENT_AC")).containsExactly("SHORT");
        longer.start();
        assertThat(context.send("EVENT_AC")).containsExactly("LONG");
        assertThat(context.send("EVENT_C")).containsExactly("SHORT");
    }

    @Test
    void aMoreSpecificPatternThatComesLaterIsTriedFirst() {
        start();
        registry().register("EVENT*", reply("SHORT"));
        registry().register("EVENT_A*", reply("LONG"));
        registry().register("EVENT_AB", reply("EXACT"));

        assertThat(context.send("EVENT_AB")).containsExactly("EXACT");
        assertThat(context.send("EVENT_AC")).containsExactly("LONG");
        assertThat(context.send("EVENT_C")).containsExactly("SHORT");
        assertThat(context.spring().getBean(Dispatcher.class).entries()).hasSize(3);
    }

    @Test
    void handlersOfCertainOriginsGetNothingElse() {
        context.spring().register(Origins.class);
        start();

        assertThat(from(MAIN, "STATUS")).containsExactly("MAIN");
        assertThat(from(HUB, "STATUS")).containsExactly("HUB");
        assertThat(from(EDGE, "STATUS")).containsExactly("PATTERN_REPLY rest=US");
        assertThat(from(new Origin(Role.CLIENT, "main", null), "STATUS")).containsExactly("PATTERN_REPLY rest=US");
        assertThat(from(null, "STATUS")).containsExactly("PATTERN_REPLY rest=US");
    }

    @Test
    void aMessageThatNoOtherEntryWantsIsLeftToTheMessenger() {
        context.spring().register(Origins.class);
        start();

        assertThat(from(MAIN, "TICK_A")).containsExactly("TICK");
        context.from(EDGE);
        assertThat(Dispatch.run(context.spring().getBean(Dispatcher.class), Message.of("TICK_A"), ReplyPort.none())
                        .processed())
                .isFalse();
    }

    @Test
    void handlersWithOriginsInCommonAreDuplicates() {
        OriginFilter main = new OriginFilter(Set.of("main"), Set.of());
        OriginFilter mainAndEdge = new OriginFilter(Set.of("main", "edge"), Set.of());
        OriginFilter hub = new OriginFilter(Set.of(), Set.of("hub", "main"));

        assertThat(main.overlaps(mainAndEdge)).isTrue();
        assertThat(main.overlaps(hub)).isFalse();
        assertThat(hub.overlaps(OriginFilter.everywhere())).isTrue();
        assertThat(OriginFilter.everywhere().overlaps(main)).isTrue();
    }

    @Test
    void handlersOfOnePatternShareNothingElse() {
        context.spring().register(Different.class);
        start();

        assertThat(context.spring().getBean(Dispatcher.class).entries())
                .extracting(DispatchEntry::name, DispatchEntry::isConcurrent)
                .containsExactlyInAnyOrder(
                        tuple("handlerRegistryTests.Different#one", true),
                        tuple("handlerRegistryTests.Different#two", false));
    }

    private HandlerRegistry registry() {
        return context.registry();
    }

    private void start() {
        context.start();
    }

    private List<String> from(@Nullable Origin origin, String line) {
        context.from(origin);
        return context.send(line);
    }

    private static DispatchHandler reply(String command) {
        return DispatchHandler.of(exchange -> exchange.reply(command));
    }

    @SuppressWarnings("unused")
    static class Origins {

        @MessageHandler(value = "STATUS", listeners = "main")
        String main() {
            return "MAIN";
        }

        @MessageHandler(value = "STATUS", clients = "hub")
        String hub() {
            return "HUB";
        }

        @MessageHandler(value = "STAT{rest}", reply = "PATTERN_REPLY")
        Map<String, ?> pattern(String rest) {
            return Map.of("rest", rest);
        }

        @MessageHandler(value = "TICK_*", listeners = "main")
        String tick() {
            return "TICK";
        }
    }

    static class SameButForNames {

        @MessageHandler("VAR{number}")
        void one(String number) {}

        @MessageHandler("VAR{other}")
        void two(String other) {}
    }

    static class NamesAndOrigins {

        @MessageHandler(value = "VAR{number}", listeners = "main", reply = "ONE_REPLY")
        Map<String, ?> one(String number) {
            return Map.of("number", number);
        }

        @MessageHandler(value = "VAR{other}", listeners = "edge", reply = "TWO_REPLY")
        Map<String, ?> two(String other) {
            return Map.of("other", other);
        }
    }

    static class Different {

        @MessageHandler(value = "X", listeners = "main", concurrent = true)
        void one() {}

        @MessageHandler(value = "X", listeners = "edge")
        void two() {}
    }
}
