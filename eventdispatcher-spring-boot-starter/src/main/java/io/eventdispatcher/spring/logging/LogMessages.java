package io.eventdispatcher.spring.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Log events as messages of the command {@code LOG}, with the parameters of the original's network appenders.
 *
 * <p>Threading: immutable.
 */
final class LogMessages {

    /** What our appender and the original's send. */
    static final String LOG = "LOG";

    /** What the original's log daemon listens to instead. */
    static final String LOGGER = "LOGGER";

    private static final String CUT = "...";

    private LogMessages() {}

    /**
     * Makes a message.
     *
     * @param event the event; its text is made now
     * @param callerData whether file, function and line are found out, which is slow
     * @param maxChars most characters of text and stack trace together
     */
    static Message of(ILoggingEvent event, boolean callerData, int maxChars) {
        MessageBuilder message = Message.builder(LOG)
                .param("severity", severity(event.getLevel()))
                .param("timestamp", instant(event))
                .param("message", clean(text(event), maxChars))
                .param("fields", clean(fields(event), maxChars));
        if (callerData && event.getCallerData().length > 0) {
            StackTraceElement caller = event.getCallerData()[0];
            message.param("filename", String.valueOf(caller.getFileName()));
            message.param("function", clean(caller.getClassName() + "." + caller.getMethodName(), maxChars));
            message.param("line", Math.max(0, caller.getLineNumber()));
        }
        return message.build();
    }

    private static Instant instant(ILoggingEvent event) {
        Instant precise = event.getInstant();
        return precise == null ? Instant.ofEpochMilli(event.getTimeStamp()) : precise;
    }

    private static String text(ILoggingEvent event) {
        String text = event.getFormattedMessage() == null ? "" : event.getFormattedMessage();
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null ? text : text + "\n" + ThrowableProxyUtil.asString(thrown);
    }

    /** Name and value pairs, as the original writes them: commas between pairs, both marks escaped by a backslash. */
    private static String fields(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>(event.getMDCPropertyMap());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        return fields.entrySet().stream()
                .map(field -> escape(field.getKey()) + ":" + escape(String.valueOf(field.getValue())))
                .collect(Collectors.joining(","));
    }

    private static String escape(String text) {
        return text.replace(",", "\\,").replace(":", "\\:");
    }

    /** What a message can carry: no NUL, no half surrogate pairs, not too long. */
    private static String clean(String text, int maxChars) {
        String clipped = text.length() <= maxChars ? text : text.substring(0, maxChars - CUT.length()) + CUT;
        return new String(clipped.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    /** The names of the original; {@code TRACE} to {@code ERROR}. */
    private static String severity(Level level) {
        return switch (level.toInt()) {
            case Level.WARN_INT -> "warning";
            case Level.INFO_INT -> "information";
            default -> level.toString().toLowerCase(Locale.ROOT);
        };
    }

    /** The level that comes nearest to a severity of any sender; INFO for what nobody knows. */
    static org.slf4j.event.Level level(String severity) {
        return switch (severity.toLowerCase(Locale.ROOT)) {
            case "all", "noise", "trace" -> org.slf4j.event.Level.TRACE;
            case "debug", "unimportant", "minor" -> org.slf4j.event.Level.DEBUG;
            case "warn", "warning", "deprecated", "major" -> org.slf4j.event.Level.WARN;
            case "error",
                    "err",
                    "recoverable-error",
                    "manageable-error",
                    "severe",
                    "critical",
                    "alert",
                    "emergency",
                    "fatal" -> org.slf4j.event.Level.ERROR;
            default -> org.slf4j.event.Level.INFO;
        };
    }
}
