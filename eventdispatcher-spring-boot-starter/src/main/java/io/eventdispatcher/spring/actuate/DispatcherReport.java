package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.loop.SourceSnapshot;
import io.eventdispatcher.spring.tls.SslMaterial;
import io.eventdispatcher.transport.DatagramStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The whole picture, and the parts it is made of.
 *
 * <p>Threading: immutable.
 *
 * @param serviceName name of the service
 * @param serverName name of the machine
 * @param uptime since the application started
 * @param access what can be done over this endpoint: {@code read-only} or {@code unrestricted}
 * @param trace whether every message is traced
 * @param loop the first event loop
 * @param loops all event loops
 * @param listeners all listeners
 * @param clients all clients
 * @param handlers all handlers
 * @since 0.1
 */
public record DispatcherReport(
        String serviceName,
        String serverName,
        Duration uptime,
        String access,
        boolean trace,
        LoopReport loop,
        List<LoopReport> loops,
        List<ListenerReport> listeners,
        List<ClientReport> clients,
        List<HandlerReport> handlers)
        implements OperationResponseBody {

    /**
     * An event loop.
     *
     * @param thread name of its thread
     * @param state RUNNING or STOPPED
     * @param pendingTasks tasks that wait
     * @param timers timers that are armed
     * @param registrations channels registered
     * @param turns turns so far
     * @param blockedTurns turns that took too long
     * @param failures exceptions of callbacks
     * @since 0.1
     */
    public record LoopReport(
            String thread,
            String state,
            int pendingTasks,
            int timers,
            int registrations,
            long turns,
            long blockedTurns,
            long failures)
            implements OperationResponseBody {}

    /**
     * A listener.
     *
     * @param name name
     * @param transport scheme of its endpoint
     * @param address where it listens, with the real port
     * @param state RUNNING, PAUSED, STOPPING or STOPPED
     * @param connections live connections
     * @param maxConnections limit of live connections
     * @param accepted peers accepted over all starts
     * @param rejected peers refused over all starts because of the limit
     * @param messages lines received, messages sent over all starts
     * @param bytes bytes received and sent over all starts
     * @param trace whether the messages of its new connections are traced
     * @param tls its certificates; null if it does not encrypt
     * @param datagrams what happened to datagrams over all starts; null if it listens for streams
     * @since 0.1
     */
    public record ListenerReport(
            String name,
            String transport,
            String address,
            String state,
            int connections,
            int maxConnections,
            long accepted,
            long rejected,
            Count messages,
            Count bytes,
            boolean trace,
            @Nullable BundleReport tls,
            @Nullable DatagramStatistics datagrams)
            implements OperationResponseBody {}

    /**
     * Certificates in use.
     *
     * @param bundle name of the SSL bundle
     * @param reloads how often it was loaded anew
     * @param lastReload when that was last; null if never
     * @param lastFailure why it could not be loaded anew; null if that never happened, or has succeeded since
     * @since 0.1
     */
    public record BundleReport(
            String bundle,
            long reloads,
            @Nullable Instant lastReload,
            @Nullable String lastFailure) {

        static @Nullable BundleReport of(@Nullable SslMaterial ssl) {
            return ssl == null
                    ? null
                    : new BundleReport(ssl.bundle(), ssl.reloads(), ssl.lastReload(), ssl.lastFailure());
        }
    }

    /**
     * A client.
     *
     * @param name name
     * @param uri where it is connected to; while it is not, the first it tries
     * @param uris all it tries
     * @param state IDLE, CONNECTING, CONNECTED, WAITING, STOPPING or STOPPED
     * @param ready whether messages go out now; false also while the daemon communicatord has not taken the registration
     * @param paused whether it is not read from
     * @param since when it came into that state
     * @param nextAttempt when it tries to connect next; null unless it is WAITING
     * @param reconnects connections made again over all starts
     * @param failures failed rounds of attempts in a row
     * @param queued messages that wait for a connection
     * @param dropped accepted messages that were given up over all starts
     * @param pendingRequests requests that wait for their answer
     * @param lastError what went wrong last
     * @param messages messages received and sent over all starts
     * @param bytes bytes received and sent over all starts
     * @param trace whether the messages of its new connections are traced
     * @param tls its certificates; null if none of its addresses encrypts
     * @since 0.1
     */
    public record ClientReport(
            String name,
            String uri,
            List<String> uris,
            String state,
            boolean ready,
            boolean paused,
            Instant since,
            @Nullable Instant nextAttempt,
            long reconnects,
            int failures,
            int queued,
            long dropped,
            int pendingRequests,
            @Nullable String lastError,
            Count messages,
            Count bytes,
            boolean trace,
            @Nullable BundleReport tls)
            implements OperationResponseBody {}

    /**
     * A handler.
     *
     * @param id unique name
     * @param commands patterns
     * @param bean name of its bean; null for one registered in code
     * @param method its method; null for one registered in code
     * @param execution LOOP, EXECUTOR or VIRTUAL
     * @param executor name of the executor bean; null without one
     * @param concurrent whether messages of one connection may overtake each other
     * @param listeners whose messages it takes; {@code *} = all
     * @param clients whose messages it takes; {@code *} = all
     * @param state RUNNING or STOPPED
     * @param calls how often it was called, and how long that took
     * @since 0.1
     */
    public record HandlerReport(
            String id,
            List<String> commands,
            @Nullable String bean,
            @Nullable String method,
            String execution,
            @Nullable String executor,
            boolean concurrent,
            List<String> listeners,
            List<String> clients,
            String state,
            Calls calls)
            implements OperationResponseBody {}

    /**
     * How often a handler was called, and how long that took.
     *
     * @param succeeded calls that ended well
     * @param invalid messages that did not hold what the handler needs
     * @param failed calls that ended with an exception
     * @param timedOut calls that were not done in time
     * @param late calls among those whose handler ended afterwards; what it replied was dropped
     * @param mean of the time from before the interceptors until after the reply; null before the first call
     * @param max the longest; null before the first call
     * @since 0.1
     */
    public record Calls(
            long succeeded,
            long invalid,
            long failed,
            long timedOut,
            long late,
            @Nullable Duration mean,
            @Nullable Duration max) {}

    /**
     * A part of a longer list.
     *
     * @param <T> what is listed
     * @param total how many there are
     * @param items at most the first 1,000 of them
     * @since 0.1
     */
    public record Listing<T>(int total, List<T> items) implements OperationResponseBody {

        static final int MAX = 1000;

        static <T> Listing<T> of(List<T> all) {
            return new Listing<>(all.size(), List.copyOf(all.subList(0, Math.min(MAX, all.size()))));
        }
    }

    /**
     * A timer.
     *
     * @param name name
     * @param schedule when it fires, for people
     * @since 0.1
     */
    public record TimerReport(String name, String schedule) {

        static TimerReport of(SourceSnapshot source) {
            return new TimerReport(source.name(), source.detail());
        }
    }

    /**
     * A connection.
     *
     * @param id unique name
     * @param listener name of the listener or client
     * @param role {@code server} or {@code client}
     * @param transport scheme
     * @param remote address of the peer
     * @param local address of this side
     * @param loop name of the event loop it lives on
     * @param peer what the peer calls itself, {@code server:service}; null as long as it did not say
     * @param principal who the peer proved to be, the subject of its certificate; null without one
     * @param openedAt when it was opened
     * @param idle time since the last byte was received
     * @param state state
     * @param paused whether it is not read at present, for whatever reason
     * @param pausedByOperator whether somebody asked not to read it
     * @param trace whether its messages are traced
     * @param messages lines received, messages sent
     * @param bytes bytes received and sent
     * @param queued what waits
     * @param tls what the encryption is; null without TLS
     * @since 0.1
     */
    public record ConnectionReport(
            String id,
            String listener,
            String role,
            String transport,
            String remote,
            String local,
            String loop,
            @Nullable String peer,
            @Nullable String principal,
            Instant openedAt,
            Duration idle,
            String state,
            boolean paused,
            boolean pausedByOperator,
            boolean trace,
            Count messages,
            Count bytes,
            Queued queued,
            @Nullable TlsReport tls)
            implements OperationResponseBody {}

    /**
     * What the encryption of a connection is.
     *
     * @param protocol for example TLSv1.3
     * @param cipher name of the cipher suite
     * @param peerSubject subject of the peer's certificate; null when it showed none
     * @since 0.1
     */
    public record TlsReport(
            String protocol, String cipher, @Nullable String peerSubject) {}

    /**
     * Both directions.
     *
     * @param received in
     * @param sent out
     * @since 0.1
     */
    public record Count(long received, long sent) {}

    /**
     * What waits on a connection.
     *
     * @param inbound messages that wait for, or are being handled by, handlers
     * @param outboundBytes bytes that wait to be written
     * @since 0.1
     */
    public record Queued(int inbound, long outboundBytes) {}
}
