package io.eventdispatcher.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageExchange;
import io.eventdispatcher.spring.annotation.Param;
import io.eventdispatcher.spring.autoconfigure.Starter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Client interfaces that cannot work, and what the developer is told. */
class InvalidMessageExchangeTests {

    private final ApplicationContextRunner runner = Starter.plain()
            .withPropertyValues(
                    "eventdispatcher.clients.hub.uri=local:nobody",
                    "eventdispatcher.clients.hub.auto-startup=false",
                    "eventdispatcher.listeners.main.uri=local:invalid-exchanges",
                    "eventdispatcher.listeners.main.auto-startup=false");

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        UnknownClient.class,
                        "there is no client 'nope'; known: hub",
                        "eventdispatcher.clients.nope.uri"),
                Arguments.of(NoCommand.class, "it has no command", "@MessageExchange(\"COMMAND\")"),
                Arguments.of(NotAnnotated.class, "it has no command", "default method"),
                Arguments.of(Empty.class, "no method has a command", "annotate methods"),
                Arguments.of(BadCommand.class, "its command 'look up' is not valid", "capital letters"),
                Arguments.of(BadReply.class, "its reply command 'no' is not valid", "capital letters"),
                Arguments.of(BadReturn.class, "nothing makes a java.util.List", "return void, Delivery, Message"),
                Arguments.of(Scalar.class, "nothing makes a int of an answer", "result = \"...\""),
                Arguments.of(NoConverter.class, "nothing makes a java.lang.Runnable from the text", "Converter bean"),
                Arguments.of(ResultOfNothing.class, "waits for no answer", "remove result"),
                Arguments.of(BadTimeout.class, "its timeout 'soon' is not a duration", "500ms"),
                Arguments.of(NoTimeout.class, "its timeout '0s' is not positive", "500ms"),
                Arguments.of(BadName.class, "named 'a.b'", "@Param"),
                Arguments.of(Unresolved.class, "'${no.such.property}'", "${name:default}"),
                Arguments.of(MethodClient.class, "a method cannot choose the client", "at the interface"),
                Arguments.of(CommandOfType.class, "the interface has a command", "client = \"...\""),
                Arguments.of(MixedMap.class, "nothing makes a java.util.Map", "Map<String, String>"),
                Arguments.of(Endless.class, "contains itself", "fixed depth"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void areNamedWithProblemAndAction(Class<?> type, String problem, String action) {
        runner.run(context -> {
            MessageExchanges exchanges = context.getBean(MessageExchanges.class);
            Throwable failure = catchThrowable(() -> exchanges.create(type));
            assertThat(failure).isInstanceOf(InvalidMessageExchangeException.class);
            FailureAnalysis analysis = new InvalidMessageExchangeFailureAnalyzer().analyze(failure);
            assertThat(analysis.getDescription()).contains(type.getName()).contains(problem);
            assertThat(analysis.getAction()).containsIgnoringCase(action);
        });
    }

    @Test
    void stopTheStartAlsoWhenBeansAreLazy() {
        runner.withUserConfiguration(App.class)
                .withPropertyValues("spring.main.lazy-initialization=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(InvalidMessageExchangeException.class)
                        .rootCause()
                        .hasMessageContaining("there is no client 'nope'"));
    }

    @Test
    void ofSeveralClientsOneMustBeNamed() {
        runner.withPropertyValues("eventdispatcher.clients.other.uri=local:nobody")
                .run(context -> {
                    MessageExchanges exchanges = context.getBean(MessageExchanges.class);
                    assertThat(catchThrowable(() -> exchanges.create(Fine.class)))
                            .hasMessageContaining("it does not say which client it uses; known: hub, other");
                });
        runner.run(context -> assertThat(context.getBean(MessageExchanges.class).create(Fine.class))
                .isNotNull());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMessageExchanges(types = UnknownClient.class)
    static class App {}

    interface Fine {
        @MessageExchange("GET")
        Message get();
    }

    @MessageExchange(client = "nope")
    interface UnknownClient {
        @MessageExchange("GET")
        Message get();
    }

    interface NoCommand {
        @MessageExchange
        Message get(String name);
    }

    interface NotAnnotated {
        @MessageExchange("GET")
        Message get();

        Message other();
    }

    interface Empty {}

    interface BadCommand {
        @MessageExchange("look up")
        Message get();
    }

    interface BadReply {
        @MessageExchange(command = "GET", reply = "no")
        Message get();
    }

    interface BadReturn {
        @MessageExchange("GET")
        List<String> get();
    }

    interface Scalar {
        @MessageExchange("GET")
        int get();
    }

    interface NoConverter {
        @MessageExchange(command = "GET", result = "a")
        CompletableFuture<Runnable> get();
    }

    interface ResultOfNothing {
        @MessageExchange(command = "GET", result = "a")
        Delivery get();
    }

    interface BadTimeout {
        @MessageExchange(command = "GET", timeout = "soon")
        Message get();
    }

    interface NoTimeout {
        @MessageExchange(command = "GET", timeout = "0s")
        Message get();
    }

    interface BadName {
        @MessageExchange("GET")
        Message get(@Param("a.b") String name);
    }

    interface Unresolved {
        @MessageExchange("${no.such.property}")
        Message get();
    }

    interface MethodClient {
        @MessageExchange(command = "GET", client = "hub")
        Message get();
    }

    @MessageExchange("GET")
    interface CommandOfType {
        @MessageExchange("GET")
        Message get();
    }

    interface MixedMap {
        @MessageExchange("GET")
        Map<String, Integer> get();
    }

    record Ring(Ring next) {}

    interface Endless {
        @MessageExchange("GET")
        Ring get();
    }
}
