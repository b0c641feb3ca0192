package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.handler.InvalidHandlerException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HandlerOriginCheckTests {

    private final ApplicationContextRunner runner =
            Starter.plain().withPropertyValues("eventdispatcher.listeners.inside.uri=local:origin");

    @Test
    void handlerOfAnUnknownListenerStopsTheStart() {
        runner.withBean("edge", OfEdge.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(InvalidHandlerException.class)
                        .hasMessageContaining("OfEdge.handle()")
                        .hasMessageContaining("listener 'edge', which does not exist")
                        .hasMessageContaining("use one of: inside"));
    }

    @Test
    void handlerOfAnUnknownClientStopsTheStart() {
        runner.withBean("hub", OfHub.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(InvalidHandlerException.class)
                        .hasMessageContaining("configure eventdispatcher.clients.hub"));
    }

    @Test
    void handlersOfKnownListenersAndClientsAreFine() {
        runner.withPropertyValues(
                        "eventdispatcher.listeners.edge.uri=local:edge", "eventdispatcher.clients.hub.uri=local:edge")
                .withBean("edgeBean", OfEdge.class)
                .withBean("hubBean", OfHub.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    static class OfEdge {

        @MessageHandler(value = "EDGE", listeners = "edge")
        void handle() {}
    }

    static class OfHub {

        @MessageHandler(value = "HUB", clients = "hub")
        void handle() {}
    }
}
