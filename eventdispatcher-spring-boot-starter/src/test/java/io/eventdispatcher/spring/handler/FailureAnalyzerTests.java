package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

class FailureAnalyzerTests {

    @Test
    void aDuplicateNamesBothHandlers() {
        FailureAnalysis analysis = new DuplicateHandlerFailureAnalyzer()
                .analyze(
                        new DuplicateHandlerException("ADD", descriptor("a", "Sum.add(int,int)"), descriptor("b", "")));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription().lines())
                .containsExactly(
                        "Two message handlers want the messages of the pattern 'ADD':",
                        "",
                        "    - Sum.add(int,int) of bean 'sum', handler id 'a'",
                        "    - 'b' registered in code, handler id 'b'");
        assertThat(analysis.getAction())
                .isEqualTo("Remove one of them, change its pattern, or let them take messages from different listeners"
                        + " or clients (attributes 'listeners' and 'clients' of @MessageHandler).");
    }

    @Test
    void anUnusableHandlerGetsTheFix() {
        FailureAnalysis analysis = new InvalidHandlerFailureAnalyzer()
                .analyze(new InvalidHandlerException("Sum.add() of bean 'sum'", "it is static", "make it so", null));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription())
                .isEqualTo("The message handler Sum.add() of bean 'sum' cannot be used: it is static.");
        assertThat(analysis.getAction()).isEqualTo("Make it so.");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aFailedStartReportsIt(CapturedOutput output) {
        SpringApplicationBuilder application =
                new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE);

        assertThatThrownBy(application::run).isInstanceOf(InvalidHandlerException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The message handler Broken.handle() of bean 'broken' cannot be used: it is static.")
                .contains("Make it an instance method: handlers are called on their bean.");
    }

    @Test
    void handlersAreCheckedAtTheStartAlsoWhenAllBeansAreLazy() {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true);

        assertThatThrownBy(application::run).isInstanceOf(InvalidHandlerException.class);
    }

    private static HandlerDescriptor descriptor(String id, String method) {
        return new HandlerDescriptor(
                id,
                List.of("ADD"),
                "sum",
                method,
                "",
                OriginFilter.everywhere(),
                Execution.LOOP,
                "",
                false,
                Duration.ZERO,
                true);
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        HandlerExecutors executors(ConfigurableListableBeanFactory beanFactory) {
            return new HandlerExecutors(beanFactory, ExecutionDefaults.automatic(false));
        }

        @Bean
        HandlerPipelines pipelines(ObjectProvider<HandlerObserver> observers) {
            return new HandlerPipelines(observers, NanoClock.system(), Duration.ZERO);
        }

        @Bean
        HandlerRegistry registry(HandlerExecutors executors, HandlerPipelines pipelines) {
            return new HandlerRegistry(new Dispatcher(), executors, exchange -> null, pipelines);
        }

        @Bean
        static HandlerDiscovery discovery(
                ConfigurableListableBeanFactory beanFactory,
                Environment environment,
                HandlerRegistry registry,
                HandlerExecutors executors,
                HandlerPipelines pipelines) {
            return new HandlerDiscovery(beanFactory, environment, registry, executors, exchange -> null, pipelines);
        }

        @Bean
        Broken broken() {
            return new Broken();
        }
    }

    static class Broken {

        @MessageHandler("X")
        static void handle() {}
    }
}
