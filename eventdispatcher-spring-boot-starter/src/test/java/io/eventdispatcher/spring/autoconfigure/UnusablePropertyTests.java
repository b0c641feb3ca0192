package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

class UnusablePropertyTests {

    private final ApplicationContextRunner runner = Starter.plain();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eventdispatcher.listeners.main.uri                        | 127.0.0.1:4040   | no scheme
            eventdispatcher.listeners.main.uri                        | tcp://h:99999    | 65535
            eventdispatcher.limits.max-message-size                   | -1B              | the size must be
            eventdispatcher.limits.max-message-size                   | 3GB              | the size must be
            eventdispatcher.limits.max-connections                    | 0                | the least value is 1
            eventdispatcher.limits.idle-timeout                       | -1s              | cannot be negative
            eventdispatcher.limits.write-buffer.low                   | 2MB              | larger than high
            eventdispatcher.limits.write-buffer.high                  | 9MB              | larger than max
            eventdispatcher.limits.write-buffer.total                 | 7MB              | smaller than max=8388608B
            eventdispatcher.message.max-parameters                    | -1               | the least value is 0
            eventdispatcher.message.max-parameter-name-length         | 0                | the least value is 1
            eventdispatcher.message.max-name-length                   | 0                | the least value is 1
            eventdispatcher.message.max-total-name-length             | 0B               | the size must be
            eventdispatcher.message.definitions                       | /nowhere/at/all  | NoSuchFileException
            eventdispatcher.message.missing-definition                | reject           | there are no definitions
            eventdispatcher.message.missing-definition                | warn             | there are no definitions
            eventdispatcher.loops                                     | 0                | must be in 1..64
            eventdispatcher.loops                                     | 65               | must be in 1..64
            eventdispatcher.loop.max-pending-tasks                    | 0                | out of range
            eventdispatcher.loop.busy-warning-threshold               | 1us              | out of range
            eventdispatcher.dispatch.handler-timeout                  | -1s              | cannot be negative
            eventdispatcher.dispatch.queue-capacity                   | 0                | the least value is 1
            eventdispatcher.dispatch.executor                         | nope             | no bean of this name
            eventdispatcher.listeners.inside.max-connections          | 0                | the least value is 1
            eventdispatcher.listeners.inside.permissions              | rw-rw----        | only Unix sockets and FIFOs
            eventdispatcher.clients.hub.uri                           | tcp://h:0        | port 0
            eventdispatcher.clients.hub.connect-timeout               | 0s               | must be positive
            eventdispatcher.clients.hub.request-timeout               | -1s              | must be positive
            eventdispatcher.clients.hub.request.correlation           | a.b              | a.b
            eventdispatcher.clients.hub.request.max-pending           | 0                | the least value is 1
            eventdispatcher.clients.hub.startup-timeout               | 1s               | not required
            eventdispatcher.clients.hub.keepalive.idle                | 1500ms           | whole seconds
            eventdispatcher.clients.hub.keepalive.interval            | 0s               | whole seconds
            eventdispatcher.clients.hub.keepalive.count               | 128              | must be in 1..127
            eventdispatcher.clients.hub.reconnect.max-attempts        | 0                | the least value is 1
            eventdispatcher.clients.hub.reconnect.jitter              | 2                | not in 0..1
            eventdispatcher.clients.hub.reconnect.initial             | 0s               | must be positive
            eventdispatcher.clients.hub.reconnect.max                 | 1ms              | shorter than initial
            eventdispatcher.clients.hub.reconnect.pauses              | soon             | soon
            eventdispatcher.clients.hub.offline-queue.capacity        | -1               | the least value is 0
            eventdispatcher.clients.hub.offline-queue.max-age         | -1s              | cannot be negative
            """)
    void isNamedWithKeyValueAndReason(String key, String value, String reason) {
        runner.withPropertyValues(
                        "eventdispatcher.listeners.inside.uri=local:inside",
                        "eventdispatcher.clients.hub.uri=local:nobody",
                        "eventdispatcher.limits.write-buffer.high=1MB",
                        "eventdispatcher.limits.write-buffer.max=8MB",
                        key + "=" + value)
                .run(context -> {
                    UnusablePropertyException failure = failure(context.getStartupFailure());
                    assertThat(failure.key()).isEqualTo(key);
                    assertThat(failure.reason()).contains(reason);
                    assertThat(failure.action()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eventdispatcher.listeners.main.auto-startup=true             | eventdispatcher.listeners.main.uri   | it is missing
            eventdispatcher.clients.hub.auto-startup=true                | eventdispatcher.clients.hub.uri      | it is missing
            eventdispatcher.listeners[a b].uri=local:x                   | eventdispatcher.listeners.a b        | not a name
            """)
    void missingOrUnnameableIsRefused(String property, String key, String reason) {
        runner.withPropertyValues(property).run(context -> {
            UnusablePropertyException failure = failure(context.getStartupFailure());
            assertThat(failure.key()).isEqualTo(key);
            assertThat(failure.reason()).contains(reason);
        });
    }

    @Test
    void totalOfAListenerBelowItsMaximumIsNamedWithItsOwnKey() {
        runner.withPropertyValues(
                        "eventdispatcher.listeners.inside.uri=local:inside",
                        "eventdispatcher.listeners.inside.write-buffer.total=1MB")
                .run(context -> assertThat(failure(context.getStartupFailure()).key())
                        .isEqualTo("eventdispatcher.listeners.inside.write-buffer.total"));
    }

    @Test
    void twoListenersOnOneEndpointAreRefused() {
        runner.withPropertyValues(
                        "eventdispatcher.listeners.a.uri=tcp://127.0.0.1:4040",
                        "eventdispatcher.listeners.b.uri=tcp://127.0.0.1:4040")
                .run(context -> assertThat(failure(context.getStartupFailure()).reason())
                        .isEqualTo("the listener 'a' has it already"));
    }

    @Test
    void clientNamedAsAListenerIsRefused() {
        runner.withPropertyValues("eventdispatcher.listeners.a.uri=local:a", "eventdispatcher.clients.a.uri=local:b")
                .run(context -> assertThat(failure(context.getStartupFailure()).reason())
                        .isEqualTo("there is a listener of the same name"));
    }

    @Test
    void greetingThatIsNoMessageIsRefusedWithoutShowingIt() {
        runner.withPropertyValues(
                        "eventdispatcher.clients.hub.uri=local:b",
                        "eventdispatcher.clients.hub.on-connect=LOGIN password geheim")
                .run(context -> {
                    UnusablePropertyException failure = failure(context.getStartupFailure());
                    assertThat(failure.key()).isEqualTo("eventdispatcher.clients.hub.on-connect");
                    assertThat(failure.getMessage()).doesNotContain("geheim");
                });
    }

    @Test
    void virtualThreadsNeedARuntimeThatHasThem() {
        runner.withPropertyValues("eventdispatcher.dispatch.execution=virtual").run(context -> {
            if (Runtime.version().feature() < 21) {
                assertThat(failure(context.getStartupFailure()).reason()).contains("need Java 21");
            } else {
                assertThat(context).hasNotFailed();
            }
        });
    }

    @Test
    void executorAndLoopContradictEachOther() {
        runner.withBean("pool", Executor.class, () -> Runnable::run)
                .withPropertyValues("eventdispatcher.dispatch.execution=loop", "eventdispatcher.dispatch.executor=pool")
                .run(context -> assertThat(failure(context.getStartupFailure()).reason())
                        .contains("execution=loop"));
    }

    @Test
    void missingExecutorIsExplainedWithTheOnesThatExist() {
        runner.withPropertyValues("eventdispatcher.dispatch.executor=pool")
                .run(context -> assertThat(failure(context.getStartupFailure()).action())
                        .isEqualTo("use one of: applicationTaskExecutor"));
    }

    @ParameterizedTest
    @CsvSource({
        "eventdispatcher.limits.max-message-size,much",
        "eventdispatcher.limits.write-buffer.total,much",
        "eventdispatcher.message.max-parameters,many",
        "eventdispatcher.message.repeated-parameter,first",
        "eventdispatcher.message.names,close",
        "eventdispatcher.message.missing-definition,drop"
    })
    void whatDoesNotConvertIsLeftToSpringBoot(String key, String value) {
        runner.withPropertyValues(key + "=" + value)
                .run(context -> assertThat(find(context.getStartupFailure(), BindException.class))
                        .hasMessageContaining(key));
    }

    @Test
    void analysisSaysWhatWhereWhyAndHow() {
        MockEnvironment environment = new MockEnvironment().withProperty("eventdispatcher.listeners.main.uri", "4040");
        Throwable failure = catchThrowable(() -> PropertyChecks.endpoint("eventdispatcher.listeners.main.uri", "4040"));
        FailureAnalysis analysis = new UnusablePropertyFailureAnalyzer(environment).analyze(failure);
        assertThat(analysis.getDescription())
                .contains("Property: eventdispatcher.listeners.main.uri")
                .contains("Value: \"4040\"")
                .contains("Origin: \"eventdispatcher.listeners.main.uri\" from property source")
                .contains("Reason: not an endpoint: '4040'");
        assertThat(analysis.getAction()).startsWith("Write for example tcp://127.0.0.1:3001, ");
    }

    private static UnusablePropertyException failure(Throwable startupFailure) {
        UnusablePropertyException found = find(startupFailure, UnusablePropertyException.class);
        assertThat(found).as("%s", startupFailure).isNotNull();
        return found;
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
