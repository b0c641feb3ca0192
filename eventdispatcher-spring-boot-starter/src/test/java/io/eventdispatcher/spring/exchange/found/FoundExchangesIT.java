package io.eventdispatcher.spring.exchange.found;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.MessageExchangeAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.MessageHandlerAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.exchange.EnableMessageExchanges;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
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

/** Interfaces are found in the packages of the application, and serve an application that was processed ahead of time. */
class FoundExchangesIT {

    private static final String[] PROPERTIES = {
        "eventdispatcher.listeners.main.uri=local:found-exchanges",
        "eventdispatcher.clients.hub.uri=local:found-exchanges"
    };

    private final ApplicationContextRunner runner = Starter.plain().withPropertyValues(PROPERTIES);

    @Test
    void interfacesInThePackagesOfTheApplicationAreBeans() {
        runner.withUserConfiguration(Found.class)
                .run(context ->
                        assertThat(context.getBean(Directory.class).nameOf(3)).isEqualTo("entry 3"));
    }

    @Test
    void interfacesInNamedPackagesAreBeans() {
        runner.withUserConfiguration(Named.class)
                .run(context ->
                        assertThat(context.getBean(Directory.class).nameOf(3)).isEqualTo("entry 3"));
    }

    @Test
    void interfacesOfOtherPackagesAreNot() {
        runner.withUserConfiguration(Entries.class)
                .run(context -> assertThat(context).doesNotHaveBean(Directory.class));
    }

    @Test
    void areSearchedInThePackageOfTheAnnotatedClassIfNoneIsNamed() {
        runner.withUserConfiguration(Here.class)
                .run(context -> assertThat(context).hasSingleBean(Directory.class));
    }

    @Test
    @CompileWithForkedClassLoader
    void whatIsFoundAheadOfTimeAnswersInTheProcessedApplication() throws Exception {
        AnnotationConfigApplicationContext processed = new AnnotationConfigApplicationContext();
        processed.register(Processed.class);
        TestGenerationContext generation = new TestGenerationContext();
        System.setProperty("spring.aot.processing", "true");
        ClassName initializer;
        try {
            initializer = new ApplicationContextAotGenerator().processAheadOfTime(processed, generation);
        } finally {
            System.clearProperty("spring.aot.processing");
        }
        generation.writeGeneratedContent();
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Directory.class))
                .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onType(Directory.Entry.class))
                .accepts(generation.getRuntimeHints());
        TestCompiler.forSystem()
                .with(generation)
                .compile(compiled ->
                        run(compiled.getInstance(ApplicationContextInitializer.class, initializer.toString())));
    }

    @SuppressWarnings("unchecked") // the generated class says what it initializes, its instance does not
    private static void run(ApplicationContextInitializer<?> generated) {
        var initializer = (ApplicationContextInitializer<GenericApplicationContext>) generated;
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            TestPropertyValues.of(PROPERTIES).applyTo(context);
            initializer.initialize(context);
            context.refresh();
            assertThat(context.getBean(UsesDirectory.class).directory().nameOf(3))
                    .isEqualTo("entry 3");
        }
    }

    record UsesDirectory(Directory directory) {}

    @Configuration(proxyBeanMethods = false)
    static class Entries {

        @MessageHandler("ENTRY")
        Map<String, ?> entry(int number) {
            return Map.of("name", "entry " + number);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    static class Found extends Entries {}

    @Configuration(proxyBeanMethods = false)
    @EnableMessageExchanges(basePackages = "io.eventdispatcher.spring.exchange.found")
    static class Named extends Entries {}

    @Configuration(proxyBeanMethods = false)
    @EnableMessageExchanges
    static class Here extends Entries {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @ImportAutoConfiguration({
        TaskExecutionAutoConfiguration.class,
        EventDispatcherAutoConfiguration.class,
        MessageExchangeAutoConfiguration.class,
        MessageHandlerAutoConfiguration.class
    })
    static class Processed extends Entries {

        @Bean
        UsesDirectory usesDirectory(Directory directory) {
            return new UsesDirectory(directory);
        }
    }
}
