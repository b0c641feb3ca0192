package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.Param;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.annotation.Order;

class HandlerDiscoveryTests {

    private static final AtomicInteger made = new AtomicInteger();
    private static final AtomicInteger intercepted = new AtomicInteger();

    @BeforeEach
    void reset() {
        made.set(0);
        intercepted.set(0);
    }

    @Test
    void methodsOfAnyVisibilityButPrivate() {
        try (HandlerTestContext context = HandlerTestContext.of(Visibility.class)) {
            assertThat(context.send("PUBLIC")).containsExactly("PUBLIC");
            assertThat(context.send("PROTECTED")).containsExactly("PROTECTED");
            assertThat(context.send("PACKAGE")).containsExactly("PACKAGE");
        }
    }

    @Test
    void overloadsHaveIdsOfTheirOwn() {
        try (HandlerTestContext context = HandlerTestContext.of(Overloads.class)) {
            assertThat(context.send("ONE a=1")).containsExactly("ONE");
            assertThat(context.send("TWO a=1;b=2")).containsExactly("TWO");
            assertThat(context.registry().handlers())
                    .extracting(snapshot -> snapshot.handler().id())
                    .containsExactly(
                            "handlerDiscoveryTests.Overloads#handle", "handlerDiscoveryTests.Overloads#handle-2");
        }
    }

    @Test
    void inheritedMethodsAndThoseOfInterfaces() {
        try (HandlerTestContext context = HandlerTestContext.of(Child.class)) {
            assertThat(context.send("BASE")).containsExactly("BASE");
            assertThat(context.send("OVERRIDDEN")).containsExactly("CHILD");
            assertThat(context.send("CONTRACT value=1")).containsExactly("CONTRACT_REPLY value=1");
            assertThat(context.registry().handlers()).hasSize(3);
        }
    }

    @Test
    void composedAnnotationsPassAttributesOn() {
        try (HandlerTestContext context = HandlerTestContext.of(Composed.class)) {
            HandlerDescriptor handler = onlyHandler(context);
            assertThat(handler.patterns()).containsExactly("EDGE_A", "EDGE_B");
            assertThat(handler.origins().listeners()).containsExactly("edge");
            assertThat(handler.execution()).isEqualTo(Execution.LOOP);
        }
    }

    @Test
    void placeholdersInEveryText() {
        try (HandlerTestContext context = HandlerTestContext.with(Placeholders.class)
                .property("command", "SHUT_UP")
                .property("prefix", "our")
                .start()) {
            assertThat(onlyHandler(context))
                    .isEqualTo(new HandlerDescriptor(
                            "our-id",
                            List.of("SHUT_UP", "STATE"),
                            "handlerDiscoveryTests.Placeholders",
                            "Placeholders.handle()",
                            "OUR_REPLY",
                            new OriginFilter(Set.of("our-listener"), Set.of("our-client")),
                            Execution.LOOP,
                            "",
                            true,
                            Duration.ZERO,
                            true));
        }
    }

    @Test
    void beansBehindSubclassProxiesAreCalledThroughTheProxy() {
        try (HandlerTestContext context = HandlerTestContext.of(SubclassProxies.class, Child.class)) {
            assertThat(AopUtils.isCglibProxy(context.spring().getBean(Child.class)))
                    .isTrue();
            assertThat(context.send("BASE")).containsExactly("BASE");
            assertThat(context.send("CONTRACT value=1")).containsExactly("CONTRACT_REPLY value=1");
            assertThat(intercepted).hasValue(2);
        }
    }

    @Test
    void beansBehindJdkProxiesAreCalledThroughTheProxy() {
        try (HandlerTestContext context = HandlerTestContext.of(JdkProxies.class, OnlyContract.class)) {
            assertThat(AopUtils.isJdkDynamicProxy(context.spring().getBean(Contract.class)))
                    .isTrue();
            assertThat(context.send("CONTRACT value=1")).containsExactly("CONTRACT_REPLY value=1");
            assertThat(intercepted).hasValue(1);
        }
    }

    @Test
    void proxiesMadeByHandAreLookedThrough() {
        try (HandlerTestContext context = HandlerTestContext.of(ProxyByHand.class)) {
            assertThat(context.send("CONTRACT value=2")).containsExactly("CONTRACT_REPLY value=2");
            assertThat(intercepted).hasValue(1);
        }
    }

