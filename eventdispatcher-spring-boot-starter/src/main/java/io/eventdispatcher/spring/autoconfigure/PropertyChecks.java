package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.Transports;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Checks values of properties. What cannot be used is refused with its key, the reason and the fix.
 *
 * <p>Threading: immutable.
 */
final class PropertyChecks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private PropertyChecks() {}

    /** A name that can stand in logs, tags and paths. */
    static void name(String prefix, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new UnusablePropertyException(
                    prefix + "." + name,
                    "",
                    "'" + name
                            + "' is not a name: 1 to 64 letters, digits, '-' and '_' are, not starting with '-' or '_'",
                    "choose another name");
        }
    }

    /** An endpoint of a transport that carries connections. */
    static Endpoint endpoint(String key, String uri) {
        try {
            Endpoint endpoint = Endpoint.parse(uri);
            Transports.standard().of(endpoint);
            return endpoint;
        } catch (IllegalArgumentException e) {
            throw unusable(key, uri, e, "write for example tcp://127.0.0.1:4040 or unix:///run/app.sock");
        }
    }

    static Duration notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new UnusablePropertyException(
                    key, print(value), "a time cannot be negative", "use 0 or a positive time");
        }
        return value;
    }

    static Duration positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new UnusablePropertyException(key, print(value), "the time must be positive", "write for example 5s");
        }
        return value;
    }

    static int atLeast(String key, int value, int least) {
        if (value < least) {
            throw new UnusablePropertyException(
                    key, Integer.toString(value), "the least value is " + least, "use " + least + " or more");
        }
        return value;
    }

    /** A size in bytes that fits an int. */
    static int bytes(String key, DataSize value, int least) {
        long bytes = value.toBytes();
        if (bytes < least || bytes > Integer.MAX_VALUE) {
            throw new UnusablePropertyException(
                    key,
                    value.toString(),
                    "the size must be " + least + "B to " + Integer.MAX_VALUE + "B",
                    "write for example 64KB or 1MB");
        }
        return (int) bytes;
    }

    static UnusablePropertyException unusable(String key, String value, RuntimeException reason, String action) {
        return new UnusablePropertyException(key, value, String.valueOf(reason.getMessage()), action);
    }

    static String print(Duration value) {
        return DurationStyle.SIMPLE.print(value, ChronoUnit.MILLIS);
    }
}
