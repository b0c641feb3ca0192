package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ClientsLifecycle;
import io.eventdispatcher.spring.lifecycle.ListenerCustomizer;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenersLifecycle;
import io.eventdispatcher.spring.lifecycle.Phases;
import io.eventdispatcher.transport.KeepAliveProbes;
import io.eventdispatcher.transport.TransportOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class LifecyclePropertiesTests {

    private final ApplicationContextRunner runner = Starter.plain();

    @Test
    void phasesAreThoseOfTheConstantsUnlessSet() {
        runner.run(context -> {
            assertThat(context.getBean(ListenersLifecycle.class).getPhase()).isEqualTo(Phases.LISTENERS);
            assertThat(context.getBean(ClientsLifecycle.class).getPhase()).isEqualTo(Phases.CLIENTS);
        });
        runner.withPropertyValues(
                        "eventdispatcher.lifecycle.listeners-phase=2147483647",
                        "eventdispatcher.lifecycle.clients-phase=2147483000")
                .run(context -> {
                    assertThat(context.getBean(ListenersLifecycle.class).getPhase())
                            .isEqualTo(Integer.MAX_VALUE);
                    assertThat(context.getBean(ClientsLifecycle.class).getPhase())
                            .isEqualTo(2_147_483_000);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eventdispatcher.lifecycle.listeners-phase        | 0     | handlers need the clients, whose phase is 2147480575
            eventdispatcher.lifecycle.clients-phase          | 0     | the event loop and the sources must be there before
            eventdispatcher.listeners.main.keepalive.idle    | 1500ms | whole seconds, 1 to 32767
            eventdispatcher.listeners.main.keepalive.count   | 128   | 1..127
            eventdispatcher.clients.hub.keepalive.interval   | -1s   | whole seconds, 1 to 32767
            """)
    void whatCannotBeUsedIsNamed(String key, String value, String reason) {
        runner.withPropertyValues(
                        "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "eventdispatcher.listeners.inside.uri=local:inside",
                        "eventdispatcher.clients.hub.uri=tcp://127.0.0.1:1",
                        key + "=" + value)
                .run(context -> {
                    UnusablePropertyException failure = StartFailure.unusable(context.getStartupFailure());
                    assertThat(key).startsWith(failure.key());
                    assertThat(failure.reason()).contains(reason);
                    assertThat(failure.action()).isNotBlank();
                });
    }

    @Test
    void silentPeersAreProbedUnlessThatIsSwitchedOff() {
        runner.withPropertyValues(
                        "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "eventdispatcher.listeners.main.auto-startup=false",
                        "eventdispatcher.listeners.off.uri=tcp://127.0.0.1:0",
                        "eventdispatcher.listeners.off.auto-startup=false",
                        "eventdispatcher.listeners.off.keepalive.enabled=false",
                        "eventdispatcher.clients.hub.uri=tcp://127.0.0.1:1",
                        "eventdispatcher.clients.hub.auto-startup=false",
                        "eventdispatcher.clients.hub.keepalive.idle=1m",
                        "eventdispatcher.clients.hub.keepalive.interval=5s",
                        "eventdispatcher.clients.hub.keepalive.count=7")
                .run(context -> {
                    ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
                    TransportOptions main =
                            listeners.get("main").settings().options().listen().accepted();
                    assertThat(main.keepAlive()).isTrue();
                    assertThat(main.tuning()).isEqualTo(new KeepAliveProbes(15, 15, 3));
                    assertThat(listeners
                                    .get("off")
                                    .settings()
                                    .options()
                                    .listen()
                                    .accepted()
                                    .keepAlive())
                            .isFalse();
                    TransportOptions hub = context.getBean(ClientRegistry.class)
                            .get("hub")
                            .settings()
                            .streams();
                    assertThat(hub.tuning()).isEqualTo(new KeepAliveProbes(60, 5, 7));
                });
    }

    @Test
    void customizersChangeOptionsInTheirOrder() {
        runner.withUserConfiguration(Customized.class)
                .withPropertyValues(
                        "eventdispatcher.listeners.main.uri=local:customized",
                        "eventdispatcher.listeners.main.max-connections=7")
                .run(context -> {
                    ListenerOptions options = context.getBean(ListenerRegistry.class)
                            .get("main")
                            .settings()
                            .options();
                    assertThat(options.maxConnections()).isEqualTo(702);
                    assertThat(options.listen().backlog()).isEqualTo(16);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Customized {

        @Bean
        @Order(2)
        ListenerCustomizer second() {
            return (listener, options) -> options.withMaxConnections(options.maxConnections() + 2);
        }

        @Bean
        @Order(1)
        ListenerCustomizer first() {
            return (listener, options) -> options.withMaxConnections(100 * options.maxConnections())
                    .withListen(options.listen().withBacklog(16));
        }
    }
}
