package io.eventdispatcher.source.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The seam to the file system; replaced in tests. */
interface FileTree {
    /**
     * Looks at a file.
     *
     * @param followLinks whether a symbolic link stands for what it leads to; one that leads nowhere stands for itself
     * @return null if there is none
     * @throws IOException if that cannot be found out
     */
    @Nullable
    FileState look(Path path, boolean followLinks) throws IOException;

    /**
     * Lists a directory.
     *
     * @param names gets each name; {@code false} ends the listing
     * @return whether the listing is complete
     * @throws IOException if it cannot be read
     */
    boolean list(Path directory, Predicate<Path> names) throws IOException;
}
