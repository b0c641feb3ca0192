package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.source.signal.Signals;
import io.eventdispatcher.source.watch.FileEventKind;
import io.eventdispatcher.source.watch.FileWatchLimits;
import io.eventdispatcher.spring.source.WatchSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of the properties of signals and watches.
 *
 * <p>Threading: one thread at a time.
 */
final class SourceSettingsReader {

    private static final String SIGNALS = "eventdispatcher.signals";
    private static final String WATCH = "eventdispatcher.watch";
    private static final Duration MAX_QUIET = Duration.ofHours(1);

    private SourceSettingsReader() {}

    /** The canonical names, each once. */
    static List<String> signals(Collection<String> configured) {
        Set<String> names = new LinkedHashSet<>();
        for (String each : configured) {
            try {
                String refusal = Signals.refusal(each.strip());
                if (refusal != null) {
                    throw new UnusablePropertyException(SIGNALS, each, refusal, "remove it, or use HUP or USR1");
                }
                names.add(Signals.name(each.strip()));
            } catch (IllegalArgumentException e) {
                throw PropertyChecks.unusable(SIGNALS, each, e, "write for example HUP, USR1, INT or TERM");
            }
        }
        return List.copyOf(names);
    }

    static List<WatchSettings> watches(SourceProperties properties) {
        List<WatchSettings> all = new ArrayList<>();
        properties.watch().forEach((name, watch) -> {
            PropertyChecks.name(WATCH, name);
            all.add(read(WATCH + "." + name, name, watch));
        });
        return all;
    }

    private static WatchSettings read(String prefix, String name, SourceProperties.Watch watch) {
        Duration quiet = PropertyChecks.notNegative(prefix + ".quiet-period", watch.quietPeriod());
        if (quiet.compareTo(MAX_QUIET) > 0) {
            throw new UnusablePropertyException(
                    prefix + ".quiet-period", PropertyChecks.print(quiet), "the most is 1h", "write for example 200ms");
        }
        return new WatchSettings(
                name,
                path(prefix + ".path", watch.path()),
                watch.glob(),
                events(prefix + ".events", watch.events()),
                watch.recursive(),
                watch.followLinks(),
                quiet,
                FileWatchLimits.defaults()
                        .withMaxDirectories(
                                PropertyChecks.atLeast(prefix + ".max-directories", watch.maxDirectories(), 1))
                        .withMaxEntries(PropertyChecks.atLeast(prefix + ".max-entries", watch.maxEntries(), 1)));
    }

    private static Path path(String key, @Nullable String path) {
        if (path == null || path.isBlank()) {
            throw new UnusablePropertyException(
                    key, "", "it is missing", "write what to watch, for example config/rules.d");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw PropertyChecks.unusable(key, path, e, "write a path, for example config/rules.d");
        }
    }

    private static Set<FileEventKind> events(String key, Set<FileEventKind> events) {
        if (events.isEmpty()) {
            throw new UnusablePropertyException(
                    key, "", "nothing would be reported", "write for example created, deleted");
        }
        for (FileEventKind kind : events) {
            String refusal = kind.refusal();
            if (refusal != null) {
                throw new UnusablePropertyException(key, kind.name(), refusal, "remove it");
            }
        }
        return events;
    }
}
