package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.loop.SourceSnapshot;
import io.eventdispatcher.source.watch.FileWatchSnapshot;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Event sources that are not peers, as the endpoint shows them.
 *
 * <p>Threading: immutable.
 *
 * @param signals how often each signal was received
 * @param watches the watches that run
 * @param active names of what the loops wait for besides connections and timers: {@code signal HUP}, {@code watch rules},
 *     {@code child NAME}, {@code thread NAME} and so on, sorted
 * @since 0.1
 */
public record SourcesReport(Map<String, Long> signals, List<WatchReport> watches, List<String> active) {

    static SourcesReport of(SignalListeners signals, FileWatches watches, EventLoops loops) {
        return new SourcesReport(
                signals.received(),
                watches.snapshots().stream().map(WatchReport::of).toList(),
                loops.all().stream()
                        .flatMap(loop -> loop.sources().stream())
                        .filter(source -> source.kind() == SourceSnapshot.Kind.KEEP_ALIVE)
                        .map(SourceSnapshot::name)
                        .sorted()
                        .toList());
    }

    /**
     * A watch.
     *
     * @param name name
     * @param path what is watched
     * @param present whether it is there
     * @param directories watched directories
     * @param entries names known in them
     * @param pendingEvents events that wait for the loop
     * @param events how many events of each kind were published since it was started; kinds that never came are missing
     * @since 0.1
     */
    public record WatchReport(
            String name,
            String path,
            boolean present,
            int directories,
            int entries,
            int pendingEvents,
            Map<String, Long> events) {

        static WatchReport of(FileWatchSnapshot watch) {
            Map<String, Long> events = new TreeMap<>();
            watch.events().forEach((kind, count) -> events.put(kind.name().toLowerCase(Locale.ROOT), count));
            return new WatchReport(
                    watch.name(),
                    watch.paths().get(0).toString(),
                    watch.present() > 0,
                    watch.directories(),
                    watch.entries(),
                    watch.pendingEvents(),
                    events);
        }
    }
}
