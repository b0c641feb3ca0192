package io.eventdispatcher.spring.autoconfigure.actuate;

import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.console.ConsoleHeaders;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;

/**
 * Where the page lies.
 *
 * <p>Threading: immutable.
 */
final class ConsolePath {

    private ConsolePath() {}

    static ConsoleHeaders headers(WebEndpointProperties endpoints) {
        String id = EventDispatcherEndpoint.ID;
        String mapped = endpoints.getPathMapping().getOrDefault(id, id);
        return new ConsoleHeaders(endpoints.getBasePath() + "/" + mapped + "/console");
    }
}
