package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.connection.Role;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void aHandlerRefusedForOnePatternIsRegisteredForNone() {
        start();
        registry().register("SUM", reply("FIRST"));

        HandlerDescriptor both = new HandlerDescriptor(
                "both", List.of("ADD", "SUM"), "", "", "", OriginFilter.everywhere(), Execution.LOOP, "", false);
        assertThatThrownBy(() -> registry().register(new PlannedHandler(both, reply("SECOND"), null, 0)))
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
    void aMessageThatNoOtherEntryWantsIsUnknown() {
        context.spring().register(Origins.class);
        start();

        assertThat(from(MAIN, "TICK_A")).containsExactly("TICK");
        assertThat(from(EDGE, "<a:b TICK_A")).containsExactly("a:b/UNKNOWN command=TICK_A");
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
    void handlersOfOnePatternAgreeOnConcurrency() {
        context.spring().register(Disagreeing.class);

        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidHandlerException.class)
                .hasMessage(
                        "message handler Disagreeing.two() of bean 'handlerRegistryTests.Disagreeing' cannot be used:"
                                + " it shares the pattern 'X' with Disagreeing.one() of bean"
                                + " 'handlerRegistryTests.Disagreeing', and only one of them is concurrent; set the"
                                + " attribute 'concurrent' of both to the same value");
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

    static class Disagreeing {

        @MessageHandler(value = "X", listeners = "main", concurrent = true)
        void one() {}

        @MessageHandler(value = "X", listeners = "edge")
        void two() {}
    }
}
