package io.eventdispatcher.spring.actuate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Lets the application's {@link SanitizingFunction} beans hide what peers say about themselves: their address, name and
 * certificate, errors about them, and the text of traced messages. The key they see begins with {@value #PREFIX}.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class PeerData {

    private static final String PREFIX = "eventdispatcher.";

    private final @Nullable Sanitizer sanitizer;

    /**
     * Takes the functions.
     *
     * @param functions called in this order; without any, nothing is hidden
     */
    public PeerData(List<SanitizingFunction> functions) {
        this.sanitizer = functions.isEmpty() ? null : new Sanitizer(functions);
    }

    /** Returns what may be shown of a value. */
    String shown(String key, String value) {
        if (sanitizer == null) {
            return value;
        }
        return String.valueOf(sanitizer.sanitize(new SanitizableData(null, PREFIX + key, value), true));
    }

    /** The same; null stays null. */
    @Nullable
    String shownOrNull(String key, @Nullable String value) {
        return value == null ? null : shown(key, value);
    }
}
