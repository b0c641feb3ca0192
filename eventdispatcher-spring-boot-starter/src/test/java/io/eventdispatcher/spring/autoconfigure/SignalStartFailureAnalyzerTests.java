package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.source.SignalStartException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class SignalStartFailureAnalyzerTests {

    @Test
    void thePropertyAndTheReasonAreNamed() {
        Exception reason = new IllegalArgumentException("the JVM was started with -Xrs");
        FailureAnalysis analysis = new SignalStartFailureAnalyzer().analyze(new SignalStartException("INT", reason));
        assertThat(analysis.getDescription()).isEqualTo("the JVM was started with -Xrs");
        assertThat(analysis.getAction()).isEqualTo("Remove INT from eventdispatcher.signals, or free it as described.");
    }
}
