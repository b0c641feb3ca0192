package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.lifecycle.ConnectionOpenedEvent;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/** What is generated ahead of time serves any configuration, with the clients and listeners it finds when it runs. */
class AheadOfTimeTests {

    @Test
    @CompileWithForkedClassLoader
    void listenersAndClientsComeFromTheConfigurationOfTheRun() throws Exception {
        AnnotationConfigApplicationContext processed = new AnnotationConfigApplicationContext();
        processed.register(App.class);
        TestPropertyValues.of("eventdispatcher.clients.other.uri=local:other").applyTo(processed);
        TestGenerationContext generation = new TestGenerationContext();
        System.setProperty("spring.aot.processing", "true");
        ClassName initializer;
        try {
            initializer = new ApplicationContextAotGenerator().processAheadOfTime(processed, generation);
        } finally {
            System.clearProperty("spring.aot.processing");
        }
        generation.writeGeneratedContent();
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Shop.class, "order"))
                .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Shop.class, "opened"))
                .accepts(generation.getRuntimeHints());
        for (Class<?> type : List.of(Address.class, Order.class, Total.class)) {
            assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
                    .as(type.getSimpleName())
                    .accepts(generation.getRuntimeHints());
        }
        TestCompiler.forSystem()
                .with(generation)
                .compile(compiled ->
                        run(compiled.getInstance(ApplicationContextInitializer.class, initializer.toString())));
    }

    @SuppressWarnings("unchecked") // the generated class says what it initializes, its instance does not
    private static void run(ApplicationContextInitializer<?> generated) {
        var initializer = (ApplicationContextInitializer<GenericApplicationContext>) generated;
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            TestPropertyValues.of(
                            "eventdispatcher.listeners.inside.uri=local:aot",
                            "eventdispatcher.clients.hub.uri=local:aot")
                    .applyTo(context);
            initializer.initialize(context);
            context.refresh();
            assertThat(context.getBean(ListenerRegistry.class).get("inside").state())
                    .isEqualTo(ListenerState.RUNNING);
            MessageClient hub = context.getBean(UsesClient.class).hub();
            assertThat(hub.name()).isEqualTo("hub");
            assertThat(hub.request(Message.parse("ORDER count=2;address_street=Lane")))
                    .succeedsWithin(10, TimeUnit.SECONDS)
                    .satisfies(reply -> assertThat(reply.integer("cents")).isEqualTo(200))
                    .satisfies(
                            reply -> assertThat(reply.param("address_street")).isEqualTo("Lane"));
            assertThat(context.getBean(Shop.class).opened).hasValueGreaterThan(0);
        }
    }

    record UsesClient(MessageClient hub) {}

    record Address(String street) {}

    record Order(int count, Address address) {}

    record Total(long cents, Address address) {}

    static class Shop {

        final AtomicInteger opened = new AtomicInteger();

        @MessageHandler("ORDER")
        CompletionStage<Total> order(Order order) {
            return CompletableFuture.completedFuture(new Total(100L * order.count(), order.address()));
        }

        @EventListener
        void opened(ConnectionOpenedEvent event) {
            opened.incrementAndGet();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TaskExecutionAutoConfiguration.class,
        EventDispatcherAutoConfiguration.class,
        MessageHandlerAutoConfiguration.class
    })
    static class App {

        @Bean
        UsesClient usesClient(MessageClient hub) {
            return new UsesClient(hub);
        }

        @Bean
        Shop shop() {
            return new Shop();
        }
    }
}
