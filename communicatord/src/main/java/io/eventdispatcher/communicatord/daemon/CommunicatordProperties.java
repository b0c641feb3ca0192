package io.eventdispatcher.communicatord.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties under {@code communicatord}. Those that the original has too have its names.
 *
 * <p>Threading: immutable.
 *
 * @param enabled Whether this application is the daemon of its machine.
 * @param serverName Name of this machine; by default its host name with underscores for dashes and dots.
 * @param myAddress Address by which other daemons reach this one, with port.
 * @param localListen Where services connect over TCP, on loopback only; off for nowhere.
 * @param unixListen Path of the Unix socket where services connect; auto for /run/communicator/communicatord.sock or, where
 *     that cannot be written, a directory of the user; off for nowhere.
 * @param unixGroup Group that the file of the Unix socket is given to; by default as the system chooses.
 * @param unixPermissions Permissions of the file of the Unix socket.
 * @param signal Where datagrams are taken; off for nowhere.
 * @param signalSecret Text that every datagram must have in its parameter secret_code. Who knows it may send LOG_ROTATE, STOP,
 *     RESTART and LEAK.
 * @param remoteListen Where daemons of other machines connect without encryption; none by default.
 * @param secureListen Where daemons and services of other machines connect with TLS, for example cds://0.0.0.0:4043; none by
 *     default.
 * @param unsafePlaintext Whether links to other daemons need no encryption, although everybody on the network can read and
 *     forge what goes over them.
 * @param certificate Certificate of secure-listen, a PEM file.
 * @param privateKey Key of that certificate, a PEM file.
 * @param caCertificate Certificates of the authorities by which peers of secure-listen are known, a PEM file. They must
 *     present a certificate.
 * @param services Directory where the base name of each file NAME.service is a service installed on this machine.
 * @param registrations Who may register a name; names that are not listed are free.
 * @param operators Users, and subjects of certificates, who may steer the daemon, besides its own user and root.
 * @param maxConnections Connections of each listener above which new ones are refused.
 * @param maxUnregistered Connections that are not registered, above which new ones are closed.
 * @param registrationTimeout Time within which a connection must register.
 * @param ownerTimeout Time within which a service must answer ALIVE when another connection wants its name, or it loses it; 0 to
 *     ask nobody.
 * @param checkCommands Whether a service gets commands only that it has announced; the sender of others gets UNKNOWN.
 * @param forwardUnregistered Whether who is not registered may send to services, as scripts for the original do.
 * @param fabric Way to daemons on other machines; auto for mesh when neighbors are set, otherwise local, which means none.
 * @param neighbors Where daemons of other machines are, for example 10.0.0.2:4042; one is enough.
 * @param dataPath Directory where the neighbors are kept over a restart.
 * @param mesh Links to daemons of other machines.
 * @param cache What waits for services that are not there.
 * @param broadcasts How many broadcasts one sender may send.
 * @param tap What operators may see of the messages that pass.
 * @param console What is shown in a browser.
 * @since 0.1
 */
