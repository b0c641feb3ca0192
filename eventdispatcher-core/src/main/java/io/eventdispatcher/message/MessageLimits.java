package io.eventdispatcher.message;

import java.util.Objects;

/**
 * What a decoded message may hold; a message beyond a limit is not decoded.
 *
 * <p>The size of a whole message is limited by its framing, not here.
 *
 * <p>Threading: immutable.
 *
 * @param maxParameters most parameters of a message, repeated ones included, 0 or more
 * @param maxParameterNameLength longest parameter name, in bytes, 1 or more
 * @param maxNameLength longest command, server or service name, in bytes, 1 or more
 * @param maxTotalNameLength most bytes of all these names of one message together, 1 or more
 * @param repeated what to do with a parameter name that appears twice
 * @param names how closely names and values are checked
 * @since 0.1
 */
public record MessageLimits(
        int maxParameters,
        int maxParameterNameLength,
        int maxNameLength,
        int maxTotalNameLength,
        RepeatedParameter repeated,
        Names names) {

    private static final MessageLimits DEFAULTS =
            new MessageLimits(128, 64, 128, 16 * 1024, RepeatedParameter.KEEP_LAST, Names.LENIENT);

    /**
     * What to do with a parameter name that appears twice.
     *
     * @since 0.1
     */
    public enum RepeatedParameter {
        /** The last value counts, as in the C++ library. */
        KEEP_LAST,
        /** The message is not decoded. */
        REJECT
    }

    /**
     * How closely the names and values of a received message are checked.
     *
     * @since 0.1
     */
    public enum Names {
        /** As the C++ library: only the parameter names of the text form, and a NUL byte ends the text. */
        LENIENT,
        /**
         * Every name follows the rules of {@link MessageBuilder}; NUL and other raw control bytes as well as malformed
         * UTF-8 are refused.
         */
        STRICT
    }

    /**
     * Creates limits.
     *
     * @param maxParameters most parameters of a message, repeated ones included, 0 or more
     * @param maxParameterNameLength longest parameter name, in bytes, 1 or more
     * @param maxNameLength longest command, server or service name, in bytes, 1 or more
     * @param maxTotalNameLength most bytes of all these names of one message together, 1 or more
     * @param repeated what to do with a parameter name that appears twice
     * @param names how closely names and values are checked
     * @throws IllegalArgumentException if a number is below its range
     * @since 0.1
     */
    public MessageLimits {
        atLeast(0, "maxParameters", maxParameters);
        atLeast(1, "maxParameterNameLength", maxParameterNameLength);
        atLeast(1, "maxNameLength", maxNameLength);
        atLeast(1, "maxTotalNameLength", maxTotalNameLength);
        Objects.requireNonNull(repeated, "repeated");
        Objects.requireNonNull(names, "names");
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " too small: " + name + "=" + value + " least=" + least);
        }
    }

    /**
     * The compatible limits: 128 parameters, their names up to 64 bytes, other names up to 128 bytes, all names up to
     * 16,384 bytes, the last of repeated parameters, names as lenient as the C++ library.
     *
     * @return the same instance each time
     * @since 0.1
     */
    public static MessageLimits defaults() {
        return DEFAULTS;
    }

    /**
     * These limits with another number of parameters.
     *
     * @param count 0 or more
     * @return the changed limits
     * @throws IllegalArgumentException if negative
     * @since 0.1
     */
    public MessageLimits withMaxParameters(int count) {
        return new MessageLimits(count, maxParameterNameLength, maxNameLength, maxTotalNameLength, repeated, names);
    }

    /**
     * These limits with another length of parameter names.
     *
     * @param bytes 1 or more
     * @return the changed limits
     * @throws IllegalArgumentException if below 1
     * @since 0.1
     */
    public MessageLimits withMaxParameterNameLength(int bytes) {
        return new MessageLimits(maxParameters, bytes, maxNameLength, maxTotalNameLength, repeated, names);
    }

    /**
     * These limits with another length of command, server and service names.
     *
     * @param bytes 1 or more
     * @return the changed limits
     * @throws IllegalArgumentException if below 1
     * @since 0.1
     */
    public MessageLimits withMaxNameLength(int bytes) {
        return new MessageLimits(maxParameters, maxParameterNameLength, bytes, maxTotalNameLength, repeated, names);
    }

    /**
     * These limits with another length of all names of one message together.
     *
     * @param bytes 1 or more
     * @return the changed limits
     * @throws IllegalArgumentException if below 1
     * @since 0.1
     */
    public MessageLimits withMaxTotalNameLength(int bytes) {
        return new MessageLimits(maxParameters, maxParameterNameLength, maxNameLength, bytes, repeated, names);
    }

    /**
     * These limits with another treatment of repeated parameters.
     *
     * @param treatment what to do
     * @return the changed limits
     * @since 0.1
     */
    public MessageLimits withRepeated(RepeatedParameter treatment) {
        return new MessageLimits(
                maxParameters, maxParameterNameLength, maxNameLength, maxTotalNameLength, treatment, names);
    }

    /**
     * These limits with another check of names and values.
     *
     * @param check how closely
     * @return the changed limits
     * @since 0.1
     */
    public MessageLimits withNames(Names check) {
        return new MessageLimits(
                maxParameters, maxParameterNameLength, maxNameLength, maxTotalNameLength, repeated, check);
    }
}
