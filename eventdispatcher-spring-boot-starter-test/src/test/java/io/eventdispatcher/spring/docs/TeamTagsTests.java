package io.eventdispatcher.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The convention of the page on observability adds its tag to the meter. */
class TeamTagsTests {

    @Test
    void theConventionOfTheApplicationAddsItsTag() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "eventdispatcher.listeners.main.uri=local:team-tags",
                        "eventdispatcher.clients.self.uri=local:team-tags")
                .run()) {
            assertThat(context.getBean(ClientRegistry.class)
                            .get("self")
                            .request(Message.builder("ADD")
                                    .param("a", 1)
                                    .param("b", 2)
                                    .build()))
                    .succeedsWithin(Duration.ofSeconds(10));
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            await().until(() -> meters.find("eventdispatcher.message.process")
                            .tag("team", "billing")
                            .tag("messaging.operation.name", "ADD")
                            .timer()
                    != null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Addition.class, TeamTags.class})
    static class Application {}
}
