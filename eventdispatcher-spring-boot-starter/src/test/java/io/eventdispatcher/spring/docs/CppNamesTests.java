package io.eventdispatcher.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page {@code docs/from-cpp.md} sends nobody to a type that does not exist. */
class CppNamesTests {

    private static final Path PAGE = Path.of("..", "docs", "from-cpp.md");

    /** What a table says about us: everything behind its first column. */
    private static final Pattern OURS = Pattern.compile("^\\|[^|]*\\|(.*)\\|$", Pattern.MULTILINE);

    private static final Pattern CODE = Pattern.compile("`@?([A-Z][a-z][A-Za-z]+)[`.]");
    private static final Set<String> OF_JAVA = Set.of("Instant");

    @Test
    void everyTypeThatItNamesExists() throws IOException {
        Set<String> named = new TreeSet<>();
        OURS.matcher(Files.readString(PAGE))
                .results()
                .flatMap(row -> CODE.matcher(row.group(1)).results())
                .forEach(code -> named.add(code.group(1)));
        named.removeAll(OF_JAVA);

        Set<String> existing = new TreeSet<>();
        for (String module : List.of("eventdispatcher-core", "eventdispatcher-spring-boot-starter")) {
            existing.addAll(types(Path.of("..", module, "src", "main", "java")));
        }

        assertThat(named).hasSizeGreaterThan(40);
        assertThat(existing).containsAll(named);
    }

    private static Set<String> types(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
