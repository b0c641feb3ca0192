package io.eventdispatcher.sample.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code in docs/raw.md is the code that is compiled and tested here. */
class RawDocumentationTests {

    private static final Path PAGE = Path.of("..", "docs", "raw.md");
    private static final Path SOURCES = Path.of("src/main/java/io/eventdispatcher/sample/raw");
    private static final Pattern BLOCK =
            Pattern.compile("<!-- (\\w+\\.java)#(\\w+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyCodeBlockIsARegionOfASource() throws IOException {
        String page = Files.readString(PAGE);
        List<String> shown = new ArrayList<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            shown.add(block.group(1));
            assertThat(block.group(3))
                    .as("%s: copy region '%s' of %s", PAGE, block.group(2), block.group(1))
                    .isEqualTo(region(block.group(1), block.group(2)));
        }
        assertThat(shown).containsExactly("RawEcho.java", "FramedEcho.java", "FetchSession.java", "WebPages.java");
        assertThat(page.split("```java", -1)).as("code blocks, all marked").hasSize(shown.size() + 1);
    }

    private static String region(String file, String name) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        String begin = "// region " + name + "\n";
        int start = source.indexOf(begin);
        int end = source.indexOf("// endregion", start);
        assertThat(start).as("region '%s' of %s", name, file).isNotNegative();
        return source.substring(start + begin.length(), end);
    }
}
