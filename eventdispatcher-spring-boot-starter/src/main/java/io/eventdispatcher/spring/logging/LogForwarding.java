package io.eventdispatcher.spring.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Adds a {@link ForwardingAppender} to the root logger while the application runs.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class LogForwarding implements SmartLifecycle {

    private final LoggerContext context;
    private final Supplier<ForwardingAppender> appenders;
    private final int phase;
    private @Nullable ForwardingAppender present;
    private long sentBefore;
    private long droppedBefore;

    /**
     * Creates the forwarding, without starting it.
     *
     * @param context whose events are sent
     * @param appenders makes an appender for each start
     * @param phase one above that of the clients
     */
    public LogForwarding(LoggerContext context, Supplier<ForwardingAppender> appenders, int phase) {
        this.context = context;
        this.appenders = appenders;
        this.phase = phase;
    }

    private Logger root() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public synchronized void start() {
        if (present == null) {
            ForwardingAppender appender = appenders.get();
            appender.setContext(context);
            appender.start();
            root().addAppender(appender);
            present = appender;
        }
    }

    @Override
    public synchronized void stop() {
        ForwardingAppender appender = present;
        if (appender != null) {
            root().detachAppender(appender);
            appender.stop();
            sentBefore += appender.sent();
            droppedBefore += appender.dropped();
            present = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return present != null;
    }

    /** After the clients are started, before they are stopped. */
    @Override
    public int getPhase() {
        return phase;
    }

    /**
     * Returns how many events were sent, over all starts.
     *
     * @return 0 or more
     */
    public synchronized long sent() {
        return sentBefore + (present == null ? 0 : present.sent());
    }

    /**
     * Returns how many events were given up, over all starts.
     *
     * @return 0 or more
     */
    public synchronized long dropped() {
        return droppedBefore + (present == null ? 0 : present.dropped());
    }
}
