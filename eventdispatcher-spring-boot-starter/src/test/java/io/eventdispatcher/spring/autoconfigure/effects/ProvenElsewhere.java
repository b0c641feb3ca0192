package io.eventdispatcher.spring.autoconfigure.effects;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which test of which class shows what a property does. */
final class ProvenElsewhere {

    private static final Path LIST = Path.of("src/test/resources/property-effects.txt");

    private ProvenElsewhere() {}

    /** Property and {@code Class#method}; lines that begin with {@code #} are comments. */
    static Map<String, String> read() throws IOException {
        Map<String, String> proofs = new TreeMap<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.trim().split("\\s+", 2);
                if (parts.length != 2 || proofs.put(parts[0], parts[1].trim()) != null) {
                    throw new AssertionError("not one property and its test: '" + line + "'");
                }
            }
        }
        return proofs;
    }

    /** The source of the class of a test, in any module, which has the method and is run. */
    static String text(String test) throws IOException {
        String[] parts = test.split("#");
        if (parts.length != 2) {
            throw new AssertionError("not Class#method: '" + test + "'");
        }
        List<Path> files = sources(parts[0] + ".java");
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            String text = Files.readString(file);
            if (text.contains("void " + parts[1] + "(") && !text.contains("@Disabled")) {
                texts.add(text);
            }
        }
        if (texts.size() != 1) {
            throw new AssertionError("not one such test without disabled ones: '" + test + "' in " + files);
        }
        return texts.get(0);
    }

    /** Looks at sources only: what other processes make and remove below {@code target} meanwhile is in nobody's way. */
    private static List<Path> sources(String name) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of(".."))) {
            for (Path module : modules) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> all = Files.walk(tests)) {
                        all.filter(path -> path.getFileName().toString().equals(name))
                                .forEach(found::add);
                    }
                }
            }
        }
        return found;
    }
}
