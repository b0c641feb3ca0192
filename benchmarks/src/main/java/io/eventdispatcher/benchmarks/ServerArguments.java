package io.eventdispatcher.benchmarks;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a measured server: {@code ENDPOINT [--name=value | --name value]...}.
 *
 * <p>Threading: immutable.
 *
 * @param endpoint where to listen: {@code tcp://HOST:PORT}, {@code tls://HOST:PORT} or {@code unix:///PATH}; port 0 picks
 *     a free one
 * @param options names without dashes to values, in the order given; unmodifiable
 * @since 0.1
 */
public record ServerArguments(URI endpoint, Map<String, String> options) {

    /**
     * Copies the options.
     *
     * @param endpoint see the record
     * @param options see the record
     */
    public ServerArguments {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Reads a command line.
     *
     * @param args the arguments of {@code main}
     * @return endpoint and options; what a server supports is not checked yet, see {@link #check}
     * @throws IllegalArgumentException if there is no endpoint, it is no URI with a scheme, or an option has no value
     * @since 0.1
     */
    public static ServerArguments parse(String[] args) {
        if (args.length == 0) {
            throw new IllegalArgumentException("usage: ENDPOINT [--name=value]..., but got no arguments");
        }
        URI endpoint = URI.create(args[0]);
        if (endpoint.getScheme() == null) {
            throw new IllegalArgumentException("the endpoint has no scheme: endpoint='" + args[0] + "'");
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < args.length; i++) {
            String option = args[i];
            int equals = option.indexOf('=');
            if (!option.startsWith("--") || equals < 0 && i + 1 == args.length) {
                throw new IllegalArgumentException("not an option with a value: argument='" + option + "'");
            }
            if (equals < 0) {
                options.put(option.substring(2), args[++i]);
            } else {
                options.put(option.substring(2, equals), option.substring(equals + 1));
            }
        }
        return new ServerArguments(endpoint, options);
    }

    /**
     * Refuses what a server cannot do.
     *
     * @param schemes those of the endpoints it can listen on
     * @param names those of the options it knows
     * @throws IllegalArgumentException if the scheme or an option is none of them
     * @since 0.1
     */
    public void check(Set<String> schemes, Set<String> names) {
        if (!schemes.contains(scheme())) {
            throw new IllegalArgumentException(
                    "this server cannot listen on endpoint=" + endpoint + "; it supports " + new TreeSet<>(schemes));
        }
        for (String name : options.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "this server has no option --" + name + "; it has " + new TreeSet<>(names));
            }
        }
    }

    /**
     * Returns the scheme of the endpoint.
     *
     * @return for example {@code tcp}
     * @since 0.1
     */
    public String scheme() {
        return endpoint.getScheme();
    }

    /**
     * Returns the path of a Unix socket.
     *
     * @return the path of the endpoint
     * @since 0.1
     */
    public Path path() {
        return Path.of(endpoint.getPath());
    }

    /**
     * Returns an option.
     *
     * @param name without dashes
     * @return its value; null when it was not given
     * @since 0.1
     */
    public @Nullable String option(String name) {
        return options.get(name);
    }

    /**
     * Returns an option that is one of a few words.
     *
     * @param name without dashes
     * @param first its value when it was not given
     * @param others what else it may be
     * @return its value
     * @throws IllegalArgumentException if it is something else
     * @since 0.1
     */
    public String choice(String name, String first, String... others) {
        String value = options.getOrDefault(name, first);
        Set<String> allowed = new TreeSet<>(Set.of(others));
        allowed.add(first);
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException("--" + name + "=" + value + " is not one of " + allowed);
        }
        return value;
    }

    /**
     * Returns an option that is the name of a file.
     *
     * @param name without dashes
     * @return the file, which is there
     * @throws IllegalArgumentException if the option was not given or the file cannot be read
     * @since 0.1
     */
    public Path file(String name) {
        String value = options.get(name);
        if (value == null || !Files.isReadable(Path.of(value))) {
            throw new IllegalArgumentException(
                    "endpoint=" + endpoint + " needs a readable file in --" + name + ", but it is " + value);
        }
        return Path.of(value);
    }

    /**
     * Tells the endpoint as it is listened on.
     *
     * @param port the real port; of no meaning for a path
     * @return the URI as text
     * @since 0.1
     */
    public String listening(int port) {
        return scheme().equals("unix") ? endpoint.toString() : scheme() + "://" + endpoint.getHost() + ":" + port;
    }
}
