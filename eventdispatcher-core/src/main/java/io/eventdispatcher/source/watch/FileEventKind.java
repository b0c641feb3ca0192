package io.eventdispatcher.source.watch;

import org.jspecify.annotations.Nullable;

/**
 * What can happen to a file: the event bits of the C++ library, of which some cannot be had here and are refused by
 * name. Its bits {@code DIRECTORY} and {@code RECURSIVE} are {@link FileEvent#directory()} and {@link
 * FileWatchBuilder#recursive(boolean)}.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum FileEventKind {
    /**
     * Permissions, owner or the number of links changed, but neither size nor modification time. The JDK reports both
     * sorts of changes alike; they are told apart by looking at the file. Of a file written less than two seconds ago only
     * permissions, owner and links count, all else may be a write. Needs a file system with Unix attributes.
     */
    ATTRIBUTES(null),

    /** Refused: see the reason. */
    READ("the JDK's WatchService does not report reads; UPDATED and WRITE report changes"),

    /**
     * Size or modification time changed, so {@code touch} counts. Several writes in a row may become one event; a file
     * that was created and written at once may have this event or not, as it was written before it was looked at.
     */
    WRITE(null),

    /**
     * A new name: created, moved here, or put in the place of an old file by a rename, as editors save. For a directory
     * of a recursive watch, everything in it follows.
     */
    CREATED(null),

    /**
     * A name has gone: deleted or moved away. A directory of a recursive watch is preceded by everything that was in it.
     * What was created and deleted before it could be looked at is not reported at all (the C++ library, too, suppresses
     * events of unlinked files).
     */
    DELETED(null),

    /** Refused: see the reason. */
    ACCESS("the JDK's WatchService does not report that a file is opened or closed; UPDATED comes when it is quiet"),

    /**
     * A file was created or written, and then left alone for the quiet period. Differs from the C++ library, where it
     * comes when a writer closes the file, which the JDK does not report; a rename over an old file counts.
     */
    UPDATED(null),

    /**
     * The name was there when watching began. Comes once for each, before anything else about it; names that appear
     * later are {@link #CREATED}.
     */
    EXISTS(null),

    /**
     * So much happened that some of it was lost. The watch looks at everything again and reports what differs, so names
     * and sizes are right afterwards; writes in between may be missing. Always reported.
     */
    LOST_SYNC(null),

    /**
     * A part is not watched: a limit was reached, the kernel has no more watches, or a directory cannot be read; {@link
     * FileEvent#detail()} says what to do. Always reported, once for each reason until it has gone.
     */
    ERROR(null),

    /**
     * What was to be watched is not there any more. The watch looks for it again and reports {@link #CREATED} for it
     * when it is back. Always reported.
     */
    GONE(null),

    /** Refused: see the reason. */
    UNMOUNTED("the JDK's WatchService does not tell it apart: an unmounted file system is reported as GONE");

    private final @Nullable String refusal;

    FileEventKind(@Nullable String refusal) {
        this.refusal = refusal;
    }

    /**
     * Tells why this kind cannot be asked for.
     *
     * @return the reason, null if it can
     */
    public @Nullable String refusal() {
        return refusal;
    }

    /**
     * Tells whether this kind is reported without being asked for.
     *
     * @return true for {@link #LOST_SYNC}, {@link #ERROR} and {@link #GONE}
     */
    public boolean isAlwaysReported() {
        return this == LOST_SYNC || this == ERROR || this == GONE;
    }
}
