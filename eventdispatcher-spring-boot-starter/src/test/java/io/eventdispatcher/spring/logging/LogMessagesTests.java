package io.eventdispatcher.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.eventdispatcher.message.Message;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogMessagesTests {

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @Test
    void anEventBecomesALogMessageWithItsTimeToTheNanosecond() {
        LoggingEvent event = event(Level.WARN, "disk full", null);
        event.setInstant(Instant.ofEpochSecond(1_795_317_525L, 385_591_124));
        Message message = LogMessages.of(event, false, 1000);
        assertThat(message.command()).isEqualTo("LOG");
        assertThat(message.text("severity")).isEqualTo("warning");
        assertThat(message.text("message")).isEqualTo("disk full");
        assertThat(message.text("timestamp")).isEqualTo("1795317525.385591124");
        assertThat(message.has("filename")).isFalse();
    }

    @Test
    void fieldsAreEscapedSoThatTheyCanBeTakenApart() {
        LoggingEvent event = event(Level.INFO, "x", null);
        event.setMDCPropertyMap(Map.of("user", "a:b,c"));
        event.setThreadName("http-1");
        assertThat(LogMessages.of(event, false, 1000).text("fields"))
                .isEqualTo("user:a\\:b\\,c,logger:shop.Order,thread:http-1");
    }

    @Test
    void aStackTraceFollowsTheTextUpToTheLimit() {
        Message whole = LogMessages.of(event(Level.ERROR, "bad", new IllegalStateException("why")), false, 100_000);
        assertThat(whole.text("message")).startsWith("bad\njava.lang.IllegalStateException: why");
        Message cut = LogMessages.of(event(Level.ERROR, "bad", new IllegalStateException("why")), false, 300);
        assertThat(cut.text("message")).hasSize(300).endsWith("...");
    }

    @Test
    void whatAMessageCannotCarryIsReplaced() {
        Message message = LogMessages.of(event(Level.INFO, "a\0b\ud800c", null), false, 1000);
        assertThat(message.text("message")).isEqualTo("a\uFFFDb?c");
    }

    @Test
    void thePlaceInTheSourceIsSentOnRequest() {
        LoggingEvent event = event(Level.INFO, "x", null);
        event.setCallerData(new StackTraceElement[] {new StackTraceElement("shop.Order", "pay", "Order.java", 42)});
        Message message = LogMessages.of(event, true, 1000);
        assertThat(message.text("filename")).isEqualTo("Order.java");
        assertThat(message.text("function")).isEqualTo("shop.Order.pay");
        assertThat(message.integer("line")).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({
        "trace, TRACE",
        "DEBUG, DEBUG",
        "information, INFO",
        "info, INFO",
        "warn, WARN",
        "warning, WARN",
        "error, ERROR",
        "fatal, ERROR",
        "nobody knows, INFO",
        "'', INFO"
    })
    void severitiesOfAnySenderBecomeLevels(String severity, org.slf4j.event.Level level) {
        assertThat(LogMessages.level(severity)).isEqualTo(level);
    }

    private LoggingEvent event(Level level, String text, Throwable thrown) {
        return new LoggingEvent("fqcn", context.getLogger("shop.Order"), level, text, thrown, null);
    }
}
