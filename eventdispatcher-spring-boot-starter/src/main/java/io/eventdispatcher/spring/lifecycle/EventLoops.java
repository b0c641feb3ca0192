package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The event loops of an application. The first one is the bean that can be injected; it accepts peers and serves clients,
 * sources, timers and every connection that is not spread. Further ones serve connections of listeners only, those of TCP,
 * Unix stream sockets and TLS.
 *
 * <p>Threading: immutable, any thread.
 *
 * @since 0.1
 */
public final class EventLoops implements AutoCloseable {

    private final List<EventLoop> all;

    private EventLoops(List<EventLoop> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Opens further loops, named like the first with {@code -2}, {@code -3} and so on behind.
     *
     * @param first opened and closed by others
     * @param count how many loops there are in all; 1 opens none
     * @param opening opens a loop of a name
     * @return the loops
     */
    public static EventLoops open(EventLoop first, int count, Function<String, EventLoop> opening) {
        List<EventLoop> all = new ArrayList<>(List.of(first));
        try {
            while (all.size() < count) {
                all.add(opening.apply(first.name() + "-" + (all.size() + 1)));
            }
        } catch (RuntimeException | Error e) {
            close(all);
            throw e;
        }
        return new EventLoops(all);
    }

    /**
     * Returns the first loop.
     *
     * @return the one that is a bean
     */
    public EventLoop first() {
        return all.get(0);
    }

    /**
     * Returns all loops.
     *
     * @return one or more, the first one first
     */
    public List<EventLoop> all() {
        return all;
    }

    /**
     * Returns the loops besides the first one.
     *
     * @return empty when there is one only
     */
    public List<EventLoop> further() {
        return all.subList(1, all.size());
    }

    /** Closes the further loops, the last one first. A second call does nothing. */
    @Override
    public void close() {
        close(all);
    }

    private static void close(List<EventLoop> all) {
        for (int i = all.size() - 1; i > 0; i--) {
            all.get(i).close();
        }
    }
}
