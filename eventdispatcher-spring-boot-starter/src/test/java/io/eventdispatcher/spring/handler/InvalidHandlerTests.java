package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.Param;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.test.tools.SourceFile;
import org.springframework.core.test.tools.TestCompiler;

class InvalidHandlerTests {

    private static final String TYPES =
            "use Message, Exchange, MessageAddress, Connection, Principal, Map<String, String>, a record"
                    + " or a type that Spring converts text to, or add a Converter or a MessageArgumentResolver bean";
    private static final String RETURNS =
            "return void, Message, a record, Map, String (a command), or an Optional or CompletionStage of these, or a Mono or Flux when Reactor is there";

    static List<Arguments> unusable() {
        return List.of(
                unusable(Static.class, "it is static", "make it an instance method: handlers are called on their bean"),
                unusable(
                        Private.class,
                        "it is private",
                        "make it at least package-private: a proxy cannot pass a call on to it"),
                unusable(NoPattern.class, "it has no pattern", "name the command: @MessageHandler(\"COMMAND\")"),
                unusable(
                        Unresolved.class,
                        "the text '${no.such}' of its annotations cannot be resolved: Could not resolve placeholder"
                                + " 'no.such' in value \"${no.such}\"",
                        "set the property, or give a default: ${name:default}"),
                unusable(
                        UnresolvedParam.class,
                        "the text '${no.such}' of its annotations cannot be resolved: Could not resolve placeholder"
                                + " 'no.such' in value \"${no.such}\"",
                        "set the property, or give a default: ${name:default}"),
                unusable(
                        BadReply.class,
                        "its reply command 'not-valid' is not valid",
                        "use capital letters, digits and underscores, not starting with a digit"),
                unusable(Argument.class, "argument 2: nothing makes a java.lang.Runtime from text", TYPES),
                unusable(
                        MapOfNumbers.class,
                        "argument 1: nothing makes a java.util.Map<java.lang.String, java.lang.Integer> from text",
                        TYPES),
                unusable(
                        Component.class,
                        "component 'runtime' of record Inner: nothing makes a java.lang.Runtime from text",
                        TYPES),
                unusable(
                        Endless.class,
                        "component 'next' of record Node: the record Node contains itself",
                        "use a record of fixed depth, or Message"),
                unusable(
                        BadName.class,
                        "argument 1: no message can carry a parameter named 'unit-price'",
                        "name it with @Param, with letters, digits and underscores, not starting with a digit"),
                unusable(
                        OptionalPrimitive.class,
                        "argument 1: required = false, but int cannot be null",
                        "use the wrapper type, Optional, or give a defaultValue"),
                unusable(
                        BadDefault.class,
                        "argument 1: its default value 'many' is not an int",
                        "change defaultValue of @Param"),
                unusable(ReturnsNumber.class, "nothing makes a reply of the return type int", RETURNS),
                unusable(
                        ReturnsList.class,
                        "nothing makes a reply of the return type"
                                + " java.util.concurrent.CompletionStage<java.util.List<?>>",
                        RETURNS),
                unusable(
                        ReturnsStream.class,
                        "nothing makes a reply of the return type java.util.stream.Stream<java.lang.String>",
                        RETURNS),
                unusable(
                        ReturnsFuture.class,
                        "nothing makes a reply of the return type java.util.concurrent.Future<?>",
                        RETURNS),
                unusable(
                        Contradiction.class,
                        "execution = LOOP and executor = \"pool\" contradict each other",
                        "remove one of the two attributes"),
                unusable(
                        NoExecutor.class,
                        "there is no executor bean named 'pool'",
                        "define one; there is none at all"));
    }

    private static Arguments unusable(Class<?> bean, String problem, String action) {
        return Arguments.of(bean, problem, action);
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void theStartFailsAndSaysWhatToChange(Class<?> bean, String problem, String action) {
        InvalidHandlerException failure = failure(bean);

        assertThat(failure.problem()).isEqualTo(problem);
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure.handler())
                .startsWith(bean.getSimpleName() + ".handle(")
                .endsWith(") of bean 'invalidHandlerTests." + bean.getSimpleName() + "'");
        assertThat(failure)
                .hasMessage("message handler " + failure.handler() + " cannot be used: " + problem + "; " + action);
    }

    @Test
    void aPatternThatIsNotValid() {
        InvalidHandlerException failure = failure(BadPattern.class);

        assertThat(failure.problem()).startsWith("its pattern 'NOT VALID' is not valid: ");
        assertThat(failure.action())
                .isEqualTo("use a command (ADD), wildcards (ADD*), variables (EVENT{number}, EVENT{number:[0-9]+}) or"
                        + " regex:expression");
    }

    @Test
    void twoHandlersWithOneId() {
        assertThat(failure(SameId.class).problem())
                .isEqualTo("its id 'same' is that of SameId.a() of bean 'invalidHandlerTests.SameId'");
    }

    @Test
    void aFinalMethodBehindASubclassProxy() {
        InvalidHandlerException failure = failure(FinalMethod.class, Proxies.class);

        assertThat(failure.problem())
                .isEqualTo(
                        "the bean is a proxy, and a final method would be called on the proxy instead of its target");
        assertThat(failure.action()).isEqualTo("remove 'final' from the method");
    }

