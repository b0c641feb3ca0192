package io.eventdispatcher.source.watch;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which names of a watched directory are reported.
 *
 * <p>Threading: immutable.
 */
final class NameFilter {
    private static final NameFilter ALL = new NameFilter(null, null, false, true);

    private static final String ANY_DIRECTORY = "**/";

    private final @Nullable Path only;
    private final @Nullable PathMatcher matcher;
    private final boolean wholePath;
    private final boolean hidden;

    private NameFilter(@Nullable Path only, @Nullable PathMatcher matcher, boolean wholePath, boolean hidden) {
        this.only = only;
        this.matcher = matcher;
        this.wholePath = wholePath;
        this.hidden = hidden;
    }

    static NameFilter all() {
        return ALL;
    }

    static NameFilter only(Path name) {
        return new NameFilter(name, null, false, true);
    }

    /** A glob of the JDK; as in a shell, a leading dot of a name is matched by a dot only. */
    static NameFilter glob(FileSystem fileSystem, String glob) {
        String last = glob.substring(glob.lastIndexOf('/') + 1);
        if (last.isEmpty()) {
            throw new IllegalArgumentException(
                    "glob without a file name: value='" + glob + "'; write for example *.conf or **/*.conf");
        }
        boolean hidden = last.charAt(0) == '.' || last.charAt(0) == '{' || last.charAt(0) == '[';
        try {
            return new NameFilter(null, matcher(fileSystem, glob), glob.indexOf('/') >= 0, hidden);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "glob not understood: value='" + glob + "' " + e.getDescription() + " at " + e.getIndex()
                            + "; known are * ** ? [abc] {a,b} and \\ before a character that stands for itself",
                    e);
        }
    }

    /** The JDK's {@code **}{@code /} stands for one directory or more; ours for none, too. */
    private static PathMatcher matcher(FileSystem fileSystem, String glob) {
        PathMatcher below = fileSystem.getPathMatcher("glob:" + glob);
        if (!glob.startsWith(ANY_DIRECTORY)) {
            return below;
        }
        PathMatcher here = matcher(fileSystem, glob.substring(ANY_DIRECTORY.length()));
        return path -> below.matches(path) || here.matches(path);
    }

    /** Tells whether a name is reported; the path is below the watched directory and relative to it. */
    boolean matches(Path relative) {
        Path name = Objects.requireNonNull(relative.getFileName());
        if (only != null) {
            return only.equals(relative);
        }
        if (matcher == null) {
            return true;
        }
        return (hidden || !name.toString().startsWith(".")) && matcher.matches(wholePath ? relative : name);
    }

    /** The one name that is reported, null if there may be more. */
    @Nullable
    Path only() {
        return only;
    }
}
