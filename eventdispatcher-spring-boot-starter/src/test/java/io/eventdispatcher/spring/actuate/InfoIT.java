package io.eventdispatcher.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class InfoIT {

    private final ApplicationContextRunner runner = Starter.full()
            .withBean(Ping.class)
            .withPropertyValues(
                    "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.listeners.inner.uri=local:info",
                    "eventdispatcher.listeners.late.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.listeners.late.auto-startup=false",
                    "eventdispatcher.clients.hub.uri=local:nobody",
                    "eventdispatcher.loops=2");

    @Test
    void tellsListenersWithTheirPortsClientsAndNumbers() {
        runner.run(context -> {
            int port = Integer.parseInt(context.getEnvironment().getProperty("local.eventdispatcher.port"));
            Info.Builder builder = new Info.Builder();
            context.getBean(EventDispatcherInfo.class).contribute(builder);
            assertThat(builder.build().get("eventdispatcher"))
                    .isEqualTo(Map.of(
                            "listeners",
                            Map.of(
                                    "main",
                                    Map.of("uri", "tcp://127.0.0.1:" + port, "port", port, "state", "RUNNING"),
                                    "inner",
                                    Map.of("uri", "local:info", "state", "RUNNING"),
                                    "late",
                                    Map.of("uri", "tcp://127.0.0.1:0", "port", 0, "state", "STOPPED")),
                            "clients",
                            Map.of("hub", List.of("local:nobody")),
                            "handlers",
                            1,
                            "loops",
                            2));
        });
    }

    @Test
    void isSwitchedOffByProperty() {
        runner.withPropertyValues("management.info.eventdispatcher.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EventDispatcherInfo.class));
        runner.withPropertyValues("management.info.defaults.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EventDispatcherInfo.class));
    }

    @Test
    void isAbsentWithoutTheActuator() {
        Starter.plain()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("eventDispatcherInfo"));
    }

    static class Ping {

        @MessageHandler("PING")
        String ping() {
            return "PONG";
        }
    }
}
