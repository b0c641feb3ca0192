package io.eventdispatcher.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.actuate.DispatcherReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ConnectionReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Listing;
import io.eventdispatcher.spring.actuate.DispatcherReport.LoopReport;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application with {@code eventdispatcher.loops=3}. */
@ExtendWith(OutputCaptureExtension.class)
class SeveralLoopsIT {

    private static final String[] LOOPS = {"eventdispatcher", "eventdispatcher-2", "eventdispatcher-3"};

    private final ApplicationContextRunner runner = Starter.full()
            .withBean(Where.class)
            .withPropertyValues("eventdispatcher.loops=3", "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0");

    private static int port(ApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main", Integer.class);
    }

    private static List<String> loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.matches("eventdispatcher(-[0-9]+)?"))
                .sorted()
                .toList();
    }

    private static List<TestPeer> connect(ApplicationContext context, int count) {
        List<TestPeer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(TestPeer.connect(port(context)));
        }
        NamedListener main = context.getBean(ListenerRegistry.class).get("main");
        await().until(() -> main.connections().size() == count);
        return peers;
    }

    @Test
    void handlersOfTheLoopRunOnTheLoopOfTheirConnection() {
        runner.run(context -> {
            List<String> threads = new ArrayList<>();
            List<TestPeer> peers = connect(context, 6);
            for (TestPeer peer : peers) {
                String first = peer.send("WHERE").line();
                assertThat(peer.send("WHERE").line()).isEqualTo(first);
                threads.add(first);
                peer.close();
            }
            assertThat(threads)
                    .containsExactly(
                            "WHERE_REPLY thread=eventdispatcher",
                            "WHERE_REPLY thread=eventdispatcher-2",
                            "WHERE_REPLY thread=eventdispatcher-3",
                            "WHERE_REPLY thread=eventdispatcher",
                            "WHERE_REPLY thread=eventdispatcher-2",
                            "WHERE_REPLY thread=eventdispatcher-3");
        });
        await().untilAsserted(() -> assertThat(loopThreads()).isEmpty());
    }

    @Test
    void eachLoopHasItsMetersAndItsReport() {
        runner.run(context -> {
            List<TestPeer> peers = connect(context, 3);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            for (String loop : LOOPS) {
                FunctionCounter turns = meters.get("eventdispatcher.loop.turns")
                        .tag("loop", loop)
                        .functionCounter();
                await().until(() -> turns.count() > 0);
                await("time-outs of " + loop)
                        .until(() -> meters.get("eventdispatcher.timers")
                                        .tag("loop", loop)
                                        .gauge()
                                        .value()
                                > 0);
            }
            assertThat(meters.get("eventdispatcher.connections.active").gauges())
                    .extracting(gauge -> gauge.value())
                    .containsExactly(3.0);

            EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
            DispatcherReport report = endpoint.report();
            assertThat(report.loop().thread()).isEqualTo("eventdispatcher");
            assertThat(report.loops()).extracting(LoopReport::thread).containsExactly(LOOPS);
            assertThat(report.loops()).extracting(LoopReport::state).containsOnly("RUNNING");
            assertThat(endpoint.section("loops"))
                    .isInstanceOfSatisfying(
                            Listing.class, loops -> assertThat(loops.total()).isEqualTo(3));
            Listing<?> connections = (Listing<?>) endpoint.section("connections");
            assertThat(connections.items())
                    .extracting(each -> ((ConnectionReport) each).loop())
                    .containsExactlyInAnyOrder(LOOPS);
            peers.forEach(TestPeer::close);
        });
    }

    @Test
    void whoInjectsALoopGetsTheFirst() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(EventLoop.class).hasSingleBean(EventLoops.class);
            assertThat(context.getBean(EventLoop.class))
                    .isSameAs(context.getBean(EventLoops.class).first());
            assertThat(context.getBean(EventLoop.class).name()).isEqualTo("eventdispatcher");
        });
    }

    @Test
    void furtherLoopsAreNamedLikeTheApplicationsOwn() {
        runner.withBean("own", EventLoop.class, () -> EventLoop.open("mine")).run(context -> {
            assertThat(context.getBean(EventLoops.class).all())
                    .extracting(EventLoop::name)
                    .containsExactly("mine", "mine-2", "mine-3");
            context.getBean(EventLoop.class).close();
        });
    }

    @Test
    void oneLoopIsTheDefault() {
        Starter.full()
                .withPropertyValues("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0")
                .run(context -> {
                    assertThat(context.getBean(EventLoops.class).further()).isEmpty();
                    assertThat(loopThreads()).containsExactly("eventdispatcher");
                });
    }

    @Test
    void pausingAndStoppingReachTheConnectionsOfAllLoops() {
        runner.run(context -> {
            List<TestPeer> peers = connect(context, 6);
            NamedListener main = context.getBean(ListenerRegistry.class).get("main");
            main.pause();
            await().until(() -> main.statistics().suspended() == 6);
            main.resume();
            await().until(() -> main.statistics().suspended() == 0 && main.state() == ListenerState.RUNNING);
            CompletableFuture<Boolean> stopped = main.stop(Duration.ofSeconds(10));
            assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
            for (TestPeer peer : peers) {
                assertThat(peer.line()).isNull();
                peer.close();
            }
            assertThat(main.connections()).isEmpty();
            main.start();
            try (TestPeer peer = TestPeer.connect(port(context))) {
                assertThat(peer.send("WHERE").line()).isEqualTo("WHERE_REPLY thread=eventdispatcher");
            }
        });
    }

    @Test
    void closingTheApplicationDrainsAllLoopsAndLeavesNoThread(CapturedOutput output) throws InterruptedException {
        ConfigurableApplicationContext context = run(App.class);
        List<TestPeer> peers = connect(context, 6);
        assertThat(loopThreads()).containsExactly(LOOPS);
        Slow slow = context.getBean(Slow.class);
        for (TestPeer peer : peers) {
            peer.send("WAIT");
        }
        assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
        Thread closing = new Thread(context::close);
        closing.start();
        await().untilAsserted(() -> assertThat(output).contains("Draining 6 connections (up to 30s) ..."));
        slow.go.countDown();
        for (TestPeer peer : peers) {
            assertThat(peer.line()).isEqualTo("DONE");
            assertThat(peer.line()).isNull();
            peer.close();
        }
        closing.join();
        assertThat(output).containsPattern("\\.\\.\\. done in \\d+ ms");
        await().untilAsserted(() -> assertThat(loopThreads()).isEmpty());
    }

    @Test
    void theEndOfAnyLoopByAnErrorIsThatOfTheApplication(CapturedOutput output) {
        ConfigurableApplicationContext context = run(App.class);
        List<TestPeer> peers = connect(context, 3);
        EventLoop last = context.getBean(EventLoops.class).all().get(2);
        peers.get(2).send("DIE");
        for (TestPeer peer : peers) {
            assertThat(peer.line()).isNull();
            peer.close();
        }
        settled().until(() -> !context.isActive());
        assertThat(last.isClosed()).isTrue();
        assertThat(output).contains("The event loop ended by an error; the application is closed");
        settled().untilAsserted(() -> assertThat(loopThreads()).isEmpty());
    }

    /** Awaits without the errors of other threads, such as the one that ends the loop on purpose. */
    private static ConditionFactory settled() {
        return await().dontCatchUncaughtExceptions();
    }

    private static ConfigurableApplicationContext run(Class<?> app) {
        return new SpringApplicationBuilder(app)
                .web(WebApplicationType.NONE)
                .run(
                        "--eventdispatcher.loops=3",
                        "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "--spring.task.execution.pool.core-size=8");
    }

    static class Where {

        @MessageHandler(value = "WHERE", execution = Execution.LOOP)
        Map<String, ?> where(Connection connection) {
            assertThat(Thread.currentThread().getName())
                    .isEqualTo(connection.loop().name());
            return Map.of("thread", Thread.currentThread().getName());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        Slow slow() {
            return new Slow();
        }
    }

    static class Slow {

        final CountDownLatch begun = new CountDownLatch(6);
        final CountDownLatch go = new CountDownLatch(1);

        @MessageHandler("WAIT")
        String waitForIt() throws InterruptedException {
            begun.countDown();
            go.await(20, TimeUnit.SECONDS);
            return "DONE";
        }

        @MessageHandler(value = "DIE", execution = Execution.LOOP)
        void die() {
            throw new OutOfMemoryError("test");
        }
    }
}