    @Test
    void aMethodThatNoInterfaceOfAJdkProxyHas() {
        InvalidHandlerException failure = failure(NotInInterface.class, Proxies.class);

        assertThat(failure.problem()).isEqualTo("the bean is a JDK proxy, and none of its interfaces has the method");
        assertThat(failure.action())
                .isEqualTo("add the method to an interface of the bean, or let Spring proxy the class"
                        + " (proxyTargetClass = true)");
    }

    @Test
    void parameterNamesThatWereNotCompiledIn() {
        SourceFile source = SourceFile.of("""
            package com.example;
            public class Sum {
                @io.eventdispatcher.spring.annotation.MessageHandler("ADD")
                public void add(int a, int b) {}
            }
            """);
        TestCompiler.forSystem().withSources(source).compile(compiled -> {
            InvalidHandlerException failure =
                    failure(compiled.getInstance(Object.class).getClass());
            assertThat(failure.handler()).startsWith("Sum.add(int,int) of bean");
            assertThat(failure.problem())
                    .isEqualTo("argument 1: the class file does not hold the name of the parameter");
            assertThat(failure.action())
                    .isEqualTo("compile with -parameters (Maven: <parameters>true</parameters> of"
                            + " maven-compiler-plugin; Spring Boot's parent and Gradle plugin set it), or give the"
                            + " name with @Param(\"...\")");
        });
    }

    @Test
    void duplicatesNameBothMethods() {
        try (HandlerTestContext context = HandlerTestContext.with(FirstAdd.class, SecondAdd.class)) {
            assertThatThrownBy(context::start)
                    .isInstanceOf(DuplicateHandlerException.class)
                    .hasMessage("two handlers for 'ADD': FirstAdd.add() of bean 'invalidHandlerTests.FirstAdd' and"
                            + " SecondAdd.sum() of bean 'invalidHandlerTests.SecondAdd'");
        }
    }

    private static InvalidHandlerException failure(Class<?>... beans) {
        try (HandlerTestContext context = HandlerTestContext.with(beans)) {
            return catchThrowableOfType(InvalidHandlerException.class, context::start);
        }
    }

    static class Static {

        @MessageHandler("X")
        static void handle() {}
    }

    @SuppressWarnings("unused")
    static class Private {

        @MessageHandler("X")
        private void handle() {}
    }

    static class NoPattern {

        @MessageHandler
        void handle() {}
    }

    static class BadPattern {

        @MessageHandler("NOT VALID")
        void handle() {}
    }

    static class Unresolved {

        @MessageHandler("${no.such}")
        void handle() {}
    }

    static class UnresolvedParam {

        @MessageHandler("X")
        void handle(@Param("${no.such}") String text) {}
    }

    static class BadReply {

        @MessageHandler(value = "X", reply = "not-valid")
        void handle() {}
    }

    static class Argument {

        @MessageHandler("X")
        void handle(int fine, Runtime runtime) {}
    }

    static class MapOfNumbers {

        @MessageHandler("X")
        void handle(Map<String, Integer> numbers) {}
    }

    record Inner(Runtime runtime) {}

    record Outer(int a, Inner inner) {}

    static class Component {

        @MessageHandler("X")
        void handle(Outer outer) {}
    }

    record Node(int value, Optional<Node> next) {}

    static class Endless {

        @MessageHandler("X")
        void handle(Node node) {}
    }

    static class BadName {

        @MessageHandler("X")
        void handle(@Param("unit-price") int price) {}
    }

    static class OptionalPrimitive {

        @MessageHandler("X")
        void handle(@Param(required = false) int count) {}
    }

    static class BadDefault {

        @MessageHandler("X")
        void handle(@Param(defaultValue = "many") int count) {}
    }

    static class ReturnsNumber {

        @MessageHandler("X")
        int handle() {
            return 1;
        }
    }

    static class ReturnsList {

        @MessageHandler("X")
        CompletionStage<List<?>> handle() {
            throw new UnsupportedOperationException("never called");
        }
    }

    static class ReturnsStream {

        @MessageHandler("X")
        Stream<String> handle() {
            return Stream.empty();
        }
    }

    static class ReturnsFuture {

        @MessageHandler("X")
        Future<?> handle() {
            throw new UnsupportedOperationException("never called");
        }
    }

    static class Contradiction {

        @MessageHandler(value = "X", execution = Execution.LOOP, executor = "pool")
        void handle() {}
    }

    static class NoExecutor {

        @MessageHandler(value = "X", executor = "pool")
        void handle() {}
    }

    static class SameId {

        @MessageHandler(value = "A", id = "same")
        void a() {}

        @MessageHandler(value = "B", id = "same")
        void b() {}
    }

    static class FinalMethod {

        @MessageHandler("X")
        final void handle() {}
    }

    static class NotInInterface implements Runnable {

        @Override
        public void run() {}

        @MessageHandler("X")
        void handle() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxies {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxies() {
            return new DefaultAdvisorAutoProxyCreator();
        }

        @Bean
        static NameMatchMethodPointcutAdvisor advisor() {
            NameMatchMethodPointcutAdvisor advisor =
                    new NameMatchMethodPointcutAdvisor((MethodInterceptor) MethodInvocation::proceed);
            advisor.setMappedName("handle");
            return advisor;
        }
    }

    static class FirstAdd {

        @MessageHandler("ADD")
        void add() {}
    }

    static class SecondAdd {

        @MessageHandler({"SUM", "ADD"})
        void sum() {}
    }
}
