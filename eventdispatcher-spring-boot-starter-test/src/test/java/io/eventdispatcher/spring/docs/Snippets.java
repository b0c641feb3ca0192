package io.eventdispatcher.spring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that snippets come from, and their regions. */
final class Snippets {

    private static final List<Path> FOLDERS = List.of(
            Path.of("src/test/java/io/eventdispatcher/spring/docs"),
            Path.of("src/test/resources/io/eventdispatcher/spring/docs"),
            Path.of("../sample-app/src/main/java/io/eventdispatcher/sample"),
            Path.of("../consumer-tests/src/it/consumers/first-five-minutes/pom.xml"));

    private static final Pattern VERSION =
            Pattern.compile("<artifactId>eventdispatcher-parent</artifactId>\\s*<version>([^<]+)</version>");

    private final Map<String, Path> files;

    private Snippets(Map<String, Path> files) {
        this.files = files;
    }

    static Snippets load() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (Path folder : FOLDERS) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> files.putIfAbsent(file.getFileName().toString(), file));
            }
        }
        return new Snippets(files);
    }

    List<String> yamlFiles() {
        return files.keySet().stream().filter(name -> name.endsWith(".yml")).toList();
    }

    /**
     * Returns the text of each region of a file, by name.
     *
     * @throws IllegalArgumentException if there is no such file, or a region does not end
     */
    Map<String, String> regions(String file) throws IOException {
        Path path = files.get(file);
        if (path == null) {
            throw new IllegalArgumentException("no such file: name=" + file + " folders=" + FOLDERS);
        }
        Marks marks = Marks.of(file);
        Map<String, List<String>> regions = new LinkedHashMap<>();
        List<String> open = null;
        for (String line : Files.readAllLines(path)) {
            String text = line.strip();
            if (text.startsWith(marks.begin())) {
                if (open != null) {
                    throw new IllegalArgumentException("a region within a region: file=" + file + " line=" + text);
                }
                String name = text.substring(marks.begin().length()).replace(" -->", "");
                open = regions.computeIfAbsent(name, unused -> new ArrayList<>());
            } else if (text.equals(marks.end())) {
                open = null;
            } else if (open != null) {
                open.add(line.contains("@project.version@") ? line.replace("@project.version@", version()) : line);
            }
        }
        if (open != null) {
            throw new IllegalArgumentException("the last region has no end: file=" + file);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        regions.forEach(
                (name, lines) -> texts.put(name, String.join("\n", lines).stripIndent() + "\n"));
        return texts;
    }

    /** Returns the text of one region, a reason if there is none. */
    String region(String file, String name) throws IOException {
        Map<String, String> regions = regions(file);
        String text = regions.get(name);
        if (text == null) {
            throw new IllegalArgumentException(
                    "no such region: file=" + file + " name=" + name + " known=" + regions.keySet());
        }
        return text;
    }

    /** The version of this build, which the invoked Maven puts into the projects of users. */
    private static String version() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("../pom.xml")));
        if (!version.find()) {
            throw new IllegalArgumentException("no version of the parent in ../pom.xml");
        }
        return version.group(1);
    }

    /** How regions are marked: by comments of the language. */
    private record Marks(String begin, String end) {

        static Marks of(String file) {
            if (file.endsWith(".xml")) {
                return new Marks("<!-- snippet: ", "<!-- end -->");
            }
            String comment = file.endsWith(".java") ? "// " : "# ";
            return new Marks(comment + "snippet: ", comment + "end");
        }
    }
}
