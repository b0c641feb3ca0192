package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.spring.console.ConsoleFile;
import io.eventdispatcher.spring.console.ConsoleFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;

/**
 * The endpoint over HTTP: gives the reason of a refused change in the body of the answer and, if it is switched on, serves the
 * page below {@code console}.
 *
 * <p>The page is part of the endpoint, not a controller of its own: {@link EndpointWebExtension} is what Spring Boot has for
 * answers that only make sense over HTTP, now that controller endpoints are deprecated. So it works on servlet and reactive
 * servers and Jersey alike, lies below whatever base path and on whatever port the endpoint does, and whatever guards {@code
 * /actuator/eventdispatcher} (exposure, access, {@code EndpointRequest} of Spring Security, CORS) guards the page; there is no
 * second door that could be left open.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@EndpointWebExtension(endpoint = EventDispatcherEndpoint.class)
public final class EventDispatcherWebExtension {

    private static final String CONSOLE = "console";
    private static final String STATE = "state";

    private final EventDispatcherEndpoint endpoint;
    private final @Nullable ConsoleFiles files;

    /**
     * Creates the extension.
     *
     * @param endpoint what it extends
     * @param files files of the page; null = no page
     */
    public EventDispatcherWebExtension(EventDispatcherEndpoint endpoint, @Nullable ConsoleFiles files) {
        this.endpoint = endpoint;
        this.files = files;
    }

    /**
     * Shows one section, or the page.
     *
     * @param section as in the endpoint, or {@code console}
     * @return the section, null if there is no such
     */
    @ReadOperation
    public @Nullable Object section(@Selector String section) {
        return files != null && section.equals(CONSOLE) ? response(files.page()) : endpoint.section(section);
    }

    /**
     * Shows one thing of a section, or serves what the page consists of.
     *
     * @param section as in the endpoint, or {@code console}
     * @param id its name or id; of the page, {@code state} or the name of a file
     * @return the thing, null if there is no such
     */
    @ReadOperation
    public @Nullable Object one(@Selector String section, @Selector String id) {
        if (files == null || !section.equals(CONSOLE)) {
            return endpoint.one(section, id);
        }
        return id.equals(STATE) ? endpoint.console() : response(files.find(id));
    }

    private static @Nullable Object response(@Nullable ConsoleFile file) {
        return file == null
                ? null
                : new WebEndpointResponse<>(
                        file.content(), WebEndpointResponse.STATUS_OK, MimeType.valueOf(file.contentType()));
    }

    /**
     * Changes something, as the endpoint does.
     *
     * @param section as in the endpoint
     * @param id as in the endpoint
     * @param state as in the endpoint
     * @param trace as in the endpoint
     * @return status 204, or 400 or 409 with the reason
     */
    @WriteOperation
    public WebEndpointResponse<Refusal> change(
            @Selector String section, @Selector String id, @Nullable String state, @Nullable Boolean trace) {
        return answered(() -> endpoint.change(section, id, state, trace));
    }

    /**
     * Closes a connection, as the endpoint does.
     *
     * @param section as in the endpoint
     * @param id as in the endpoint
     * @return status 204, or 400 with the reason
     */
    @DeleteOperation
    public WebEndpointResponse<Refusal> close(@Selector String section, @Selector String id) {
        return answered(() -> endpoint.close(section, id));
    }

    private static WebEndpointResponse<Refusal> answered(Runnable change) {
        try {
            change.run();
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
        } catch (ChangeRefusedException e) {
            return new WebEndpointResponse<>(new Refusal(e.status(), String.valueOf(e.getReason())), e.status());
        }
    }
}
