package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of listeners as the original writes them, and better: {@code 127.0.0.1:4040}, {@code 127.0.0.1}, {@code [::1]:4040},
 * {@code cd://127.0.0.1:4040}, {@code cds://user:password@10.0.0.1:4043}.
 *
 * <p>Threading: immutable.
 */
final class ListenAddress {

    private static final Pattern FORM =
            Pattern.compile("(?:[a-z]+://)?(?:[^@/]*@)?(\\[[0-9A-Fa-f:.%a-z]+\\]|[^:/@\\[\\]]+)(?::([0-9]{1,5}))?/?");

    private ListenAddress() {}

    /**
     * Reads an address. A user and password in it are for links between daemons.
     *
     * @param key the property
     * @param text its value
     * @param defaultPort if the value has none
     * @return host and port
     * @throws UnusablePropertyException if it is no address
     */
    static String parse(String key, String text, int defaultPort) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new UnusablePropertyException(
                    key, text, "it is not an address", "write for example 127.0.0.1:" + defaultPort);
        }
        String port = form.group(2);
        return form.group(1) + ":" + (port == null ? defaultPort : port);
    }
}
