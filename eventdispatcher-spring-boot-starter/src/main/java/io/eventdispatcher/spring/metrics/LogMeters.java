package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.spring.logging.LogForwarding;
import io.eventdispatcher.spring.logging.RemoteLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Registers the meters of log events between services.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class LogMeters implements MeterBinder {

    private final @Nullable LogForwarding forwarding;
    private final @Nullable RemoteLog remote;

    /**
     * Creates the binder.
     *
     * @param forwarding what is sent, null if nothing is
     * @param remote what is received, null if nothing is
     */
    public LogMeters(@Nullable LogForwarding forwarding, @Nullable RemoteLog remote) {
        this.forwarding = forwarding;
        this.remote = remote;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        LogForwarding sending = forwarding;
        if (sending != null) {
            EventDispatcherMeters.counter(
                    registry, EventDispatcherMeter.LOG_FORWARDED, Tags.empty(), sending, LogForwarding::sent);
            EventDispatcherMeters.counter(
                    registry, EventDispatcherMeter.LOG_DROPPED, Tags.empty(), sending, LogForwarding::dropped);
        }
        RemoteLog receiving = remote;
        if (receiving != null) {
            EventDispatcherMeters.counter(
                    registry, EventDispatcherMeter.LOG_RECEIVED, Tags.empty(), receiving, RemoteLog::received);
        }
    }
}
