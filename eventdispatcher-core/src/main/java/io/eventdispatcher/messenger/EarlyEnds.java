package io.eventdispatcher.messenger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The exchanges of one connection whose failure was reported, or which were given up, before their handlers ended. There
 * are hardly ever any.
 *
 * <p>Threading: any thread.
 */
final class EarlyEnds {

    @GuardedBy("this")
    private final Set<ConnectionExchange> failed = Collections.newSetFromMap(new WeakHashMap<>(2));

    /** As long as anybody still holds them. */
    @GuardedBy("this")
    private final Set<ConnectionExchange> abandoned = Collections.newSetFromMap(new WeakHashMap<>(2));

    /** Spares the lock when all of them have ended. */
    private volatile boolean anyFailed;

    /** Notes that the failure of a handler was reported before it ended; false if that was known. */
    synchronized boolean fail(ConnectionExchange exchange) {
        anyFailed = true;
        return failed.add(exchange);
    }

    /** Gives up a handler: what it still answers by way of its exchange goes nowhere. */
    synchronized void abandon(ConnectionExchange exchange) {
        var unused = fail(exchange);
        abandoned.add(exchange);
    }

    synchronized boolean isAbandoned(ConnectionExchange exchange) {
        return abandoned.contains(exchange);
    }

    /** The handler has ended: tells, for the last time, whether its failure was reported before. */
    boolean ended(ConnectionExchange exchange) {
        return anyFailed && forget(exchange);
    }

    private synchronized boolean forget(ConnectionExchange exchange) {
        boolean was = failed.remove(exchange);
        anyFailed = !failed.isEmpty();
        return was;
    }
}
