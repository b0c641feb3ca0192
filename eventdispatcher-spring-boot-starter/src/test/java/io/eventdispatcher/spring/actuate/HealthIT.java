package io.eventdispatcher.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HealthIT {

    private final ApplicationContextRunner runner = Starter.full()
            .withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class))
            .withPropertyValues(
                    "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.listeners.late.uri=local:late",
                    "eventdispatcher.listeners.late.auto-startup=false",
                    "eventdispatcher.clients.hub.uri=local:nobody",
                    "eventdispatcher.clients.self.uri=local:late");

    @Test
    void isSwitchedOffByProperty() {
        runner.withPropertyValues("management.health.eventdispatcher.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(EventDispatcherHealth.class));
    }

    @Test
    void isAbsentWithoutTheHealthModule() {
        Starter.plain()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("eventdispatcherHealthContributor"));
    }

    @Test
    void isRegisteredUnderItsName() {
        runner.run(context -> assertThat(
                        context.getBean(HealthContributorRegistry.class).getContributor("eventdispatcher"))
                .isInstanceOf(EventDispatcherHealth.class));
    }

    @Test
    void tellsEachListener() {
        runner.run(context -> {
            EventDispatcherHealth health = context.getBean(EventDispatcherHealth.class);
            NamedListener main = context.getBean(ListenerRegistry.class).get("main");
            assertThat(health(health, "main").getStatus()).isEqualTo(Status.UP);
            assertThat(health(health, "main").getDetails())
                    .containsEntry("uri", main.endpoint().toString())
                    .containsEntry("connections", 0);
            assertThat(health(health, "late").getStatus())
                    .as("not meant to run")
                    .isEqualTo(Status.UNKNOWN);
            main.pause();
            await().until(() -> health(health, "main").getStatus().equals(Status.OUT_OF_SERVICE));
            main.stop(Duration.ZERO).join();
            assertThat(health(health, "main").getStatus())
                    .as("stopped on purpose")
                    .isEqualTo(Status.UNKNOWN);
            assertThat(health.getContributor("nobody")).isNull();
            assertThat(health.stream().map(entry -> entry.name()))
                    .containsExactlyInAnyOrder("main", "late", "hub", "self");
        });
    }

    @Test
    void aClientThatIsAwayDoesNotTakeTheServiceDown() {
        runner.run(context -> {
            EventDispatcherHealth health = context.getBean(EventDispatcherHealth.class);
            await().until(() -> health(health, "hub").getDetails().containsKey("lastError"));
            assertThat(health(health, "hub").getStatus()).isEqualTo(Status.UNKNOWN);
        });
    }

    @Test
    void aConnectedClientIsUp() {
        runner.withPropertyValues("eventdispatcher.clients.self.reconnect.pauses=0.05")
                .run(context -> {
                    EventDispatcherHealth health = context.getBean(EventDispatcherHealth.class);
                    context.getBean(ListenerRegistry.class).get("late").start();
                    await().until(() -> health(health, "self").getStatus().equals(Status.UP));
                    assertThat(health(health, "self").getDetails()).containsEntry("uri", "local:late");
                });
    }

    @Test
    void eachPartHasAPathOfItsOwnAndCanBeInAGroup() {
        runner.withConfiguration(AutoConfigurations.of(
                        HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoint.health.group.readiness.include=eventdispatcher/main")
                .run(context -> {
                    HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
                    NamedListener main = context.getBean(ListenerRegistry.class).get("main");
                    assertThat(endpoint.healthForPath("eventdispatcher", "main").getStatus())
                            .isEqualTo(Status.UP);
                    assertThat(endpoint.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
                    assertThat(endpoint.healthForPath("readiness", "eventdispatcher", "late"))
                            .isNull();
                    main.pause();
                    await().until(() ->
                            endpoint.healthForPath("readiness").getStatus().equals(Status.OUT_OF_SERVICE));
                });
    }

    @Test
    void theWholeCanBeInAGroup() {
        runner.withConfiguration(AutoConfigurations.of(
                        HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoint.health.group.readiness.include=eventdispatcher")
                .run(context -> {
                    HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
                    NamedListener main = context.getBean(ListenerRegistry.class).get("main");
                    main.pause();
                    await().until(() ->
                            endpoint.healthForPath("readiness").getStatus().equals(Status.OUT_OF_SERVICE));
                });
    }

    private static Health health(EventDispatcherHealth health, String name) {
        return ((HealthIndicator) health.getContributor(name)).health();
    }
}
