package io.eventdispatcher.testing;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Finds threads that were started after this object was made and still run.
 *
 * <p>Threading: any thread.
 */
public final class ThreadLeaks {
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    /**
     * Returns the threads left over; ask again for a while (Awaitility), a thread takes a moment to end.
     *
     * @param namePrefix only threads whose name begins with it
     * @return their names, sorted
     */
    public Set<String> left(String namePrefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith(namePrefix))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Waits until no thread is left over.
     *
     * @param namePrefix only threads whose name begins with it
     */
    public void awaitNone(String namePrefix) {
        Awaitility.await("threads " + namePrefix + " end")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> left(namePrefix), Set::isEmpty);
    }
}
