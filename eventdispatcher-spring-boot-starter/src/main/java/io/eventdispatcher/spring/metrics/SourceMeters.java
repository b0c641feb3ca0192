package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.source.watch.FileEventKind;
import io.eventdispatcher.source.watch.FileWatchSnapshot;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Registers the meters of signals and watches.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class SourceMeters implements MeterBinder {

    private final SignalListeners signals;
    private final FileWatches watches;

    /**
     * Creates the binder.
     *
     * @param signals the signals listened to
     * @param watches the watched files
     */
    public SourceMeters(SignalListeners signals, FileWatches watches) {
        this.signals = signals;
        this.watches = watches;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String name : signals.received().keySet()) {
            EventDispatcherMeters.counter(
                    registry,
                    EventDispatcherMeter.SIGNALS,
                    Tags.of(MeterTag.SIGNAL.asString(), name),
                    signals,
                    each -> each.received().getOrDefault(name, 0L));
        }
        watches.settings().forEach(watch -> bindWatch(registry, watch.name()));
    }

    private void bindWatch(MeterRegistry registry, String name) {
        Tags tags = Tags.of(MeterTag.WATCH.asString(), name);
        for (FileEventKind kind : FileEventKind.values()) {
            if (kind.refusal() == null) {
                EventDispatcherMeters.counter(
                        registry,
                        EventDispatcherMeter.FILE_CHANGES,
                        tags.and(MeterTag.TYPE.asString(), kind.name().toLowerCase(Locale.ROOT)),
                        watches,
                        each -> each.events(name, kind));
            }
        }
        gauge(registry, EventDispatcherMeter.FILE_ENTRIES, tags, name, FileWatchSnapshot::entries);
        gauge(registry, EventDispatcherMeter.FILE_PENDING, tags, name, FileWatchSnapshot::pendingEvents);
    }

    private void gauge(
            MeterRegistry registry,
            EventDispatcherMeter meter,
            Tags tags,
            String name,
            ToIntFunction<FileWatchSnapshot> value) {
        EventDispatcherMeters.gauge(
                registry,
                meter,
                tags,
                watches,
                each -> each.snapshots().stream()
                        .filter(watch -> watch.name().equals(name))
                        .mapToInt(value)
                        .sum());
    }
}
