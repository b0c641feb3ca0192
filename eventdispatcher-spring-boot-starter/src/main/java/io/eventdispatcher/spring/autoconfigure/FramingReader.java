package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.Framing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a framing of the property {@code framing}.
 *
 * <p>Threading: immutable.
 */
final class FramingReader {

    private static final String FORMS = "write lines, delimiter:\\0, length:4be or fixed:128, or remove it";

    private FramingReader() {}

    /** Replaces the lines in the options, keeping their limit. */
    static ConnectionOptions read(
            String key, @Nullable String framing, List<Endpoint> endpoints, ConnectionOptions options) {
        if (framing == null) {
            return options;
        }
        if (endpoints.stream().allMatch(DatagramReader::isDatagram)) {
            throw new UnusablePropertyException(
                    key,
                    framing,
                    "a message is a datagram on " + endpoints.get(0) + ", whatever is set here",
                    "remove it");
        }
        if (framing.strip().equalsIgnoreCase("raw")) {
            throw new UnusablePropertyException(key, framing, "nothing would say where a message ends", FORMS);
        }
        try {
            return options.withFraming(Framing.parse(framing, options.framing().maxFrameBytes()));
        } catch (IllegalArgumentException e) {
            throw PropertyChecks.unusable(key, framing, e, FORMS);
        }
    }
}
