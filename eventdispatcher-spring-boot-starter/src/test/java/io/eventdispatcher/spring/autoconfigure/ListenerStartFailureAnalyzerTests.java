package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import io.eventdispatcher.spring.lifecycle.ListenerStartException;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ListenerStartFailureAnalyzerTests {

    private final ListenerStartFailureAnalyzer analyzer = new ListenerStartFailureAnalyzer();

    @Test
    void addressInUseNamesTheProperty() {
        FailureAnalysis analysis = analyze("tcp://127.0.0.1:4040", Reason.ADDRESS_IN_USE);
        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'main' could not bind tcp://127.0.0.1:4040: the address is in use.");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Stop the other process, or set eventdispatcher.listeners.main.uri (port 0 picks a free one).");
    }

    @Test
    void privilegedPortIsExplained() {
        FailureAnalysis analysis = analyze("tcp://127.0.0.1:80", Reason.PERMISSION_DENIED);
        assertThat(analysis.getDescription()).endsWith("permission denied.");
        assertThat(analysis.getAction()).contains("a port from 1024 on").contains("the right to bind it");
    }

    @Test
    void foreignAddressIsExplained() {
        FailureAnalysis analysis = analyze("tcp://192.0.2.1:4040", Reason.CANNOT_ASSIGN);
        assertThat(analysis.getDescription()).contains("not one of this machine's");
        assertThat(analysis.getAction()).contains("tcp://127.0.0.1:4040").contains("tcp://0.0.0.0:4040");
    }

    @Test
    void fileInTheWayIsExplained() {
        FailureAnalysis analysis = analyze("unix:///run/app.sock", Reason.OCCUPIED);
        assertThat(analysis.getDescription()).contains("something is in the way");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Remove the file if nothing needs it, or set eventdispatcher.listeners.main.uri to another path.");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasAnAction(Reason reason) {
        assertThat(analyze("tcp://127.0.0.1:4040", reason).getAction()).contains("eventdispatcher.listeners.main.uri");
        assertThat(analyze("unix:///run/app.sock", reason).getAction()).contains("eventdispatcher.listeners.main.uri");
    }

    @Test
    void realFailureOfAnInMemoryNameIsExplained() {
        Starter.plain()
                .withPropertyValues(
                        "eventdispatcher.listeners.a.uri=local:taken",
                        "eventdispatcher.listeners.b.auto-startup=false",
                        "eventdispatcher.listeners.b.uri=local:free")
                .run(first -> Starter.plain()
                        .withPropertyValues("eventdispatcher.listeners.c.uri=local:taken")
                        .run(second -> {
                            assertThat(first.getBean(ListenerRegistry.class).all())
                                    .hasSize(2);
                            FailureAnalysis analysis = analyzer.analyze(second.getStartupFailure());
                            assertThat(analysis).isNotNull();
                            assertThat(analysis.getDescription()).startsWith("Listener 'c' could not");
                        }));
    }

    @Test
    void theListenerForLogRotationNamesItsOwnProperty() {
        Starter.plain()
                .withPropertyValues("eventdispatcher.listeners.a.uri=local:taken")
                .run(first -> Starter.plain()
                        .withConfiguration(AutoConfigurations.of(LogRotateAutoConfiguration.class))
                        .withPropertyValues("eventdispatcher.logrotate.listen=local:taken")
                        .run(second -> {
                            FailureAnalysis analysis = analyzer.analyze(second.getStartupFailure());
                            assertThat(analysis).isNotNull();
                            assertThat(analysis.getAction())
                                    .contains("eventdispatcher.logrotate.listen")
                                    .doesNotContain("eventdispatcher.listeners");
                        }));
    }

    private FailureAnalysis analyze(String uri, Reason reason) {
        Endpoint endpoint = Endpoint.parse(uri);
        BindFailedException bind = new BindFailedException(endpoint, reason, "something is in the way", null);
        ListenerSettings settings = new ListenerSettings(
                "main", "eventdispatcher.listeners.main.uri", endpoint, ListenerOptions.defaults(), true, false, null);
        Throwable start = new ListenerStartException(settings, bind);
        return analyzer.analyze(new IllegalStateException("refresh", start));
    }
}
