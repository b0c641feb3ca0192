package io.eventdispatcher.spring.console;

import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Headers that answers below the path of the page are sent with: nothing but its own files may run, load or be asked, nobody
 * may put it into a frame, where its buttons could be clicked unseen, and nothing is cached.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ConsoleHeaders {

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final String path;

    /**
     * Takes the path of the page.
     *
     * @param path as seen by the application, without context path, for example {@code /actuator/eventdispatcher/console}
     */
    public ConsoleHeaders(String path) {
        this.path = path;
    }

    /**
     * Sets the headers if a request is one for the page.
     *
     * @param requestPath decoded path of the request; may have something before the path of the page
     * @param setter sets a header
     */
    public void set(String requestPath, BiConsumer<String, String> setter) {
        if (requestPath.contains(path)) {
            HEADERS.forEach(setter);
        }
    }
}
