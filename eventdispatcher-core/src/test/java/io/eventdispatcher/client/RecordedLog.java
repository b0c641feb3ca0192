package io.eventdispatcher.client;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What the client says in the log. */
final class RecordedLog implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger(PermanentClient.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final boolean additive = logger.isAdditive();

    RecordedLog() {
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        events.start();
        logger.addAppender(events);
    }

    List<String> lines() {
        return events.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .collect(Collectors.toList());
    }

    List<String> linesAboveDebug() {
        return lines().stream().filter(line -> !line.startsWith("DEBUG")).collect(Collectors.toList());
    }

    boolean hasStackTraces() {
        return events.list.stream().anyMatch(event -> event.getThrowableProxy() != null);
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(additive);
        logger.setLevel(null);
    }
}
