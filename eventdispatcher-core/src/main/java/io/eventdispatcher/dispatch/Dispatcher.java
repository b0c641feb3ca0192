package io.eventdispatcher.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the entries for a message.
 *
 * <p>Entries are tried by priority, smaller first, inside one priority in the order they were added. The first match
 * that is not an observer ends the dispatch. The one catch-all comes last and only for messages that nothing else, no
 * observer either, has matched. The route of an exact name is found by hash without making a String.
 *
 * <p>Entries may be added and removed at any time, also by handlers: a message being dispatched keeps the route it has.
 * The first message after a change pays for building the table anew, so adding a thousand entries one by one is cheap.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final AtomicInteger lastTag = new AtomicInteger();

    private final Object lock = new Object();

    /** Ordered, without the catch-all. */
    @GuardedBy("lock")
    private final List<Registration> registrations = new ArrayList<>();

    @GuardedBy("lock")
    private @Nullable Registration catchAll;

    @GuardedBy("lock")
    private boolean traced;

    private volatile boolean matchesShown;

    /** Written under the lock; null = to be built from the registrations. */
    private volatile @Nullable RouteTable table;

    /**
     * Makes a dispatcher without entries.
     *
     * @since 0.1
     */
    public Dispatcher() {}

    /**
     * Adds an entry. A second handler for the same exact name and priority is allowed and never called; a warning names
     * both.
     *
     * @param entry the entry; adding it twice makes two registrations
     * @return the handle to remove it
     * @throws IllegalStateException if it is a second catch-all; nothing is changed then
     * @since 0.1
     */
    public Registration add(DispatchEntry entry) {
        Registration added = new Registration(this, entry);
        DispatchEntry shadowing = null;
        synchronized (lock) {
            if (entry.isCatchAll()) {
                if (catchAll != null) {
                    throw new IllegalStateException("only one catch-all is possible: present=" + catchAll.entry()
                            + " refused=" + entry + "; remove the first, or make the second a pattern or an observer");
                }
                catchAll = added;
            } else {
                shadowing = shadowing(entry);
                registrations.add(insertionIndex(entry.priority()), added);
            }
            table = null;
        }
        if (shadowing != null) {
            log.warn(
                    "command registered twice at the same priority, the second is never called: command={} first={}"
                            + " second={}; remove one or change its priority",
                    entry.pattern(),
                    shadowing,
                    entry);
        }
        if (matchesShown) {
            log.info("entry added: kind={} entry={}", entry.kind(), entry);
        }
        return added;
    }

    /**
     * Adds a handler for a pattern at the default priority; short for {@link #add(DispatchEntry)}.
     *
     * @param pattern see {@link MessagePattern#parse(String)}
     * @param action called with each exchange
     * @return the handle to remove it
     * @throws IllegalArgumentException if the pattern is not valid
     * @since 0.1
     */
    public Registration on(String pattern, Consumer<Exchange> action) {
        return add(DispatchEntry.on(pattern).handler(DispatchHandler.of(action)).build());
    }

    /**
     * Removes all entries of a group. The catch-all stays, as in the original; use its {@link Registration}.
     *
     * @param tag the group; 0 removes nothing
     * @return how many entries were removed
     * @since 0.1
     */
    public int removeByTag(int tag) {
        if (tag == 0) {
            return 0;
        }
        synchronized (lock) {
            int before = registrations.size();
            registrations.removeIf(registration -> registration.entry().tag() == tag);
            int removed = before - registrations.size();
            if (removed > 0) {
                table = null;
            }
            return removed;
        }
    }

    /**
     * Returns a tag that was not returned before in this process (it wraps after 2<sup>32</sup> calls).
     *
     * @return never 0; to be read as unsigned
     * @since 0.1
     */
    public int nextTag() {
        int tag;
        do {
            tag = lastTag.incrementAndGet();
        } while (tag == 0);
        return tag;
    }

    /**
     * Returns the entries in the order they are tried, without the catch-all.
     *
     * @return a snapshot, unmodifiable
     * @since 0.1
     */
    public List<DispatchEntry> entries() {
        return table().entries();
    }

    /**
     * Returns the catch-all.
     *
     * @return the entry, or {@code null} if there is none
     * @since 0.1
     */
    public @Nullable DispatchEntry catchAll() {
        return table().catchAll();
    }

    /**
     * Returns the exact names, those of observers included: what HELP answers.
     *
     * @return a snapshot, unmodifiable, sorted
     * @since 0.1
     */
    public SortedSet<String> commands() {
        return table().commands();
    }

    /**
     * Finds the entries to try for a message. Allocates nothing, except for the first message after a change. To be
     * called once for each message: this is where tracing logs it.
     *
     * @param message the message
     * @return the route, good for this message only; its size is 0 when nobody can want the message
     * @since 0.1
     */
    public Route route(Message message) {
        RouteTable current = table();
        if (current.isTraced() && log.isTraceEnabled()) {
            log.trace("message: {}", message);
        }
        return current.find(message);
    }

    /**
     * Sets whether each message is logged at TRACE when its route is looked up, with secrets masked. Do not trace
     * messages that carry the log itself: each would cause the next.
     *
     * @param trace off at first
     * @since 0.1
     */
    public void trace(boolean trace) {
        synchronized (lock) {
            if (traced != trace) {
                traced = trace;
                table = null;
            }
        }
    }

    /**
     * Sets whether each entry added from now on is logged at INFO.
     *
     * @param showMatches off at first
     * @since 0.1
     */
    public void showMatches(boolean showMatches) {
        matchesShown = showMatches;
    }

    boolean contains(Registration registration) {
        synchronized (lock) {
            return registration == catchAll || indexOf(registration) >= 0;
        }
    }

    boolean remove(Registration registration) {
        synchronized (lock) {
            if (registration == catchAll) {
                catchAll = null;
            } else {
                int index = indexOf(registration);
                if (index < 0) {
                    return false;
                }
                registrations.remove(index);
            }
            table = null;
            return true;
        }
    }

    private RouteTable table() {
        RouteTable current = table;
        return current != null ? current : rebuild();
    }

    private RouteTable rebuild() {
        synchronized (lock) {
            RouteTable current = table;
            if (current == null) {
                current = RouteTable.of(
                        registrations.stream().map(Registration::entry).toList(),
                        catchAll == null ? null : catchAll.entry(),
                        traced);
                table = current;
            }
            return current;
        }
    }

    @GuardedBy("lock")
    private int insertionIndex(int priority) {
        int index = registrations.size();
        while (index > 0 && registrations.get(index - 1).entry().priority() > priority) {
            index--;
        }
        return index;
    }

    @GuardedBy("lock")
    private int indexOf(Registration registration) {
        return registrations.indexOf(registration);
    }

    /** Returns the handler of the same name and priority that ends the dispatch before the entry is reached. */
    @GuardedBy("lock")
    private @Nullable DispatchEntry shadowing(DispatchEntry entry) {
        MessagePattern pattern = entry.pattern();
        if (pattern == null || !pattern.isExact()) {
            return null;
        }
        for (Registration registration : registrations) {
            DispatchEntry present = registration.entry();
            if (present.priority() == entry.priority()
                    && !present.isObserver()
                    && !present.isConditional()
                    && pattern.equals(present.pattern())) {
                return present;
            }
        }
        return null;
    }
}
