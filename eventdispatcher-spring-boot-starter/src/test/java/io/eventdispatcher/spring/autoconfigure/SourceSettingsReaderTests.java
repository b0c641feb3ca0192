package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.source.watch.FileEventKind;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import io.eventdispatcher.spring.source.WatchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SourceSettingsReaderTests {

    private final ApplicationContextRunner runner = Starter.plain();

    @ParameterizedTest
    @CsvSource({"NOSUCH, NOSUCH", "KILL, kernel", "SEGV, JVM", "QUIT, thread dump"})
    void aSignalThatCannotBeListenedToIsRefusedWithTheReason(String signal, String reason) {
        assertThatExceptionOfType(UnusablePropertyException.class)
                .isThrownBy(() -> SourceSettingsReader.signals(List.of(signal)))
                .satisfies(e -> {
                    assertThat(e.key()).isEqualTo("eventdispatcher.signals");
                    assertThat(e.reason()).contains(reason);
                });
    }

    @Test
    void signalsAreKnownByAnyOfTheirNamesAndListenedToOnce() {
        assertThat(SourceSettingsReader.signals(List.of("hup", "SIGHUP", "1", " USR1 ")))
                .containsExactly("HUP", "USR1");
    }

    @Test
    void nothingIsListenedToUnlessConfigured() {
        runner.run(context -> {
            assertThat(context.getBean(SignalListeners.class).isRunning()).isFalse();
            assertThat(context.getBean(FileWatches.class).isRunning()).isFalse();
        });
    }

    @Test
    void aWatchHasTheDefaultsOfTheDocumentation() {
        runner.withPropertyValues("eventdispatcher.watch.rules.path=target/nowhere")
                .run(context -> {
                    WatchSettings rules =
                            context.getBean(FileWatches.class).settings().get(0);
                    assertThat(rules.path()).isEqualTo(Path.of("target/nowhere"));
                    assertThat(rules.events())
                            .containsExactlyInAnyOrder(
                                    FileEventKind.CREATED, FileEventKind.UPDATED, FileEventKind.DELETED);
                    assertThat(rules.quietPeriod()).isEqualTo(Duration.ofMillis(200));
                    assertThat(rules.recursive()).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "path=, watch.rules.path",
        "events=access, watch.rules.events",
        "quiet-period=-1s, watch.rules.quiet-period",
        "quiet-period=2h, watch.rules.quiet-period",
        "max-directories=0, watch.rules.max-directories",
        "max-entries=0, watch.rules.max-entries"
    })
    void whatCannotBeUsedStopsTheStartAndIsNamed(String property, String key) {
        runner.withPropertyValues("eventdispatcher.watch.rules.path=x", "eventdispatcher.watch.rules." + property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                UnusablePropertyException.class,
                                e -> assertThat(e.key()).isEqualTo("eventdispatcher." + key)));
    }
}
