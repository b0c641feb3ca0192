package io.eventdispatcher.spring.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a page, read once from the class path: its own, and those that the pages of this project share. Only these can be had: a name that a browser asks for is looked up,
 * never made a path of.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ConsoleFiles {

    private static final String PAGE = "index.html";

    private static final List<String> SHARED =
            List.of("icon.svg", "console.css", "dialog.js", "live.js", "model.js", "view.js");

    private final Map<String, ConsoleFile> files = new HashMap<>();

    /**
     * Reads the files of the page of the actuator endpoint.
     *
     * @throws UncheckedIOException if one is missing or cannot be read
     */
    public ConsoleFiles() {
        this(ConsoleFiles.class, List.of("console.js"));
    }

    /**
     * Reads the files of a page: {@code index.html}, others of its own, and the shared ones.
     *
     * @param owner beside which its own files lie
     * @param own names of the others of its own
     * @throws UncheckedIOException if one is missing or cannot be read
     * @throws IllegalArgumentException if the kind of one is not known by the end of its name
     */
    public ConsoleFiles(Class<?> owner, List<String> own) {
        SHARED.forEach(name -> files.put(name, read(ConsoleFiles.class, name)));
        own.forEach(name -> files.put(name, read(owner, name)));
        files.put(PAGE, read(owner, PAGE));
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html;charset=UTF-8";
            case "css" -> "text/css;charset=UTF-8";
            case "js" -> "text/javascript;charset=UTF-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no kind of file of a page: name=" + name);
        };
    }

    private static ConsoleFile read(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("missing on the class path: " + name);
            }
            return new ConsoleFile(contentType(name), in.readAllBytes());
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