    @Test
    void scopedProxiesAreFoundOnce() {
        HandlerTestContext test = HandlerTestContext.with();
        RootBeanDefinition target = new RootBeanDefinition(Counted.class);
        target.setScope("prototype");
        BeanDefinitionHolder proxy =
                ScopedProxyUtils.createScopedProxy(new BeanDefinitionHolder(target, "counted"), test.spring(), true);
        test.spring().registerBeanDefinition(proxy.getBeanName(), proxy.getBeanDefinition());
        try (HandlerTestContext context = test.start()) {
            assertThat(context.registry().handlers()).hasSize(1);
            assertThat(context.send("COUNT")).containsExactly("COUNT_REPLY made=1");
            assertThat(context.send("COUNT")).containsExactly("COUNT_REPLY made=2");
        }
    }

    @Test
    void lazyBeansAreMadeByTheirFirstMessage() {
        try (HandlerTestContext context = HandlerTestContext.of(LazyCounted.class)) {
            assertThat(made).hasValue(0);
            assertThat(context.send("COUNT")).containsExactly("COUNT_REPLY made=1");
            assertThat(context.send("COUNT")).containsExactly("COUNT_REPLY made=1");
        }
    }

    @Test
    void lazyBeansMayTurnOutToBeProxies() {
        try (HandlerTestContext context = HandlerTestContext.of(SubclassProxies.class, LazyCounted.class)) {
            assertThat(made).hasValue(0);
            assertThat(context.send("COUNT")).containsExactly("COUNT_REPLY made=1");
            assertThat(intercepted).hasValue(1);
        }
    }

    @Test
    void prototypesAreMadeForEachMessage() {
        try (HandlerTestContext context = HandlerTestContext.of(PrototypeCounted.class)) {
            assertThat(made).hasValue(0);
            assertThat(context.send("COUNT")).containsExactly("COUNT_REPLY made=1");
            assertThat(context.send("COUNT")).containsExactly("COUNT_REPLY made=2");
        }
    }

    @Test
    void productsOfFactoryBeansAreFoundByTheirTypeAndMadeLate() {
        try (HandlerTestContext context = HandlerTestContext.of(CountedFactory.class)) {
            assertThat(made).hasValue(0);
            assertThat(context.send("COUNT")).containsExactly("COUNT_REPLY made=1");
        }
    }

    @Test
    void configurersAddHandlersAndResolvers() {
        try (HandlerTestContext context = HandlerTestContext.of(Configured.class)) {
            assertThat(context.send("PING")).containsExactly("PONG");
            assertThat(context.send("AT_ONCE")).containsExactly("DONE");
            assertThat(context.send("RESOLVED")).containsExactly("RESOLVED_REPLY value=by resolver");
            assertThat(context.registry().handlers())
                    .extracting(snapshot -> snapshot.handler().id())
                    .containsExactly("configured#resolved", "PING", "AT_ONCE");
        }
    }

    @Test
    void theMostSpecificPatternWinsThenTheOrder() {
        try (HandlerTestContext context = HandlerTestContext.of(Patterns.class, First.class)) {
            assertThat(context.send("EVENT_A")).containsExactly("EXACT");
            assertThat(context.send("EVENT_BB")).containsExactly("LONGER");
            assertThat(context.send("EVENT_C")).containsExactly("SHORTER");
            assertThat(context.send("SAME_RANK")).containsExactly("FIRST");
        }
    }

    private static HandlerDescriptor onlyHandler(HandlerTestContext context) {
        List<HandlerSnapshot> handlers = context.registry().handlers();
        assertThat(handlers).hasSize(1);
        return handlers.get(0).handler();
    }

    @SuppressWarnings("unused")
    static class Visibility {

        @MessageHandler("PUBLIC")
        public String open() {
            return "PUBLIC";
        }

        @MessageHandler("PROTECTED")
        protected String half() {
            return "PROTECTED";
        }

        @MessageHandler("PACKAGE")
        String inside() {
            return "PACKAGE";
        }
    }

    @SuppressWarnings("unused")
    static class Overloads {

        @MessageHandler("ONE")
        String handle(int a) {
            return "ONE";
        }

        @MessageHandler("TWO")
        String handle(int a, int b) {
            return "TWO";
        }
    }

