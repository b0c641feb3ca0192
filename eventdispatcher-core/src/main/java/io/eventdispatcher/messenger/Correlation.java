package io.eventdispatcher.messenger;

import io.eventdispatcher.message.Message;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link MessageClient} tells which request an answer belongs to.
 *
 * <p>Peers that repeat a parameter of the request in their answer may have many requests under way on one connection and
 * answer them in any order. All services of this library repeat {@link Message#CORRELATION}. Peers that repeat nothing, such
 * as those of the C++ library, get one request at a time; the others wait in the client.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Correlation {

    private static final Correlation AUTO = new Correlation(Message.CORRELATION, true);
    private static final Correlation OFF = new Correlation(null, false);

    private final @Nullable String parameter;
    private final boolean learns;

    private Correlation(@Nullable String parameter, boolean learns) {
        this.parameter = parameter;
        this.learns = learns;
    }

    /**
     * Finds out, on each connection anew: requests carry {@link Message#CORRELATION}, one at a time until an answer repeats
     * it, from then on many at a time. When an answer comes without it, the peer gets one request at a time, and without
     * the parameter, for as long as the connection lasts.
     *
     * @return the default
     */
    public static Correlation auto() {
        return AUTO;
    }

    /**
     * Adds nothing to requests and sends one at a time.
     *
     * @return for peers that repeat nothing, and refuse messages with parameters they do not know
     */
    public static Correlation off() {
        return OFF;
    }

    /**
     * Relies on peers that repeat a parameter: many requests at a time from the first one on. Answers without it are no
     * answers.
     *
     * @param parameter its name, for example {@link Message#CORRELATION}, or whatever peers of another make repeat
     * @return the rule
     * @throws io.eventdispatcher.message.InvalidMessageException if no message can carry a parameter of that name
     */
    public static Correlation by(String parameter) {
        var unused = Message.builder("CHECK").param(Objects.requireNonNull(parameter, "parameter"), "");
        return new Correlation(parameter, false);
    }

    /**
     * Returns the parameter.
     *
     * @return its name; null when requests get none
     */
    public @Nullable String parameter() {
        return parameter;
    }

    /** Whether it is to be found out what the peer does. */
    boolean learns() {
        return learns;
    }

    @Override
    public String toString() {
        return learns ? "auto" : parameter == null ? "off" : parameter;
    }
}
