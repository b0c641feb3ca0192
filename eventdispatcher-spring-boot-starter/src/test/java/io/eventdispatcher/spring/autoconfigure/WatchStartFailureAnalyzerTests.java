package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.source.watch.FileEventKind;
import io.eventdispatcher.source.watch.FileWatchLimits;
import io.eventdispatcher.spring.source.WatchSettings;
import io.eventdispatcher.spring.source.WatchStartException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class WatchStartFailureAnalyzerTests {

    @Test
    void aWrongPatternIsNamed() {
        FailureAnalysis analysis = analyze(new IllegalArgumentException("glob not understood: value='['"));
        assertThat(analysis.getDescription())
                .isEqualTo("watch 'rules' of rules.d cannot be started: glob not understood: value='['");
        assertThat(analysis.getAction()).isEqualTo("Correct eventdispatcher.watch.rules.glob.");
    }

    @Test
    void aWrongPathIsNamed() {
        FailureAnalysis analysis = analyze(new NotDirectoryException("not a directory: path=/rules.d"));
        assertThat(analysis.getAction()).isEqualTo("Correct eventdispatcher.watch.rules.path.");
    }

    private static FailureAnalysis analyze(Exception cause) {
        WatchSettings settings = new WatchSettings(
                "rules",
                Path.of("rules.d"),
                "[",
                Set.of(FileEventKind.CREATED),
                false,
                false,
                Duration.ZERO,
                FileWatchLimits.defaults());
        return new WatchStartFailureAnalyzer().analyze(new WatchStartException(settings, cause));
    }
}
