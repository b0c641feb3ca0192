package io.eventdispatcher.loop;

import java.util.Set;

/**
 * A token that keeps {@link EventLoop#run} from returning although nothing else is left to do, for work that will come
 * back to the loop from elsewhere: a name being resolved, a thread being waited for.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class KeepAlive implements AutoCloseable {
    private final String name;
    private final Set<KeepAlive> tokens;
    private final Runnable released;

    KeepAlive(String name, Set<KeepAlive> tokens, Runnable released) {
        this.name = name;
        this.tokens = tokens;
        this.released = released;
        tokens.add(this);
    }

    /**
     * Returns the name given to {@link EventLoop#keepAlive}.
     *
     * @return the name; not unique
     */
    public String name() {
        return name;
    }

    /**
     * Releases the token; {@code run()} returns soon if it was the last thing to wait for. A second call does nothing.
     */
    @Override
    public void close() {
        if (tokens.remove(this)) {
            released.run();
        }
    }

    /** Tells whether it has not been closed yet; the loop, too, lets go of it when it is closed. */
    boolean isHeld() {
        return tokens.contains(this);
    }

    @Override
    public String toString() {
        return "keep-alive '" + name + "'";
    }
}
