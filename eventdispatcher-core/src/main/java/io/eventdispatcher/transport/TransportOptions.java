package io.eventdispatcher.transport;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one stream. What a scheme does not have is ignored: Unix sockets know the buffers only, {@code local}
 * none.
 *
 * <p>Threading: immutable.
 *
 * @param noDelay whether small writes leave at once (TCP_NODELAY)
 * @param keepAlive whether the kernel probes silent peers (SO_KEEPALIVE); on in the C++ library too
 * @param receiveBuffer bytes of the kernel's receive buffer (SO_RCVBUF); 0 = as the system is set
 * @param sendBuffer bytes of the kernel's send buffer (SO_SNDBUF); 0 = as the system is set
 * @param tuning when silent peers are probed; used only with {@code keepAlive}
 * @param schemes settings that one transport alone knows, by their class
 * @since 0.1
 */
public record TransportOptions(
        boolean noDelay,
        boolean keepAlive,
        int receiveBuffer,
        int sendBuffer,
        KeepAliveProbes tuning,
        Map<Class<? extends SchemeOptions>, SchemeOptions> schemes) {

    private static final TransportOptions DEFAULTS =
            new TransportOptions(true, true, 0, 0, KeepAliveProbes.SYSTEM, Map.of());

    /**
     * Checks the ranges.
     *
     * @param noDelay see the record
     * @param keepAlive see the record
     * @param receiveBuffer see the record
     * @param sendBuffer see the record
     * @param tuning see the record
     * @param schemes see the record
     * @throws IllegalArgumentException if a buffer size is negative
     */
    public TransportOptions {
        if (receiveBuffer < 0 || sendBuffer < 0) {
            throw new IllegalArgumentException("buffer sizes must be 0 (system's choice) or more bytes: receiveBuffer="
                    + receiveBuffer + " sendBuffer=" + sendBuffer);
        }
        schemes = Map.copyOf(schemes);
    }

    /**
     * The defaults: no delay, keep-alive, everything else as the system is set.
     *
     * @return the defaults
     * @since 0.1
     */
    public static TransportOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Replaces {@link #noDelay}.
     *
     * @param wanted whether small writes leave at once
     * @return a changed copy
     * @since 0.1
     */
    public TransportOptions withNoDelay(boolean wanted) {
        return new TransportOptions(wanted, keepAlive, receiveBuffer, sendBuffer, tuning, schemes);
    }

    /**
     * Replaces {@link #keepAlive}.
     *
     * @param wanted whether silent peers are probed
     * @return a changed copy
     * @since 0.1
     */
    public TransportOptions withKeepAlive(boolean wanted) {
        return new TransportOptions(noDelay, wanted, receiveBuffer, sendBuffer, tuning, schemes);
    }

    /**
     * Replaces the sizes of the kernel's buffers.
     *
     * @param receiveBytes see {@link #receiveBuffer}
     * @param sendBytes see {@link #sendBuffer}
     * @return a changed copy
     * @throws IllegalArgumentException if one is negative
     * @since 0.1
     */
    public TransportOptions withBuffers(int receiveBytes, int sendBytes) {
        return new TransportOptions(noDelay, keepAlive, receiveBytes, sendBytes, tuning, schemes);
    }

    /**
     * Replaces {@link #tuning}.
     *
     * @param times when silent peers are probed
     * @return a changed copy
     * @since 0.1
     */
    public TransportOptions withTuning(KeepAliveProbes times) {
        return new TransportOptions(noDelay, keepAlive, receiveBuffer, sendBuffer, times, schemes);
    }

    /**
     * Adds the settings of one transport, in place of earlier ones of the same class. Other transports ignore them.
     *
     * @param settings for example who must present a certificate
     * @return a changed copy
     * @since 0.1
     */
    public TransportOptions with(SchemeOptions settings) {
        Map<Class<? extends SchemeOptions>, SchemeOptions> all = new HashMap<>(schemes);
        all.put(settings.getClass(), settings);
        return new TransportOptions(noDelay, keepAlive, receiveBuffer, sendBuffer, tuning, all);
    }

    /**
     * Finds the settings of one transport.
     *
     * @param type their class
     * @param <T> their class
     * @return the settings, null if none were {@linkplain #with added}
     * @since 0.1
     */
    public <T extends SchemeOptions> @Nullable T find(Class<T> type) {
        return type.cast(schemes.get(type));
    }
}
