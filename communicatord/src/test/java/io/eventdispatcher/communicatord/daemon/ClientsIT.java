package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.testing.LinePeer;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import io.eventdispatcher.spring.communicator.ServiceStatusEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Spring Boot applications as services of the daemon, started and ended in any order. */
@Timeout(120)
class ClientsIT {

    @TempDir
    Path directory;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Answering {

        @Bean
        Sums sums() {
            return new Sums();
        }
    }

    static class Sums {

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            return Map.of("sum", a + b);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Asking {

        @Bean
        News news() {
            return new News();
        }
    }

    static class News {

        final List<ServiceStatusEvent> heard = new CopyOnWriteArrayList<>();

        @EventListener
        void heard(ServiceStatusEvent event) {
            heard.add(event);
        }
    }

    private ConfigurableApplicationContext start(Class<?> application, String name) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.config.name=none",
                        "--spring.application.name=" + name,
                        "--eventdispatcher.communicator.uri=cd://" + directory.resolve("d.sock"),
                        "--eventdispatcher.clients.communicator.reconnect.pauses=100ms");
    }

    private static String sum(ConfigurableApplicationContext asking, int a, int b) throws Exception {
        return sum(ask(asking, a, b));
    }

    private static CompletableFuture<Message> ask(ConfigurableApplicationContext asking, int a, int b) {
        Message add = Message.builder("ADD")
                .to("", "the_sums")
                .param("a", a)
                .param("b", b)
                .build();
        return asking.getBean(CommunicatorClient.class).request(add, Duration.ofSeconds(30));
    }

    private static String sum(CompletableFuture<Message> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS).text("sum");
    }

    @Test
    void findEachOtherWhoeverComesFirst() throws Exception {
        try (ConfigurableApplicationContext asking = start(Asking.class, "asking")) {
            assertThat(asking.getBean(CommunicatorClient.class).serviceName()).isEqualTo("asking");
            CompletableFuture<Message> early = ask(asking, 1, 2);
            try (RunningDaemon daemon = new RunningDaemon(directory, "--spring.main.web-application-type=none")) {
                Awaitility.await().until(() -> daemon.report().cache().messages() == 1);
                try (ConfigurableApplicationContext sums = start(Answering.class, "the-sums")) {
                    assertThat(sums.isActive()).isTrue();
                    assertThat(sum(early)).isEqualTo("3");
                    assertThat(sum(asking, 2, 3)).isEqualTo("5");
                    Awaitility.await()
                            .until(() -> daemon.report().services().stream()
                                    .anyMatch(each -> each.commands().contains("ADD")));
                    daemon.context.close();
                    CompletableFuture<Message> meanwhile = ask(asking, 3, 4);
                    try (RunningDaemon again = new RunningDaemon(directory, "--spring.main.web-application-type=none");
                            LinePeer peer = again.unix().register("peer", "")) {
                        assertThat(sum(meanwhile)).isEqualTo("7");
                        peer.say("the_sums/NOPE");
                        peer.hears("<srv1:the_sums srv1:peer/UNKNOWN command=NOPE");
                    }
                }
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(asking.getBean(News.class).heard)
                            .contains(new ServiceStatusEvent("the_sums", "srv1", ServiceStatusEvent.Status.UP)));
        }
    }
}
