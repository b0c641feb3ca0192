package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
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
            assertThat(context.getBean(UsesClient.class).hub().name()).isEqualTo("hub");
        }
    }

    record UsesClient(MessageClient hub) {}

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
    }
}
