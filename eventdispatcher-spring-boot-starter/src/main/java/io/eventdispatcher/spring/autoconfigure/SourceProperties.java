package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.source.watch.FileEventKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of events that do not come from peers.
 *
 * <p>Threading: immutable.
 *
 * @param signals Signals that are listened to and published as application events, for example HUP, USR1. HUP reopens the log
 *     files, INT and TERM end the application in order.
 * @param watch Watched files and directories by name.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher")
public record SourceProperties(
        @DefaultValue List<String> signals, @DefaultValue Map<String, Watch> watch) {

    /**
     * A watched file or directory.
     *
     * @param path File or directory; it need not be there yet.
     * @param glob Names in the directory that are reported, for example *.conf; with a slash paths below it; all by default.
     * @param events What is reported: created, write, updated (written and then left alone), deleted, exists (there when
     *     watching began), attributes.
     * @param recursive Whether everything below the directory is watched, directories that come later included.
     * @param followLinks Whether symbolic links below the path are followed.
     * @param quietPeriod Time for which a file must be left alone before it counts as updated.
     * @param maxDirectories Most directories watched; what is beyond is reported as an error event.
     * @param maxEntries Most names known in them; what is beyond is reported as an error event.
     * @since 0.1
     */
    public record Watch(
            @Nullable String path,
            @Nullable String glob,
            @DefaultValue({"created", "updated", "deleted"}) Set<FileEventKind> events,
            @DefaultValue("false") boolean recursive,
            @DefaultValue("false") boolean followLinks,
            @DefaultValue("200ms") Duration quietPeriod,
            @DefaultValue("8192") int maxDirectories,
            @DefaultValue("100000") int maxEntries) {}
}
