package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.spring.actuate.DispatcherReport.ConnectionReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Listing;
import io.eventdispatcher.spring.actuate.DispatcherReport.TimerReport;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All that the page shows, in one answer.
 *
 * <p>Threading: immutable.
 *
 * @param dispatcher listeners, clients, handlers and loops
 * @param connections live connections
 * @param timers armed timers
 * @param sources signals, watches and others
 * @param trace the last traced messages
 * @since 0.1
 */
public record ConsoleReport(
        DispatcherReport dispatcher,
        Listing<ConnectionReport> connections,
        Listing<TimerReport> timers,
        SourcesReport sources,
        TraceReport trace)
        implements OperationResponseBody {}
