package io.eventdispatcher.dispatch;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * A reply in the making, which {@link Exchange#answer} begins and {@link #send} ends. It is written to where it goes, without
 * a {@link io.eventdispatcher.message.Message} in between, so it costs less than {@link Exchange#reply} and can be sent
 * once only. It costs least when its parameters come in the order of their names.
 *
 * <p>Let go of it with {@link #send}: its memory may serve the next reply from then on, and only as long as it does not is a
 * late call refused.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public interface Reply {

    /**
     * Sets a parameter; a second call with the same name replaces the value.
     *
     * @param name a valid name
     * @param value any text, may be empty
     * @return this
     * @throws io.eventdispatcher.message.InvalidMessageException if the name is not valid, or the value holds NUL or half a
     *     surrogate pair
     * @throws IllegalStateException if the reply was sent
     * @since 0.1
     */
    Reply param(String name, String value);

    /**
     * Sets a parameter to a decimal number.
     *
     * @param name a valid name
     * @param value any number
     * @return this
     * @throws io.eventdispatcher.message.InvalidMessageException if the name is not valid
     * @throws IllegalStateException if the reply was sent
     * @since 0.1
     */
    Reply param(String name, long value);

    /**
     * Sets a parameter to {@code true} or {@code false}.
     *
     * @param name a valid name
     * @param value any
     * @return this
     * @throws io.eventdispatcher.message.InvalidMessageException if the name is not valid
     * @throws IllegalStateException if the reply was sent
     * @since 0.1
     */
    Reply param(String name, boolean value);

    /**
     * Sets a parameter to a time: {@code seconds[.fraction]} since 1970, up to nine digits, without trailing zeros.
     *
     * @param name a valid name
     * @param value a time; before 1970 only whole seconds
     * @return this
     * @throws io.eventdispatcher.message.InvalidMessageException if the name is not valid or the time cannot be written
     * @throws IllegalStateException if the reply was sent
     * @since 0.1
     */
    Reply param(String name, Instant value);

    /**
     * Sets a parameter to an address: {@code 127.0.0.1:4040}, {@code [::1]:4040}, or {@code host:4040} when not resolved.
     *
     * @param name a valid name
     * @param value an address; the zone of an IPv6 address is left out
     * @return this
     * @throws io.eventdispatcher.message.InvalidMessageException if the name is not valid
     * @throws IllegalStateException if the reply was sent
     * @since 0.1
     */
    Reply param(String name, InetSocketAddress value);

    /**
     * Sends the reply.
     *
     * @return as {@link Exchange#reply(io.eventdispatcher.message.Message)}
     * @throws IllegalStateException if it was sent before
     * @since 0.1
     */
    boolean send();
}
