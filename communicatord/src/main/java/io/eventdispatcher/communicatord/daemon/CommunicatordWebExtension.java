package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.spring.console.ConsoleFile;
import io.eventdispatcher.spring.console.ConsoleFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;

/**
 * The endpoint over HTTP: serves the page of the daemon below {@code console}. It is a part of the endpoint, so whatever guards
 * that guards the page.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@EndpointWebExtension(endpoint = CommunicatordEndpoint.class)
public final class CommunicatordWebExtension {

    private static final String CONSOLE = "console";
    private static final String STATE = "state";

    private final CommunicatordEndpoint endpoint;
    private final ConsoleFiles files;

    /**
     * Creates the extension.
     *
     * @param endpoint what it extends
     * @param files files of the page
     */
    public CommunicatordWebExtension(CommunicatordEndpoint endpoint, ConsoleFiles files) {
        this.endpoint = endpoint;
        this.files = files;
    }

    /**
     * Shows one service, or the page.
     *
     * @param service its name, or {@code console}
     * @return the service or the page; null, which becomes 404, when nobody has the name
     */
    @ReadOperation
    public @Nullable Object service(@Selector String service) {
        return service.equals(CONSOLE) ? response(files.page()) : endpoint.service(service);
    }

    /**
     * Serves what the page consists of.
     *
     * @param page {@code console}
     * @param file {@code state}, which is the report of the endpoint, or the name of a file
     * @return null, which becomes 404, when there is no such
     */
    @ReadOperation
    public @Nullable Object file(@Selector String page, @Selector String file) {
        if (!page.equals(CONSOLE)) {
            return null;
        }
        return file.equals(STATE) ? endpoint.report() : response(files.find(file));
    }

    private static @Nullable Object response(@Nullable ConsoleFile file) {
        return file == null
                ? null
                : new WebEndpointResponse<>(
                        file.content(), WebEndpointResponse.STATUS_OK, MimeType.valueOf(file.contentType()));
    }
}
