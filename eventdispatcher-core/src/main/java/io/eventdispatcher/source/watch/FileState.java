package io.eventdispatcher.source.watch;

import org.jspecify.annotations.Nullable;

/**
 * What a file looked like at one time.
 *
 * <p>Threading: immutable.
 *
 * @param id tells files of one name apart: device and inode; null where the file system has nothing like it
 * @param directory whether it is a directory
 * @param size bytes
 * @param modifiedNanos modification time, since 1970
 * @param changedNanos time of the last change of the inode, since 1970; 0 if unknown
 * @param access permissions, owner, group and number of links, mixed; 0 if unknown
 * @param seenNanos when this was found out, since 1970
 */
record FileState(
        @Nullable Object id,
        boolean directory,
        long size,
        long modifiedNanos,
        long changedNanos,
        long access,
        long seenNanos) {
    /** Two changes closer than this may leave the same times in the file: FAT counts two seconds. */
    private static final long TIME_RESOLUTION_NANOS = 2_000_000_000L;

    /** Tells whether the name still stands for the same file. */
    boolean isSameFile(FileState other) {
        if (directory != other.directory) {
            return false;
        }
        return id == null || id.equals(other.id);
    }

    boolean hasOtherContent(FileState before) {
        return !directory && (size != before.size || modifiedNanos != before.modifiedNanos);
    }

    boolean hasOtherAttributes(FileState before) {
        if (access != before.access) {
            return true;
        }
        // Entries of a directory change its times too; that is not a change of its attributes. A file that is being
        // written may be seen with its new change time and its old modification time.
        return !directory && changedNanos != before.changedNanos && !hasOtherContent(before) && !mayHideWrites();
    }

    /**
     * Tells whether the file may have been written after it was looked at without that being visible in its time and
     * size.
     */
    boolean mayHideWrites() {
        return !directory && seenNanos - modifiedNanos < TIME_RESOLUTION_NANOS;
    }
}
