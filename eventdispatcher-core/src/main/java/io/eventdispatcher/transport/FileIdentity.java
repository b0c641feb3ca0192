package io.eventdispatcher.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Which file it is, of what kind, and whose; symbolic links are looked at themselves.
 *
 * <p>Threading: immutable.
 *
 * @param key device and inode
 * @param type the file type bits of its mode
 * @param uid the number of its owner
 */
record FileIdentity(Object key, int type, int uid) {

    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET = 0140000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;

    static FileIdentity of(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid,dev,ino", LinkOption.NOFOLLOW_LINKS);
        return new FileIdentity(
                attributes.get("dev") + ":" + attributes.get("ino"),
                number(attributes, "mode") & TYPE_MASK,
                number(attributes, "uid"));
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name), name);
    }

    boolean isSocket() {
        return type == SOCKET;
    }

    String kind() {
        return switch (type) {
            case SOCKET -> "socket";
            case SYMBOLIC_LINK -> "symbolic link";
            case REGULAR -> "regular file";
            case DIRECTORY -> "directory";
            default -> "special file";
        };
    }
}
