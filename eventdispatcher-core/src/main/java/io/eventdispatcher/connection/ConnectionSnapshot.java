package io.eventdispatcher.connection;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a connection looked like at one moment. Counters may lag by one turn of the loop.
 *
 * <p>Threading: immutable.
 *
 * @param id unique name, owner and number
 * @param owner name of the listener or client
 * @param role which side opened it
 * @param scheme transport, for example {@code "tcp"}
 * @param localAddress printable
 * @param remoteAddress printable
 * @param state state
 * @param openedAt wall clock time of opening
 * @param idle time since the last byte was received, to the precision of the time-out sweep
 * @param framesReceived complete frames
 * @param framesSent frames accepted for writing
 * @param bytesReceived bytes
 * @param bytesSent bytes taken by the kernel
 * @param queuedBytes bytes waiting to be written
 * @param suspended whether reading is suspended
 * @param tls what the encryption is; null without TLS
 * @since 0.1
 */
public record ConnectionSnapshot(
        String id,
        String owner,
        Role role,
        String scheme,
        String localAddress,
        String remoteAddress,
        ConnectionState state,
        Instant openedAt,
        Duration idle,
        long framesReceived,
        long framesSent,
        long bytesReceived,
        long bytesSent,
        long queuedBytes,
        boolean suspended,
        @Nullable TlsSnapshot tls) {}