@ConfigurationProperties("communicatord")
public record CommunicatordProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String serverName,
        @DefaultValue("127.0.0.1:4042") String myAddress,
        @DefaultValue("127.0.0.1:4040") String localListen,
        @DefaultValue("auto") String unixListen,
        @Nullable String unixGroup,
        @DefaultValue("rw-rw----") String unixPermissions,
        @DefaultValue("127.0.0.1:4041") String signal,
        @Nullable String signalSecret,
        @Nullable String remoteListen,
        @Nullable String secureListen,
        @DefaultValue("false") boolean unsafePlaintext,
        @Nullable String certificate,
        @Nullable String privateKey,
        @Nullable String caCertificate,
        @DefaultValue("/usr/share/communicator/services") String services,
        @DefaultValue Map<String, Registration> registrations,
        @DefaultValue List<String> operators,
        @DefaultValue("1000") int maxConnections,
        @DefaultValue("512") int maxUnregistered,
        @DefaultValue("30s") Duration registrationTimeout,
        @DefaultValue("10s") Duration ownerTimeout,
        @DefaultValue("false") boolean checkCommands,
        @DefaultValue("false") boolean forwardUnregistered,
        @DefaultValue("auto") Fabric fabric,
        @DefaultValue List<String> neighbors,
        @DefaultValue("/var/lib/communicator") String dataPath,
        @DefaultValue Mesh mesh,
        @DefaultValue Cache cache,
        @DefaultValue Broadcasts broadcasts,
        @DefaultValue Tap tap,
        @DefaultValue Console console) {

    /**
     * Ways to daemons on other machines.
     *
     * @since 0.1
     */
    public enum Fabric {
        /** Mesh when neighbors are set, otherwise local. */
        AUTO,
        /** None: this machine is alone. */
        LOCAL,
        /** Links from daemon to daemon. */
        MESH
    }

    /**
     * Links to daemons of other machines.
     *
     * @param discover Whether this daemon is linked to all others of which it hears, not only to its neighbors.
     * @param networks Networks where daemons may be of which others tell; by default the private ones, and where this daemon
     *     and its neighbors are.
     * @param subjects Subjects of certificates of daemons; by default the common name must be the name of the server.
     * @param ping Pause between two questions whether another daemon is still there.
     * @param deadAfter Silence after which another daemon is taken for gone.
     * @param connectTimeout Time within which another daemon must take a connection.
     * @param retryInitial First pause after an attempt in vain; it doubles.
     * @param retryMax Longest pause between two attempts.
     * @since 0.1
     */
    public record Mesh(
            @DefaultValue("true") boolean discover,
            @DefaultValue List<String> networks,
            @DefaultValue List<String> subjects,
            @DefaultValue("1500ms") Duration ping,
            @DefaultValue("5s") Duration deadAfter,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("500ms") Duration retryInitial,
            @DefaultValue("2s") Duration retryMax) {}

    /**
     * Who may register a name.
     *
     * @param users Users of the Unix socket, and subjects of certificates; empty for any.
     * @param password Text that REGISTER must have in its parameter password.
     * @since 0.1
     */
    public record Registration(
            @DefaultValue List<String> users, @Nullable String password) {}

    /**
     * What is shown in a browser.
     *
     * @param enabled Whether the actuator endpoint, where it is exposed over HTTP, also serves a page, below the path console.
     * @since 0.1
     */
    public record Console(@DefaultValue("false") boolean enabled) {}

    /**
     * How many broadcasts one sender may send. What is more than this is dropped, and the sender is told so once.
     *
     * @param maxRate Number of broadcasts in a second in the long run; 0 for as many as it likes.
     * @param burst Number of broadcasts at once, after some quiet.
     * @since 0.1
     */
    public record Broadcasts(
            @DefaultValue("1000") int maxRate,
            @DefaultValue("5000") int burst) {}

    /**
     * What operators may see of the messages that pass. What is more than this is left out for who watches, and counted.
     *
     * @param enabled Whether operators may watch, over the Unix socket.
     * @param maxWatchers Number of operators who watch at the same time.
     * @param maxQueued Size of what may wait for one of them.
     * @param maxRate Number of messages in a second for one of them.
     * @since 0.1
     */
    public record Tap(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("4") int maxWatchers,
            @DefaultValue("256KB") DataSize maxQueued,
            @DefaultValue("5000") int maxRate) {}

    /**
     * What waits for services that are not there. The oldest messages make room for new ones.
     *
     * @param unknownServices Whether messages wait also for services that are neither installed nor were ever here.
     * @param ttl Time for which a message waits that does not say.
     * @param maxServices Number of services that are waited for.
     * @param maxMessages Number of messages, of all services together.
     * @param maxSize Size of all messages together, of which each counts 256 bytes more; by default an eighth of the maximum
     *     heap, but not more than 16MB.
     * @param maxMessagesPerService Number of messages of one service.
     * @param maxSizePerService Size of the messages of one service; by default a quarter of max-size.
     * @since 0.1
     */
    public record Cache(
            @DefaultValue("true") boolean unknownServices,
            @DefaultValue("60s") Duration ttl,
            @DefaultValue("1000") int maxServices,
            @DefaultValue("65536") int maxMessages,
            @Nullable DataSize maxSize,
            @DefaultValue("10000") int maxMessagesPerService,
            @Nullable DataSize maxSizePerService) {}
}
