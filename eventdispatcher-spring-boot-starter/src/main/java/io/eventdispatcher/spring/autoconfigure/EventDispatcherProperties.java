package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.client.OfflineQueueLimits;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.message.definition.MissingDefinition;
import io.eventdispatcher.messenger.Reaction;
import io.eventdispatcher.transport.tls.ClientAuth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.Delimiter;
import org.springframework.util.unit.DataSize;

/**
 * Properties under {@code eventdispatcher}.
 *
 * <p>Threading: immutable.
 *
 * @param enabled Whether listeners, clients and handlers are set up at all.
 * @param serviceName Name of this service as the actuator endpoint shows it; by default that of the application.
 * @param serverName Name of this machine as the actuator endpoint shows it; by default its host name.
 * @param builtInCommands Whether HELP, ALIVE, READY, STOP, QUITTING, RESTART, LOG_ROTATE, LEAK and the answers of peers are
 *     handled when the application does not handle them itself.
 * @param control Which peers over TCP, TLS and UDP may give the commands STOP, QUITTING, RESTART, LOG_ROTATE and LEAK. Peers
 *     on a Unix socket that run as the same user, or as root, always may.
 * @param nameCacheTime Time for which the addresses of a host name are remembered by this Java process, in whole seconds,
 *     unless networkaddress.cache.ttl is set; empty leaves Java's own time.
 * @param loops Number of event loops, each with a thread of its own, over which the connections of tcp, unix and tls listeners
 *     are spread; a connection stays on its loop. Everything else lives on the first one.
 * @param loop Each event loop.
 * @param dispatch How messages are handed to handlers.
 * @param message What received messages may hold.
 * @param limits Limits of all listeners, each of which may override them.
 * @param listeners Listeners by name.
 * @param clients Permanent clients by name.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher")
public record EventDispatcherProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String serviceName,
        @Nullable String serverName,
        @DefaultValue("true") boolean builtInCommands,
        @DefaultValue("none") Control control,
        @DefaultValue("1s") Duration nameCacheTime,
        @DefaultValue("1") int loops,
        @DefaultValue Loop loop,
        @DefaultValue Dispatch dispatch,
        @DefaultValue Messages message,
        @DefaultValue Limits limits,
        @DefaultValue Map<String, Listener> listeners,
        @DefaultValue Map<String, Client> clients) {

    /**
     * Which peers over TCP, TLS and UDP may give control commands.
     *
     * @since 0.1
     */
    public enum Control {
        /** None of them. */
        NONE,
        /** Peers on this machine's loopback, which means every local user. */
        LOOPBACK
    }

    /**
     * Where handlers run that do not say so themselves.
     *
     * @since 0.1
     */
    public enum Execution {
        /** On the application's task executor: virtual threads when {@code spring.threads.virtual.enabled} is set. */
        AUTO,
        /**
         * On the thread of the event loop; handlers must not block. With several loops, handlers run on several threads at the
         * same time.
         */
        LOOP,
        /** On the executor bean {@code eventdispatcher.dispatch.executor}. */
        EXECUTOR,
        /** On a new virtual thread for each message; needs Java 21 or newer. */
        VIRTUAL
    }

    /**
     * Each event loop.
     *
     * @param busyWarningThreshold Time after which whatever keeps the loop from its work is named in a warning with its
     *     stack; 0 switches the warning off.
     * @param maxPendingTasks Number of tasks that may wait for the loop; more are refused.
     * @since 0.1
     */
    public record Loop(
            @DefaultValue("100ms") Duration busyWarningThreshold,
            @DefaultValue("1048576") int maxPendingTasks) {}

    /**
     * How messages are handed to handlers.
     *
     * @param execution Where handlers run that do not say so themselves.
     * @param executor Name of the executor bean that handlers run on; only with execution AUTO or EXECUTOR.
     * @param queueCapacity Number of messages of one connection that may wait for handlers; when it is reached, nothing more is
     *     read from that connection.
     * @param handlerTimeout Time that one call of a handler may take; then its thread is interrupted, unless it is that of a loop, and
     *     the peer gets an ERROR. 0 stands for any time.
     * @param unknownCommand What happens to a command that nobody handles.
     * @param invalidMessage What happens to a line that is not a message, and to a message that breaks its definition.
     * @since 0.1
     */
    public record Dispatch(
            @DefaultValue("auto") Execution execution,
            @Nullable String executor,
            @DefaultValue("256") int queueCapacity,
            @DefaultValue("30s") Duration handlerTimeout,
            @DefaultValue("reply") Reaction unknownCommand,
            @DefaultValue("reply") Reaction invalidMessage) {}

    /**
     * What received messages may hold, on listeners and clients alike. A bean of the type {@link MessageLimits} or
     * {@code Definitions} takes the place of the properties it stands for.
     *
     * @param maxParameters Most parameters of a message, repeated ones included.
     * @param maxParameterNameLength Longest parameter name, in bytes.
     * @param maxNameLength Longest command, server or service name, in bytes.
     * @param maxTotalNameLength Size of all these names of one message together.
     * @param repeatedParameter What happens to a message that has a parameter twice.
     * @param names How closely names and values are checked.
     * @param definitions Directories of definitions of messages, files named after their command such as ADD.conf; the first
     *     directory with a file for a command counts. Without any directory no message is checked.
     * @param missingDefinition What happens to a message whose command has no definition; only with definitions.
     * @since 0.1
     */
    public record Messages(
            @DefaultValue("128") int maxParameters,
            @DefaultValue("64") int maxParameterNameLength,
            @DefaultValue("128") int maxNameLength,
            @DefaultValue("16KB") DataSize maxTotalNameLength,
            @DefaultValue("keep-last") MessageLimits.RepeatedParameter repeatedParameter,
            @DefaultValue("lenient") MessageLimits.Names names,
            @DefaultValue List<String> definitions,
            @DefaultValue("ignore") MissingDefinition missingDefinition) {}

    /**
     * Limits of all listeners. Clients share the sizes, the message time-out and the progress time-out.
     *
     * @param maxMessageSize Longest line accepted; a peer that sends a longer one is disconnected.
     * @param maxConnections Live connections of one listener above which peers are refused.
     * @param firstMessageTimeout Time within which a new connection must have sent a whole message; 0 for no limit.
     * @param messageTimeout Time within which a message that has begun must be complete; 0 for no limit.
     * @param idleTimeout Time without a received byte after which a connection is closed; 0 for no limit.
     * @param progressTimeout Time after which a peer that takes nothing of what waits for it is disconnected; 0 for no limit.
     * @param writeBuffer What may wait to be written.
     * @since 0.1
     */
    public record Limits(
            @DefaultValue("64KB") DataSize maxMessageSize,
            @DefaultValue("10000") int maxConnections,
            @DefaultValue("10s") Duration firstMessageTimeout,
            @DefaultValue("30s") Duration messageTimeout,
            @DefaultValue("10m") Duration idleTimeout,
            @DefaultValue("10s") Duration progressTimeout,
            @DefaultValue WriteBuffer writeBuffer) {}

    /**
     * What may wait to be written on one connection, and on all of one listener or client.
     *
     * @param high Size above which the connection is not writable any more and its peer counts as slow.
     * @param low Size at which the connection is writable again.
     * @param max Size that is never exceeded; messages that do not fit are refused to the sender.
     * @param total Size for all connections of one listener or client together; when it is exceeded, a connection is refused
     *     what would put it above its equal share. By default a quarter of the maximum heap.
     * @since 0.1
     */
    public record WriteBuffer(
            @DefaultValue("1MB") DataSize high,
            @DefaultValue("256KB") DataSize low,
            @DefaultValue("8MB") DataSize max,
            @Nullable DataSize total) {}

    /**
     * A listener.
     *
     * @param uri Where to listen, for example tcp://127.0.0.1:4040, tls://0.0.0.0:4041, udp://127.0.0.1:4042,
     *     unix:///run/app.sock or fifo:///run/app.fifo; port 0 picks a free one.
     * @param autoStartup Whether it listens from the start on.
     * @param unsafePlaintext Whether a tcp or udp address that other machines reach is allowed, although everybody on the
     *     network can read, forge and connect there.
     * @param ssl Certificates of a tls address.
     * @param datagram Datagrams of a udp or unix-dgram address.
     * @param framing How messages lie in the stream: lines, delimiter:TEXT, length:1, length:2 or length:4 with be or le
     *     for the byte order, fixed:SIZE. By default lines.
     * @param permissions Permissions of the file of a Unix socket or FIFO, for example rw-rw----; by default rw------- (owner
     *     only).
     * @param group Group that the file of a Unix socket or FIFO is given to; by default as the system chooses.
     * @param keepalive Probes of the kernel for TCP peers that are silent.
     * @param maxMessageSize Overrides eventdispatcher.limits.max-message-size.
     * @param maxConnections Overrides eventdispatcher.limits.max-connections.
     * @param firstMessageTimeout Overrides eventdispatcher.limits.first-message-timeout.
     * @param messageTimeout Overrides eventdispatcher.limits.message-timeout.
     * @param idleTimeout Overrides eventdispatcher.limits.idle-timeout.
     * @param progressTimeout Overrides eventdispatcher.limits.progress-timeout.
     * @param writeBuffer Overrides eventdispatcher.limits.write-buffer as a whole.
     * @since 0.1
     */
    public record Listener(
            @Nullable String uri,
            @DefaultValue("true") boolean autoStartup,
            @DefaultValue("false") boolean unsafePlaintext,
            @Nullable ListenerSsl ssl,
            @Nullable ListenerDatagram datagram,
            @Nullable String framing,
            @Nullable String permissions,
            @Nullable String group,
            @DefaultValue KeepAlive keepalive,
            @Nullable DataSize maxMessageSize,
            @Nullable Integer maxConnections,
            @Nullable Duration firstMessageTimeout,
            @Nullable Duration messageTimeout,
            @Nullable Duration idleTimeout,
            @Nullable Duration progressTimeout,
            @Nullable WriteBuffer writeBuffer) {}

    /**
     * Certificates of a listener.
     *
     * @param bundle Name of the SSL bundle with its certificate and, for clients' certificates, the authorities it trusts.
     * @param clientAuth Whether clients present a certificate: none, want or need.
     * @param protocols Versions of TLS: TLSv1.3 and, for old peers, TLSv1.2. By default those of the bundle, or TLSv1.3.
     * @param handshakeTimeout Time within which a peer must have completed its handshake.
     * @param maxHandshakes Number of handshakes worked on at the same time; those that wait for their peer do not count.
     * @param maxWaiting Number of handshakes that wait for their peer, begun or not; the one silent longest makes room for a new
     *     one.
     * @since 0.1
     */
    public record ListenerSsl(
            @Nullable String bundle,
            @DefaultValue("none") ClientAuth clientAuth,
            @Nullable List<String> protocols,
            @DefaultValue("5s") Duration handshakeTimeout,
            @DefaultValue("32") int maxHandshakes,
            @DefaultValue("1024") int maxWaiting) {}

    /**
     * Datagrams of a listener.
     *
     * @param secretCode Text that every datagram must have in its parameter secret_code; without it nobody is asked.
     * @param maxSize Longest datagram taken and sent. By default 1KB for udp, which the C++ library understands, and 64KB for
     *     unix-dgram.
     * @param multicastGroup Address of the multicast group to join, for example 239.255.41.1.
     * @param networkInterface Name or address of the network interface on which the group is joined, for example eth0.
     * @param fragments Whether a datagram may be longer than the network carries in one piece; the loss of one piece is the
     *     loss of the datagram.
     * @param maxPeers Number of peers remembered; the one that was silent longest makes room for a new one.
     * @param peerIdle Time after which a silent peer is forgotten.
     * @param maxBuffer Size of what may wait for the handlers of all peers together; datagrams beyond it are dropped.
     * @param replyTo Where answers go, for example udp://127.0.0.1:4043. By default to the sender, and only to one on this
     *     machine or one that knows the secret code.
     * @since 0.1
     */
    public record ListenerDatagram(
            @Nullable String secretCode,
            @Nullable DataSize maxSize,
            @Nullable String multicastGroup,
            @Name("interface") @Nullable String networkInterface,
            @DefaultValue("false") boolean fragments,
            @DefaultValue("1024") int maxPeers,
            @DefaultValue("1m") Duration peerIdle,
            @DefaultValue("4MB") DataSize maxBuffer,
            @Nullable String replyTo) {}

    /**
     * A permanent client, which connects again by itself.
     *
     * @param uri Where to connect to; several are tried in turn.
     * @param autoStartup Whether it connects from the start on.
     * @param required Whether the application starts only if this client connects, each time it starts with the application.
     * @param startupTimeout Time for which the start waits for a required client. By default connect-timeout for each address.
     * @param ssl Certificates of tls addresses.
     * @param datagram Datagrams of udp and unix-dgram addresses.
     * @param framing How messages lie in the stream, as for listeners. By default lines.
     * @param connectTimeout Time after which an attempt to connect to one address is given up.
     * @param requestTimeout Time after which a request without an answer fails, unless the request says otherwise.
     * @param request How requests are told apart, and how many there may be.
     * @param keepalive Probes of the kernel for TCP peers that are silent.
     * @param reconnect Pauses between attempts to connect.
     * @param offlineQueue What is kept while there is no connection.
     * @param onConnect Messages sent first on every new connection, for example REGISTER service=billing;version=1.
     * @since 0.1
     */
    public record Client(
            @DefaultValue List<String> uri,
            @DefaultValue("true") boolean autoStartup,
            @DefaultValue("false") boolean required,
            @Nullable Duration startupTimeout,
            @Nullable ClientSsl ssl,
            @Nullable ClientDatagram datagram,
            @Nullable String framing,
            @DefaultValue("5s") Duration connectTimeout,
            @DefaultValue("5s") Duration requestTimeout,
            @DefaultValue Request request,
            @DefaultValue KeepAlive keepalive,
            @DefaultValue Reconnect reconnect,
            @DefaultValue OfflineQueue offlineQueue,
            @DefaultValue @Delimiter(Delimiter.NONE) List<String> onConnect) {}

    /**
     * Certificates of a client.
     *
     * @param bundle Name of the SSL bundle with the authorities it trusts and, where the peer asks for one, its certificate.
     * @param serverName Name that the peer's certificate must have, and that the peer is asked for. By default the host of
     *     the uri.
     * @param verifyHostName Whether the name in the peer's certificate matters; false takes any certificate that is trusted.
     * @param protocols Versions of TLS: TLSv1.3 and, for old peers, TLSv1.2. By default those of the bundle, or TLSv1.3.
     * @param handshakeTimeout Time within which the handshake must be complete.
     * @since 0.1
     */
    public record ClientSsl(
            @Nullable String bundle,
            @Nullable String serverName,
            @DefaultValue("true") boolean verifyHostName,
            @Nullable List<String> protocols,
            @DefaultValue("5s") Duration handshakeTimeout) {}

    /**
     * Datagrams of a client.
     *
     * @param secretCode Text added to every datagram as its parameter secret_code.
     * @param maxSize Longest datagram sent and taken. By default 1KB for udp, which the C++ library understands, and 64KB for
     *     unix-dgram.
     * @param networkInterface Name or address of the network interface that multicasts leave through, for example eth0.
     * @param multicastTtl Number of routers that a multicast may pass: 0 stays on this machine, 1 on this network.
     * @param broadcast Whether the uri may be the broadcast address of a network that this machine is not part of.
     * @param fragments Whether a datagram may be longer than the network carries in one piece.
     * @since 0.1
     */
    public record ClientDatagram(
            @Nullable String secretCode,
            @Nullable DataSize maxSize,
            @Name("interface") @Nullable String networkInterface,
            @DefaultValue("1") int multicastTtl,
            @DefaultValue("false") boolean broadcast,
            @DefaultValue("false") boolean fragments) {}

    /**
     * Requests of a client.
     *
     * @param correlation How answers are told apart: auto (by the parameter correlation_id if the peer repeats it, otherwise
     *     one request at a time), off (one request at a time), or the name of a parameter that the peer is known to repeat.
     * @param maxPending Number of requests that may wait for their answers or for their turn; more are refused.
     * @since 0.1
     */
    public record Request(
            @DefaultValue("auto") String correlation,
            @DefaultValue("1024") int maxPending) {}

    /**
     * Probes of the kernel for TCP peers that are silent, so that one that vanished is noticed.
     *
     * @param enabled Whether silent peers are probed.
     * @param idle Silence before the first probe, in whole seconds.
     * @param interval Time between probes, in whole seconds.
     * @param count Number of unanswered probes after which the connection is given up.
     * @since 0.1
     */
    public record KeepAlive(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("15s") Duration idle,
            @DefaultValue("15s") Duration interval,
            @DefaultValue("3") int count) {}

    /**
     * Pauses between attempts to connect. The first attempt is made at once.
     *
     * @param initial Pause after the first failure; doubles with every further one. By default 1 second.
     * @param max Longest pause. By default 1 hour.
     * @param jitter Part of each pause that is left to chance, 0 to 1, so that many clients do not come back in step.
     * @param pauses List of pauses, used instead of initial and max: seconds or numbers with units, the last one repeats, for
     *     example 1,2,4,8,1m.
     * @param maxAttempts Number of failed attempts in a row after which the client gives up; without it, it never does.
     * @since 0.1
     */
    public record Reconnect(
            @Nullable Duration initial,
            @Nullable Duration max,
            @DefaultValue("0.2") double jitter,
            @Nullable String pauses,
            @Nullable Integer maxAttempts) {}

    /**
     * What is kept while there is no connection.
     *
     * @param capacity Number of messages; 0 keeps nothing.
     * @param maxSize Size of all messages together; 0 keeps nothing.
     * @param maxAge Time for which a message is kept; 0 for no limit.
     * @param overflow What gives way when the queue is full.
     * @since 0.1
     */
    public record OfflineQueue(
            @DefaultValue("1000") int capacity,
            @DefaultValue("1MB") DataSize maxSize,
            @DefaultValue("1h") Duration maxAge,
            @DefaultValue("reject") OfflineQueueLimits.Overflow overflow) {}
}
