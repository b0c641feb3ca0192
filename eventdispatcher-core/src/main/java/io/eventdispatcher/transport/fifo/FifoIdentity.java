package io.eventdispatcher.transport.fifo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Which file it is, of what kind, and whose.
 *
 * <p>Threading: immutable.
 *
 * @param key device and inode
 * @param mode type and permission bits
 * @param uid the number of its owner
 */
record FifoIdentity(String key, int mode, int uid) {

    private static final int TYPE_MASK = 0170000;
    private static final int FIFO = 0010000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SOCKET = 0140000;
    private static final int WRITABLE_BY_OTHERS = 0022;

    /** The file at the path itself; symbolic links are not followed. */
    static FifoIdentity of(Path path) throws IOException {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The file that a link of {@code /proc/self/fd} stands for. */
    static FifoIdentity ofHandle(Path link) throws IOException {
        return read(link);
    }

    private static FifoIdentity read(Path path, LinkOption... options) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid,dev,ino", options);
        return new FifoIdentity(
                attributes.get("dev") + ":" + attributes.get("ino"),
                number(attributes, "mode"),
                number(attributes, "uid"));
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name), name);
    }

    boolean isFifo() {
        return (mode & TYPE_MASK) == FIFO;
    }

    boolean isSameFile(FifoIdentity other) {
        return key.equals(other.key) && isFifo() == other.isFifo() && uid == other.uid;
    }

    boolean onlyOwnerWrites() {
        return (mode & WRITABLE_BY_OTHERS) == 0;
    }

    String kind() {
        return switch (mode & TYPE_MASK) {
            case FIFO -> "FIFO";
            case SYMBOLIC_LINK -> "symbolic link";
            case REGULAR -> "regular file";
            case DIRECTORY -> "directory";
            case SOCKET -> "socket";
            default -> "special file";
        };
    }
}
