package io.eventdispatcher.spring.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows listeners, clients, handlers, live connections, timers and the loop; changes listeners, clients and handlers, pauses
 * and closes connections and switches the trace when {@code management.endpoint.eventdispatcher.access} is {@code
 * unrestricted}. Values of messages appear nowhere but in the section {@code trace}, where secret ones are masked. Lists end
 * after 1,000 items and tell the total.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@Endpoint(id = EventDispatcherEndpoint.ID, defaultAccess = Access.READ_ONLY)
public final class EventDispatcherEndpoint {

    /** Id of the endpoint. */
    public static final String ID = "eventdispatcher";

    private final DispatcherSections sections;
    private final DispatcherControls controls;

    /**
     * Creates the endpoint.
     *
     * @param sections what it shows
     * @param controls what it changes
     */
    public EventDispatcherEndpoint(DispatcherSections sections, DispatcherControls controls) {
        this.sections = sections;
        this.controls = controls;
    }

    /**
     * Shows everything but connections, timers, sources and the trace.
     *
     * @return the report
     */
    @ReadOperation
    public DispatcherReport report() {
        return sections.report();
    }

    /**
     * Shows one section.
     *
     * @param section {@code listeners}, {@code clients}, {@code handlers}, {@code connections}, {@code timers}, {@code
     *     sources}, {@code trace}, {@code communicator}, {@code loop} (the first one) or {@code loops}
     * @return the section, null if there is no such
     */
    @ReadOperation
    public @Nullable Object section(@Selector String section) {
        return sections.section(section);
    }

    /**
     * Shows one thing of a section.
     *
     * @param section {@code listeners}, {@code clients}, {@code handlers} or {@code connections}
     * @param id its name or id
     * @return the thing, null if there is no such
     */
    @ReadOperation
    public @Nullable Object one(@Selector String section, @Selector String id) {
        return sections.one(section, id);
    }

    /**
     * Changes the state of a listener, client, handler or connection, switches its trace, or both.
     *
     * @param section {@code listeners}, {@code clients}, {@code handlers}, {@code connections} or {@code trace}
     * @param id its name or id; {@code all} in section {@code trace} is everything
     * @param state {@code running}, {@code paused} or {@code stopped}; handlers cannot be paused, connections not be stopped
     * @param trace whether to trace
     * @return always null; not {@code void}, which tells Spring Boot that nothing is ever answered: over HTTP the operation of the
     *     web extension would not take the place of this one then, but stand beside it
     * @throws ChangeRefusedException if there is no such thing, it has no such state, or cannot be started
     */
    @WriteOperation
    public @Nullable Refusal change(
            @Selector String section, @Selector String id, @Nullable String state, @Nullable Boolean trace) {
        controls.change(section, id, state, trace);
        return null;
    }

    /**
     * Closes a connection, after what waits to be written is written.
     *
     * @param section {@code connections}
     * @param id id of the connection
     * @return always null, as {@link #change}
     * @throws ChangeRefusedException if there is no such connection
     */
    @DeleteOperation
    public @Nullable Refusal close(@Selector String section, @Selector String id) {
        controls.close(section, id);
        return null;
    }

    /** What the page shows, at once. */
    ConsoleReport console() {
        return sections.console();
    }
}
