package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassAnnotationTests {

    @Test
    void theClassGivesAPrefixAndDefaults() {
        try (HandlerTestContext context = HandlerTestContext.with(Orders.class)
                .property("orders.prefix", "ORDER_")
                .start()) {
            assertThat(context.registry().handlers())
                    .extracting(HandlerSnapshot::handler)
                    .allSatisfy(handler -> assertThat(handler.origins().listeners())
                            .isEqualTo(handler.id().endsWith("#cancel") ? Set.of("edge") : Set.of("main")))
                    .extracting(HandlerDescriptor::patterns, HandlerDescriptor::timeout, HandlerDescriptor::concurrent)
                    .containsExactly(
                            tuple(List.of("ORDER_ADD", "ORDER_PUT"), Duration.ofSeconds(5), true),
                            tuple(List.of("ORDER_CANCEL"), Duration.ZERO, true));
            assertThat(context.registry().handlers())
                    .extracting(HandlerSnapshot::state)
                    .containsOnly(HandlerState.STOPPED);
        }
    }

    @Test
    void aHandlerMayBeStartedLater() {
        try (HandlerTestContext context = HandlerTestContext.of(Later.class)) {
            assertThat(context.sendAsync("LATER")).isEmpty();
            context.registry().find("later").orElseThrow().start();
            assertThat(context.send("LATER")).containsExactly("LATER_REPLY done=yes");
        }
    }

    @Test
    void textsThatAreNoDurationOrSwitchStopTheStart() {
        assertRefused(BadTimeout.class, "its timeout 'soon' is not a duration");
        assertRefused(NegativeTimeout.class, "its timeout '-1s' is not a duration");
        assertRefused(BadStart.class, "its autoStartup 'maybe' is neither true nor false");
        assertRefused(RegexBehindPrefix.class, "its pattern 'regex:A+' cannot stand behind the prefix 'P_'");
    }

    private static void assertRefused(Class<?> bean, String problem) {
        HandlerTestContext refused = HandlerTestContext.with(bean);
        assertThatThrownBy(refused::start)
                .isInstanceOf(InvalidHandlerException.class)
                .hasMessageContaining(problem);
    }

    @MessageHandler(
            value = "${orders.prefix}",
            listeners = "main",
            timeout = "5s",
            concurrent = true,
            autoStartup = "${orders.start:false}")
    static class Orders {

        @MessageHandler({"ADD", "PUT"})
        void add() {}

        @MessageHandler(value = "CANCEL", listeners = "edge", timeout = "0")
        void cancel() {}
    }

    static class Later {

        @MessageHandler(value = "LATER", id = "later", autoStartup = "false")
        Map<String, ?> later() {
            return Map.of("done", "yes");
        }
    }

    static class BadTimeout {

        @MessageHandler(value = "X", timeout = "soon")
        void x() {}
    }

    static class NegativeTimeout {

        @MessageHandler(value = "X", timeout = "-1s")
        void x() {}
    }

    static class BadStart {

        @MessageHandler(value = "X", autoStartup = "maybe")
        void x() {}
    }

    @MessageHandler("P_")
    static class RegexBehindPrefix {

        @MessageHandler("regex:A+")
        void x() {}
    }
}
