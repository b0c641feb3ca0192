package io.eventdispatcher.dispatch;

/**
 * One entry as added to one dispatcher; the handle to take it out again.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Registration implements AutoCloseable {
    private final Dispatcher dispatcher;
    private final DispatchEntry entry;

    Registration(Dispatcher dispatcher, DispatchEntry entry) {
        this.dispatcher = dispatcher;
        this.entry = entry;
    }

    /**
     * Returns the entry.
     *
     * @return what was added
     * @since 0.1
     */
    public DispatchEntry entry() {
        return entry;
    }

    /**
     * Returns whether the entry is still in the dispatcher.
     *
     * @return {@code false} once removed, by this handle or by tag
     * @since 0.1
     */
    public boolean isActive() {
        return dispatcher.contains(this);
    }

    /**
     * Takes the entry out, also when it is the catch-all. Messages that are being dispatched keep the route they have,
     * so the handler may still be called for those.
     *
     * @return whether this call removed it; {@code false} when it was gone already
     * @since 0.1
     */
    public boolean remove() {
        return dispatcher.remove(this);
    }

    /**
     * As {@link #remove()}.
     *
     * @since 0.1
     */
    @Override
    public void close() {
        dispatcher.remove(this);
    }

    @Override
    public String toString() {
        return "Registration[" + entry + "]";
    }
}