    interface Contract {

        @MessageHandler("CONTRACT")
        Map<String, ?> contract(@Param("value") int number);
    }

    static class Base {

        @MessageHandler("BASE")
        String base() {
            return "BASE";
        }

        @MessageHandler("OVERRIDDEN")
        String overridden() {
            return "BASE";
        }
    }

    static class Child extends Base implements Contract {

        @Override
        String overridden() {
            return "CHILD";
        }

        @Override
        public Map<String, ?> contract(int renamed) {
            return Map.of("value", renamed);
        }
    }

    static class OnlyContract implements Contract {

        @Override
        public Map<String, ?> contract(int number) {
            return Map.of("value", number);
        }
    }

    @MessageHandler(listeners = "edge")
    @Retention(RetentionPolicy.RUNTIME)
    @interface EdgeCommand {

        @AliasFor(annotation = MessageHandler.class, attribute = "value")
        String[] value();
    }

    static class Composed {

        @EdgeCommand({"EDGE_A", "EDGE_B"})
        void handle() {}
    }

    static class Placeholders {

        @MessageHandler(
                commands = {"${command}", "${other:STATE}"},
                id = "${prefix}-id",
                reply = "${reply:OUR}_REPLY",
                listeners = "${prefix}-listener",
                clients = "${prefix}-client",
                concurrent = true)
        void handle() {}
    }

    static class Counted {

        private final int number = made.incrementAndGet();

        @MessageHandler("COUNT")
        Map<String, ?> count() {
            return Map.of("made", number);
        }
    }

    @Lazy
    static class LazyCounted extends Counted {}

    @Scope("prototype")
    static class PrototypeCounted extends Counted {}

    static class CountedFactory implements FactoryBean<Counted> {

        @Override
        public Counted getObject() {
            return new Counted();
        }

        @Override
        public Class<?> getObjectType() {
            return Counted.class;
        }
    }

    static NameMatchMethodPointcutAdvisor advisor() {
        MethodInterceptor interceptor = invocation -> {
            intercepted.incrementAndGet();
            return invocation.proceed();
        };
        NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(interceptor);
        advisor.setMappedNames("base", "contract", "count");
        return advisor;
    }

    @Configuration(proxyBeanMethods = false)
    static class SubclassProxies {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxies() {
            DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
            creator.setProxyTargetClass(true);
            return creator;
        }

        @Bean
        static NameMatchMethodPointcutAdvisor counting() {
            return advisor();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JdkProxies {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxies() {
            return new DefaultAdvisorAutoProxyCreator();
        }

        @Bean
        static NameMatchMethodPointcutAdvisor counting() {
            return advisor();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ProxyByHand {

        @Bean
        ProxyFactoryBean contract() {
            ProxyFactoryBean proxy = new ProxyFactoryBean();
            proxy.setTarget(new OnlyContract());
            proxy.addAdvisor(advisor());
            return proxy;
        }
    }

    @Configuration("configured")
    static class Configured {

        @Bean
        EventDispatcherConfigurer more() {
            return config -> config.handler("PING", exchange -> exchange.reply("PONG"))
                    .handler("AT_ONCE", Execution.LOOP, exchange -> {
                        exchange.reply("DONE");
                        return null;
                    })
                    .argumentResolver(new MessageArgumentResolver() {
                        @Override
                        public boolean supports(MethodParameter parameter) {
                            return parameter.getParameterType().equals(Runtime.Version.class);
                        }

                        @Override
                        public Object resolve(MethodParameter parameter, Exchange exchange) {
                            return Runtime.version();
                        }
                    });
        }

        @MessageHandler("RESOLVED")
        Map<String, ?> resolved(Runtime.Version version) {
            return Map.of("value", version.feature() > 0 ? "by resolver" : "");
        }
    }

    static class Patterns {

        @MessageHandler("EVENT*")
        String shorter() {
            return "SHORTER";
        }

        @MessageHandler("EVENT_B*")
        String longer() {
            return "LONGER";
        }

        @MessageHandler("EVENT_A")
        String exact() {
            return "EXACT";
        }

        @MessageHandler("*_RANK")
        String second() {
            return "SECOND";
        }
    }

    @Order(1)
    static class First {

        @MessageHandler("SAME_*")
        String first() {
            return "FIRST";
        }
    }
}
