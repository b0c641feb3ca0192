package io.eventdispatcher.spring.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.messenger.MessageClient;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends log events as {@code LOG} messages over a client, without ever waiting: what the client does not take is dropped and
 * counted. Its limits are those of the client, its offline queue among them.
 *
 * <p>There are no loops: what the client and everything below it log, what is logged while an event is being sent, that a
 * peer refuses {@code LOG}, and what came from another service's log is not sent.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ForwardingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    /** Loggers of the way that a message takes; their own events would follow it for ever. */
    private static final List<String> WAY = List.of(
            "io.eventdispatcher.client.",
            "io.eventdispatcher.connection.",
            "io.eventdispatcher.transport.",
            "io.eventdispatcher.loop.",
            "io.eventdispatcher.spring.logging.");

    /** Tells what peers refuse; that one refuses {@code LOG} would be refused again. */
    private static final String PEERS = "io.eventdispatcher.messenger.";

    /** The rest of a frame of this length must do for names, numbers and escapes. */
    private static final int OVERHEAD_CHARS = 256;

    private final MessageClient client;
    private final ForwardingOptions options;
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /**
     * Creates an appender; start it and add it to a logger.
     *
     * @param client takes the messages
     * @param options what is sent
     */
    public ForwardingAppender(MessageClient client, ForwardingOptions options) {
        this.client = client;
        this.options = options;
        setName("eventdispatcher");
    }

    /** UnsynchronizedAppenderBase itself keeps a thread that is appending from appending once more. */
    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.toLevel(options.level().toString())) || isOurOwn(event)) {
            return;
        }
        try {
            if (client.client()
                    .send(LogMessages.of(event, options.callerData(), maxChars()))
                    .accepted()) {
                sent.increment();
            } else {
                dropped.increment();
            }
        } catch (RuntimeException e) {
            dropped.increment();
            addError("log event not sent: logger=" + event.getLoggerName(), e);
        }
    }

    private static boolean isOurOwn(ILoggingEvent event) {
        if (event.getMarkerList() != null && event.getMarkerList().contains(RemoteLog.REMOTE)) {
            return true;
        }
        String logger = event.getLoggerName();
        for (String prefix : WAY) {
            if (logger.startsWith(prefix)) {
                return true;
            }
        }
        return logger.startsWith(PEERS) && isAboutLog(event.getArgumentArray());
    }

    private static boolean isAboutLog(Object @Nullable [] arguments) {
        return arguments != null && Arrays.asList(arguments).contains(LogMessages.LOG);
    }

    /** Datagrams are short, and half of the length may become escapes. */
    private int maxChars() {
        Connection connection = client.client().connection();
        int frame = connection == null ? Integer.MAX_VALUE : connection.maxFrameBytes();
        return Math.max(OVERHEAD_CHARS, Math.min(options.maxChars(), (frame - OVERHEAD_CHARS) / 2));
    }

    /**
     * Returns how many events the client took.
     *
     * @return 0 or more
     */
    public long sent() {
        return sent.sum();
    }

    /**
     * Returns how many events were given up, because the client refused them.
     *
     * @return 0 or more
     */
    public long dropped() {
        return dropped.sum();
    }
}
