package io.eventdispatcher.source.watch;

import io.eventdispatcher.loop.NanoClock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of a file system of the JDK, with their Unix attributes where it has them.
 *
 * <p>Threading: any thread.
 */
final class JdkFileTree implements FileTree {
    private static final LinkOption[] FOLLOW = {};
    private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};
    private static final String UNIX = "unix:dev,ino,mode,uid,gid,nlink,size,lastModifiedTime,ctime,isDirectory";

    private final NanoClock clock;
    private final boolean unix;

    JdkFileTree(FileSystem fileSystem, NanoClock clock) {
        this.clock = clock;
        this.unix = hasUnixAttributes(fileSystem);
    }

    /** Tells whether changes of attributes and of the content can be told apart. */
    static boolean hasUnixAttributes(FileSystem fileSystem) {
        return fileSystem.supportedFileAttributeViews().contains("unix");
    }

    @Override
    public @Nullable FileState look(Path path, boolean followLinks) throws IOException {
        if (!followLinks) {
            return lookUnlessAbsent(path, NOFOLLOW);
        }
        FileState target = null;
        try {
            target = lookUnlessAbsent(path, FOLLOW);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isSymbolicLink(path)) {
                throw e; // else a link that leads back to itself
            }
        }
        return target == null ? lookUnlessAbsent(path, NOFOLLOW) : target;
    }

    @Override
    public boolean list(Path directory, Predicate<Path> names) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                if (!names.test(path.getFileName())) {
                    return false;
                }
            }
            return true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** The JDK has no exception of its own for a path that leads through a file. */
    private static boolean isBelowNoDirectory(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            try {
                return !Files.readAttributes(above, BasicFileAttributes.class).isDirectory();
            } catch (NoSuchFileException e) {
                return true; // it has gone meanwhile
            } catch (IOException e) {
                // perhaps a file is still further up
            }
        }
        return false;
    }

    private @Nullable FileState lookUnlessAbsent(Path path, LinkOption[] links) throws IOException {
        try {
            return look(path, links);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (isBelowNoDirectory(path)) {
                return null;
            }
            throw e;
        }
    }

    private FileState look(Path path, LinkOption[] links) throws IOException {
        // Read before the file: a write in between is seen as one that may hide.
        long seen = nanos(clock.now());
        if (!unix) {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, links);
            return new FileState(
                    file.fileKey(), file.isDirectory(), file.size(), nanos(file.lastModifiedTime()), 0, 0, seen);
        }
        Map<String, Object> file = Files.readAttributes(path, UNIX, links);
        boolean directory = Boolean.TRUE.equals(file.get("isDirectory"));
        long access = number(file, "mode");
        access = access * 31 + number(file, "uid");
        access = access * 31 + number(file, "gid");
        access = access * 31 + (directory ? 0 : number(file, "nlink"));
        return new FileState(
                new FileId(number(file, "dev"), number(file, "ino")),
                directory,
                number(file, "size"),
                time(file, "lastModifiedTime"),
                time(file, "ctime"),
                access,
                seen);
    }

    private static long number(Map<String, Object> file, String attribute) {
        return ((Number) Objects.requireNonNull(file.get(attribute), attribute)).longValue();
    }

    private static long time(Map<String, Object> file, String attribute) {
        return nanos((FileTime) Objects.requireNonNull(file.get(attribute), attribute));
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    private static long nanos(Instant time) {
        return FileTime.from(time).to(TimeUnit.NANOSECONDS);
    }

    /** Device and inode. */
    private record FileId(long device, long inode) {}
}
