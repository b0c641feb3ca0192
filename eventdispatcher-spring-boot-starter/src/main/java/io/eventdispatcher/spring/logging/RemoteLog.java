package io.eventdispatcher.spring.logging;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Writes the {@code LOG} messages of other services into the local log, also the {@code LOGGER} that the original's daemon
 * asks for. One logger takes them all, because names from the wire must not become loggers. Time stamps may have a
 * fraction, on which the original's daemon fails.
 *
 * <p>Threading: any thread; its handlers run on the loop thread, so the appenders of the logger should not be slow.
 *
 * @since 0.1
 */
public final class RemoteLog {

    /** Marks what came from elsewhere, so that it is not sent on. */
    static final Marker REMOTE = MarkerFactory.getMarker("EVENTDISPATCHER_REMOTE");

    private static final int MAX_CHARS = 8192;

    private final Logger log;
    private final LongAdder received = new LongAdder();

    /**
     * Creates the log and adds its entries.
     *
     * @param dispatcher gets an entry for {@code LOG} and one for {@code LOGGER}
     * @param loggerName the logger to write to
     */
    public RemoteLog(Dispatcher dispatcher, String loggerName) {
        this.log = LoggerFactory.getLogger(loggerName);
        add(dispatcher, LogMessages.LOG);
        add(dispatcher, LogMessages.LOGGER);
    }

    private void add(Dispatcher dispatcher, String command) {
        var unusedRegistration = dispatcher.add(DispatchEntry.on(command)
                .name("remote log " + command)
                .handler(DispatchHandler.of(this::write))
                .build());
    }

    private void write(Exchange exchange) {
        Message message = exchange.message();
        received.increment();
        log.atLevel(LogMessages.level(text(message, "severity")))
                .addMarker(REMOTE)
                .log(
                        "[{}] {} {}{}",
                        sender(message),
                        time(message),
                        LogText.clip(text(message, "message"), MAX_CHARS),
                        fields(message));
    }

    private static String sender(Message message) {
        MessageAddress source = message.source();
        return source.isNone() ? "-" : LogText.clip(source.server() + ":" + source.service());
    }

    private static String time(Message message) {
        try {
            Instant time = message.time("timestamp");
            return DateTimeFormatter.ISO_INSTANT.format(time);
        } catch (InvalidMessageException e) {
            return LogText.clip(text(message, "timestamp"));
        }
    }

    private static String fields(Message message) {
        String fields = text(message, "fields");
        return fields.isEmpty() ? "" : " {" + LogText.clip(fields, MAX_CHARS) + "}";
    }

    private static String text(Message message, String name) {
        String value = message.param(name);
        return value == null ? "" : value;
    }

    /**
     * Returns how many messages were written.
     *
     * @return 0 or more
     */
    public long received() {
        return received.sum();
    }
}
