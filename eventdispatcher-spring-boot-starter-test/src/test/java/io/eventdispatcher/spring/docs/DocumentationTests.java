package io.eventdispatcher.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documentation shows is what is compiled and run here. */
class DocumentationTests {

    private static final Path ROOT = Path.of("..");
    private static final Set<String> FENCES = Set.of("```java", "```kotlin", "```yaml", "```yml", "```xml");
    private static final Pattern MARK = Pattern.compile("<!-- snippet: ([\\w.-]+)#([\\w-]+) -->");

    @TestFactory
    List<DynamicTest> everySnippetOfAPageIsARegionOfATestedFile() throws IOException {
        Snippets snippets = Snippets.load();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            tests.add(DynamicTest.dynamicTest(page.getFileName().toString(), () -> check(page, snippets)));
        }
        return tests;
    }

    @Test
    void fenceWithoutMarkIsFound() {
        assertThat(problems("text\n```java\nint a;\n```\n"))
                .singleElement()
                .asString()
                .contains("line 2")
                .contains("<!-- snippet: FILE#name -->");
    }

    @Test
    void fenceThatDiffersIsFound() {
        assertThat(problems("<!-- snippet: Sum.java#sum -->\n```java\nint a;\n```\n"))
                .singleElement()
                .asString()
                .contains("Sum.java#sum")
                .contains("int a;");
    }

    @Test
    void unknownRegionIsFound() {
        assertThat(problems("<!-- snippet: Sum.java#difference -->\n```java\nint a;\n```\n"))
                .singleElement()
                .asString()
                .contains("name=difference known=[sum]");
    }

    @Test
    void markWithoutFenceIsFound() {
        assertThat(problems("<!-- snippet: Sum.java#sum -->\ntext\n"))
                .singleElement()
                .asString()
                .contains("no fence follows");
    }

    private static void check(Path page, Snippets snippets) throws IOException {
        SoftAssertions.assertSoftly(softly -> {
            for (String problem : problems(read(page), snippets)) {
                softly.fail(page + ": " + problem);
            }
        });
    }

    private static List<String> problems(String page) {
        try {
            return problems(page, Snippets.load());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> problems(String page, Snippets snippets) {
        List<String> problems = new ArrayList<>();
        List<String> lines = page.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (MARK.matcher(line).matches() && !isFence(lines, i + 1)) {
                problems.add("line " + (i + 1) + ": no fence follows");
            }
            if (isFence(lines, i)) {
                Matcher mark = MARK.matcher(i == 0 ? "" : lines.get(i - 1).strip());
                int end = end(lines, i);
                String text = String.join("\n", lines.subList(i + 1, end)).stripIndent() + "\n";
                if (mark.matches()) {
                    compare(i + 1, mark.group(1), mark.group(2), text, snippets, problems);
                } else {
                    problems.add("line " + (i + 1) + ": write <!-- snippet: FILE#name --> on the line before");
                }
                i = end;
            }
        }
        return problems;
    }

    private static void compare(
            int line, String file, String name, String text, Snippets snippets, List<String> problems) {
        try {
            String region = snippets.region(file, name);
            if (!region.equals(text)) {
                problems.add("line " + line + ": differs from " + file + "#" + name + ", which is\n" + region
                        + "but the page shows\n" + text);
            }
        } catch (IllegalArgumentException | IOException e) {
            problems.add("line " + line + ": " + e.getMessage());
        }
    }

    private static boolean isFence(List<String> lines, int index) {
        if (index >= lines.size()) {
            return false;
        }
        String line = lines.get(index).strip();
        return FENCES.contains(line);
    }

    private static int end(List<String> lines, int fence) {
        int end = fence + 1;
        while (end < lines.size() && !lines.get(end).strip().equals("```")) {
            end++;
        }
        return end;
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }
}
