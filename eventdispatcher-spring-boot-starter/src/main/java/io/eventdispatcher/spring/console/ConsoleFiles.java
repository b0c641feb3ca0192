package io.eventdispatcher.spring.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, read once from the class path. Only these can be had: a name that a browser asks for is looked up,
 * never made a path of.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ConsoleFiles {

    private static final String PAGE = "index.html";

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            PAGE,
            "text/html;charset=UTF-8",
            "icon.svg",
            "image/svg+xml",
            "console.css",
            "text/css;charset=UTF-8",
            "console.js",
            "text/javascript;charset=UTF-8",
            "model.js",
            "text/javascript;charset=UTF-8",
            "view.js",
            "text/javascript;charset=UTF-8");

    private final Map<String, ConsoleFile> files = new HashMap<>();

    /**
     * Reads the files.
     *
     * @throws UncheckedIOException if one is missing or cannot be read
     */
    public ConsoleFiles() {
        CONTENT_TYPES.forEach((name, type) -> files.put(name, new ConsoleFile(type, read(name))));
    }

    private static byte[] read(String name) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("missing on the class path: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("file of the console not read: name=" + name, e);
        }
    }

    /**
     * Returns the page itself.
     *
     * @return its HTML
     */
    public ConsoleFile page() {
        ConsoleFile page = files.get(PAGE);
        if (page == null) {
            throw new IllegalStateException("no " + PAGE);
        }
        return page;
    }

    /**
     * Finds a file that the page refers to.
     *
     * @param name its name
     * @return null if there is none of that name
     */
    public @Nullable ConsoleFile find(String name) {
        return name.equals(PAGE) ? null : files.get(name);
    }
}
