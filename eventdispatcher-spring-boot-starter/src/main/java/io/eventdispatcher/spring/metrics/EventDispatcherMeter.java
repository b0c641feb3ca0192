package io.eventdispatcher.spring.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Meter.Type;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meters.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum EventDispatcherMeter implements MeterDocumentation {
    /** One call of a handler. */
    MESSAGE_PROCESS(
            "eventdispatcher.message.process",
            Type.TIMER,
            "seconds",
            "Calls of the application's handlers, from before the arguments are read until the reply is sent",
            MeterTag.OPERATION,
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT,
            MeterTag.OUTCOME,
            MeterTag.ERROR),
    /** Handlers at work. */
    MESSAGE_PROCESS_ACTIVE(
            "eventdispatcher.message.process.active",
            Type.LONG_TASK_TIMER,
            "seconds",
            "Calls of handlers that are under way",
            MeterTag.OPERATION,
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT),
    /** One message sent by a client. */
    MESSAGE_PUBLISH(
            "eventdispatcher.message.publish",
            Type.TIMER,
            "seconds",
            "Messages that clients were given to send, until they are on their way or queued",
            MeterTag.OPERATION,
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT,
            MeterTag.ERROR),
    /** Messages being handed to clients. */
    MESSAGE_PUBLISH_ACTIVE(
            "eventdispatcher.message.publish.active",
            Type.LONG_TASK_TIMER,
            "seconds",
            "Messages that are being handed to clients",
            MeterTag.OPERATION,
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT),
    /** One request of a client. */
    MESSAGE_EXCHANGE(
            "eventdispatcher.message.exchange",
            Type.TIMER,
            "seconds",
            "Requests of clients, until their answer or failure",
            MeterTag.OPERATION,
            MeterTag.ENDPOINT,
            MeterTag.OUTCOME,
            MeterTag.ERROR),
    /** Requests that wait for their answer. */
    MESSAGE_EXCHANGE_ACTIVE(
            "eventdispatcher.message.exchange.active",
            Type.LONG_TASK_TIMER,
            "seconds",
            "Requests of clients that wait for their answer",
            MeterTag.OPERATION,
            MeterTag.ENDPOINT),
    /** Whole messages. */
    MESSAGES(
            "eventdispatcher.messages",
            Type.COUNTER,
            "messages",
            "Lines received, and messages accepted for writing",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT,
            MeterTag.DIRECTION),
    /** Lines and messages that reached no handler, answers that did not reach the peer. */
    MESSAGES_REJECTED(
            "eventdispatcher.messages.rejected",
            Type.COUNTER,
            "messages",
            "Received lines and messages that reached no handler, and answers that could not be sent",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT,
            MeterTag.REASON),

    /** Messages that connections did not take for sending. */
    MESSAGES_REFUSED(
            "eventdispatcher.messages.refused",
            Type.COUNTER,
            "messages",
            "Messages and answers that a connection did not take for sending: its queue was full, or they are too long",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT),
    /** Bytes. */
    NETWORK_IO(
            "eventdispatcher.network.io",
            Type.COUNTER,
            "bytes",
            "Bytes received, and bytes taken by the system for sending",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT,
            MeterTag.DIRECTION),
    /** Live connections. */
    CONNECTIONS_ACTIVE(
            "eventdispatcher.connections.active",
            Type.GAUGE,
            "connections",
            "Live connections",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT,
            MeterTag.ROLE,
            MeterTag.TLS),
    /** Connections opened. */
    CONNECTIONS_OPENED(
            "eventdispatcher.connections.opened",
            Type.COUNTER,
            "connections",
            "Connections opened",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT),
    /** Connections closed. */
    CONNECTIONS_CLOSED(
            "eventdispatcher.connections.closed",
            Type.COUNTER,
            "connections",
            "Connections closed, by reason",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT,
            MeterTag.REASON),
    /** Peers refused. */
    CONNECTIONS_REFUSED(
            "eventdispatcher.connections.refused",
            Type.COUNTER,
            "connections",
            "Peers refused because a listener had its maximum of connections, or the loop they were to live on took no tasks",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT),
    /** How long connections were open. */
    CONNECTION_DURATION(
            "eventdispatcher.connection.duration",
            Type.TIMER,
            "seconds",
            "How long closed connections had been open",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT),
    /** Handshakes of TLS. */
    TLS_HANDSHAKE(
            "eventdispatcher.tls.handshake",
            Type.TIMER,
            "seconds",
            "Handshakes of TLS, from the connection of the socket to their end",
            MeterTag.ENDPOINT,
            MeterTag.OUTCOME),
    /** SSL bundles loaded anew. */
    SSL_RELOADS(
            "eventdispatcher.ssl.reloads",
            Type.COUNTER,
            "reloads",
            "SSL bundles that changed while in use: loaded anew, or refused so that what was loaded before stays in use",
            MeterTag.BUNDLE,
            MeterTag.OUTCOME),
    /** Datagrams that reached nobody. */
    DATAGRAMS_DROPPED(
            "eventdispatcher.datagrams.dropped",
            Type.COUNTER,
            "datagrams",
            "Datagrams that were received and reached nobody, and answers that were not sent, by reason",
            MeterTag.ENDPOINT,
            MeterTag.TRANSPORT,
            MeterTag.REASON),
    /** Whether a client is connected. */
    CLIENT_CONNECTED(
            "eventdispatcher.client.connected",
            Type.GAUGE,
            null,
            "1 while the client is connected, otherwise 0",
            MeterTag.ENDPOINT),
    /** Attempts of a client to connect again. */
    CLIENT_RECONNECTS(
            "eventdispatcher.client.reconnects",
            Type.COUNTER,
            "attempts",
            "Connections made again, and rounds of attempts that failed",
            MeterTag.ENDPOINT,
            MeterTag.OUTCOME),
    /** Messages waiting in a client. */
    CLIENT_QUEUE_SIZE(
            "eventdispatcher.client.queue.size",
            Type.GAUGE,
            "messages",
            "Messages that wait for a connection",
            MeterTag.ENDPOINT),
    /** Messages given up by a client. */
    CLIENT_DROPPED(
            "eventdispatcher.client.dropped",
            Type.COUNTER,
            "messages",
            "Messages that were accepted and then given up, by reason",
            MeterTag.ENDPOINT,
            MeterTag.REASON),
    /** What became of the requests of a client. */
    CLIENT_REQUESTS(
            "eventdispatcher.client.requests",
            Type.COUNTER,
            "requests",
            "Requests that are over, by what became of them",
            MeterTag.ENDPOINT,
            MeterTag.OUTCOME),
    /** Answers that came too late. */
    CLIENT_REQUESTS_LATE(
            "eventdispatcher.client.requests.late",
            Type.COUNTER,
            "answers",
            "Answers that came after their request was given up",
            MeterTag.ENDPOINT),
    /** Requests that wait for their turn. */
    CLIENT_REQUESTS_WAITING(
            "eventdispatcher.client.requests.waiting",
            Type.GAUGE,
            "requests",
            "Requests that wait to be sent, because the peer gets one at a time",
            MeterTag.ENDPOINT),
    /** Requests of a client. */
    CLIENT_REQUESTS_PENDING(
            "eventdispatcher.client.requests.pending",
            Type.GAUGE,
            "requests",
            "Requests that wait for their answer, or to be sent",
            MeterTag.ENDPOINT),
    /** Messages waiting for handlers. */
    DISPATCH_QUEUE_SIZE(
            "eventdispatcher.dispatch.queue.size",
            Type.GAUGE,
            "messages",
            "Messages that wait for, or are being handled by, handlers that do not run on the loop",
            MeterTag.ENDPOINT),
    /** Connections that are not read. */
    DISPATCH_PAUSED(
            "eventdispatcher.dispatch.paused",
            Type.GAUGE,
            "connections",
            "Connections that are not read at present, because their handlers are behind or the listener is paused",
            MeterTag.ENDPOINT),
    /** How long tasks waited for the loop. */
    LOOP_LAG(
            "eventdispatcher.loop.lag",
            Type.TIMER,
            "seconds",
            "Time between a task being handed to the event loop and the loop taking it up, for the oldest of each batch",
            MeterTag.LOOP),
    /** What the loop spends its time on. */
    LOOP_BUSY(
            "eventdispatcher.loop.busy",
            Type.TIMER,
            "seconds",
            "Time that turns of the event loop spend, by what they spend it on",
            MeterTag.LOOP,
            MeterTag.PHASE),
    /** Tasks waiting for the loop. */
    LOOP_TASKS_PENDING(
            "eventdispatcher.loop.tasks.pending",
            Type.GAUGE,
            "tasks",
            "Tasks that wait for the event loop",
            MeterTag.LOOP),
    /** Turns of the loop. */
    LOOP_TURNS("eventdispatcher.loop.turns", Type.COUNTER, "turns", "Turns of the event loop", MeterTag.LOOP),
    /** Blocked turns of the loop. */
    LOOP_BLOCKED(
            "eventdispatcher.loop.blocked",
            Type.COUNTER,
            "turns",
            "Turns of the event loop that took longer than eventdispatcher.loop.busy-warning-threshold",
            MeterTag.LOOP),
    /** Failures on the loop. */
    LOOP_FAILURES(
            "eventdispatcher.loop.failures",
            Type.COUNTER,
            "failures",
            "Exceptions thrown by callbacks of the event loop",
            MeterTag.LOOP),
    /** Armed timers. */
    TIMERS("eventdispatcher.timers", Type.GAUGE, "timers", "Timers that are armed", MeterTag.LOOP),
    /** Lateness of timers. */
    TIMER_LATENESS(
            "eventdispatcher.timer.lateness",
            Type.TIMER,
            "seconds",
            "Time between the deadlines of timers and their actions",
            MeterTag.LOOP),
    /** Signals received. */
    SIGNALS(
            "eventdispatcher.signals",
            Type.COUNTER,
            "signals",
            "Signals received, of those that are listened to",
            MeterTag.SIGNAL),
    /** Changes of files. */
    FILE_CHANGES(
            "eventdispatcher.file.changes",
            Type.COUNTER,
            "events",
            "Changes of watched files that were published",
            MeterTag.WATCH,
            MeterTag.TYPE),
    /** Names that watches know. */
    FILE_ENTRIES(
            "eventdispatcher.file.entries",
            Type.GAUGE,
            "entries",
            "Names known in the directories of a watch",
            MeterTag.WATCH),
    /** Changes of files that wait. */
    FILE_PENDING(
            "eventdispatcher.file.pending",
            Type.GAUGE,
            "events",
            "Changes of watched files that wait for the event loop",
            MeterTag.WATCH),
    /** Log events sent. */
    LOG_FORWARDED(
            "eventdispatcher.log.forwarded",
            Type.COUNTER,
            "events",
            "Log events sent to another service or queued for it"),
    /** Log events given up. */
    LOG_DROPPED(
            "eventdispatcher.log.dropped",
            Type.COUNTER,
            "events",
            "Log events that were not sent, because the client took no more"),
    /** Log events of others. */
    LOG_RECEIVED(
            "eventdispatcher.log.received",
            Type.COUNTER,
            "events",
            "Log events of other services written into the local log");

    private final String meterName;
    private final Type type;
    private final @Nullable String unit;
    private final String description;
    private final List<MeterTag> tags;

    EventDispatcherMeter(String meterName, Type type, @Nullable String unit, String description, MeterTag... tags) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
    }

    @Override
    public String getName() {
        return meterName;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public @Nullable String getBaseUnit() {
        return unit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return tags.toArray(KeyName[]::new);
    }

    /**
     * Returns what is measured.
     *
     * @return one line
     */
    public String description() {
        return description;
    }

    /**
     * Returns the tags.
     *
     * @return in the order of the documentation; empty = none
     */
    public List<MeterTag> tags() {
        return tags;
    }
}
