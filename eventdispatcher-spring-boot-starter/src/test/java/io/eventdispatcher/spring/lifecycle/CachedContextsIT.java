package io.eventdispatcher.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.autoconfigure.TestPorts;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;

/**
 * Test classes with different contexts on the same port, as the cache of Spring's test framework runs them: the context of the
 * class before is paused, and started again when it is asked for.
 */
class CachedContextsIT {

    private static final int PORT = TestPorts.freePort();

    @Test
    void aPausedContextFreesItsPortForTheNextTestClassAndGetsItBack() throws Exception {
        TestContextManager first = new TestContextManager(First.class);
        first.beforeTestClass();
        ConfigurableApplicationContext one = context(first);
        assertThat(answer()).isEqualTo("FIRST");
        first.afterTestClass();

        TestContextManager second = new TestContextManager(Second.class);
        second.beforeTestClass();
        ConfigurableApplicationContext two = context(second);
        try {
            assertThat(answer()).isEqualTo("SECOND");
            assertThat(RunningApplications.listener(one).state()).isEqualTo(ListenerState.STOPPED);
            assertThat(one.getEnvironment().containsProperty("local.eventdispatcher.port"))
                    .isFalse();
            second.afterTestClass();

            TestContextManager again = new TestContextManager(First.class);
            again.beforeTestClass();
            assertThat(context(again)).isSameAs(one);
            assertThat(answer()).isEqualTo("FIRST");
            assertThat(RunningApplications.port(one)).isEqualTo(PORT);
            again.afterTestClass();
        } finally {
            one.close();
            two.close();
        }
    }

    private static String answer() {
        try (TestPeer peer = TestPeer.connect(PORT)) {
            return peer.send("WHO").line();
        }
    }

    private static ConfigurableApplicationContext context(TestContextManager manager) {
        return (ConfigurableApplicationContext) manager.getTestContext().getApplicationContext();
    }

    @SpringBootTest(classes = First.App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    static class First {

        @DynamicPropertySource
        static void port(DynamicPropertyRegistry registry) {
            registry.add("eventdispatcher.listeners.main.uri", () -> "tcp://127.0.0.1:" + PORT);
        }

        @Configuration(proxyBeanMethods = false)
        @EnableAutoConfiguration
        static class App {

            @MessageHandler("WHO")
            String who() {
                return "FIRST";
            }
        }
    }

    @SpringBootTest(classes = Second.App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    static class Second {

        @DynamicPropertySource
        static void port(DynamicPropertyRegistry registry) {
            registry.add("eventdispatcher.listeners.main.uri", () -> "tcp://127.0.0.1:" + PORT);
        }

        @Configuration(proxyBeanMethods = false)
        @EnableAutoConfiguration
        static class App {

            @MessageHandler("WHO")
            String who() {
                return "SECOND";
            }
        }
    }
}
