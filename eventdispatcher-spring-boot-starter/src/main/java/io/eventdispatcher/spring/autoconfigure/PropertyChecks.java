package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.endpoint.AbstractEndpoint;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UnixDatagramEndpoint;
import io.eventdispatcher.transport.Transports;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Checks values of properties. What cannot be used is refused with its key, the reason and the fix.
 *
 * <p>Threading: immutable.
 */
final class PropertyChecks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** A class of the library that brings the Unix sockets Java does not have. */
    private static final String JUNIXSOCKET = "org.newsclub.net.unix.AFUNIXSocketAddress";

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
        Endpoint endpoint;
        try {
            endpoint = Endpoint.parse(uri);
            Transports.standard().of(endpoint);
        } catch (IllegalArgumentException e) {
            throw noEndpoint(key, uri, String.valueOf(e.getMessage()));
        }
        boolean needsJunixsocket = endpoint instanceof UnixDatagramEndpoint || endpoint instanceof AbstractEndpoint;
        if (needsJunixsocket && !ClassUtils.isPresent(JUNIXSOCKET, ClassUtils.getDefaultClassLoader())) {
            throw new UnusablePropertyException(
                    key,
                    uri,
                    "Java has no such sockets, and junixsocket is not on the class path",
                    "add the dependency com.kohlschutter.junixsocket:junixsocket-core:2.11.1 (type pom), or use unix://"
                            + " with a path");
        }
        return endpoint;
    }

    /** The text of the endpoint ends with an example where there is a fitting one. */
    private static UnusablePropertyException noEndpoint(String key, String uri, String reason) {
        int example = reason.indexOf("; write for example ");
        return example < 0
                ? new UnusablePropertyException(
                        key, uri, reason, "write for example tcp://127.0.0.1:4040 or unix:///run/app.sock")
                : new UnusablePropertyException(
                        key, uri, reason.substring(0, example), reason.substring(example + "; ".length()));
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

    static int between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new UnusablePropertyException(
                    key,
                    Integer.toString(value),
                    "the value must be in " + least + ".." + most,
                    "use " + Math.max(least, Math.min(most, value)));
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
