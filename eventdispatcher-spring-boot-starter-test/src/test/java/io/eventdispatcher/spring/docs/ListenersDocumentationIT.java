package io.eventdispatcher.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The examples of the page about listeners do what it says. */
class ListenersDocumentationIT {

    @Test
    void maintenanceCustomizerAndEventsDoWhatThePageSays() {
        PortNotes notes;
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "--eventdispatcher.listeners.edge.uri=local:edge")) {
            ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
            NamedListener main = listeners.get("main");
            assertThat(listeners.get("edge").settings().options().listen().backlog())
                    .isEqualTo(16);
            assertThat(main.settings().options().listen().backlog()).isNotEqualTo(16);
            String port = context.getEnvironment().getProperty("local.eventdispatcher.port.main");
            notes = context.getBean(PortNotes.class);
            assertThat(notes.notes).containsExactlyInAnyOrder("main on tcp://127.0.0.1:" + port, "edge on local:edge");

            Maintenance maintenance = context.getBean(Maintenance.class);
            maintenance.begin();
            await().until(() -> main.state() == ListenerState.PAUSED);
            maintenance.end();
            await().until(() -> main.state() == ListenerState.RUNNING);
            assertThat(maintenance.close()).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(true);
            assertThat(notes.notes).contains("main drained");
        }
        assertThat(notes.notes).contains("edge drained");
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Maintenance.class, SmallBacklog.class, PortNotes.class, Addition.class})
    static class Application {}
}
