package io.eventdispatcher.communicatord.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheOptionTests {

    private static CacheOption of(String cache) {
        return CacheOption.of(Message.builder("GREET").param("cache", cache).build());
    }

    @Test
    void keepsWhatSaysNothing() {
        assertThat(CacheOption.of(Message.parse("GREET a=1"))).isEqualTo(new CacheOption(true, false, null, false));
    }

    @Test
    void noMeansNo() {
        assertThat(of("no")).isEqualTo(new CacheOption(false, false, null, false));
        assertThat(of("no=yes").keep()).isFalse();
        assertThat(of("no=false").keep()).isTrue();
    }

    @Test
    void replyCountsOnlyTogetherWithNo() {
        assertThat(of("no;reply").answer()).isTrue();
        assertThat(of("reply;no").answer()).isTrue();
        assertThat(of("reply").answer()).isFalse();
        assertThat(of("no;reply=false").answer()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10,10", "86400,86400", "2m,120", "1h 30m,5400", "1d,86400", "12.5,13", "1 minute,60"})
    void readsTheTimeToLive(String text, long seconds) {
        assertThat(of("ttl=" + text).ttl()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"9", "86401", "-10", "abc", "''", "10x", "1e3", "99999999999", "2d"})
    void ignoresATimeThatIsNone(@Nullable String text) {
        assertThat(of("ttl=" + text)).isEqualTo(new CacheOption(true, false, null, false));
    }

    @Test
    void ignoresOtherNames() {
        assertThat(of("=x;later;;no")).isEqualTo(new CacheOption(false, false, null, false));
    }

    @Test
    void reportsFailuresOnly() {
        assertThat(CacheOption.of(Message.parse("GREET transmission_report=failure"))
                        .report())
                .isTrue();
        assertThat(CacheOption.of(Message.parse("GREET transmission_report=success"))
                        .report())
                .isFalse();
        assertThat(CacheOption.of(Message.parse("GREET cache=no;transmission_report=failure")))
                .isEqualTo(new CacheOption(false, false, null, true));
    }
}
