package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.tap.Fate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page about the daemon has what there is. */
class DocumentationTests {

    private static final String PREFIX = "communicatord.";

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "communicatord.md"));
    }

    private static List<JsonNode> properties() throws IOException {
        List<JsonNode> properties = new ArrayList<>();
        for (URL each : Collections.list(DocumentationTests.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = each.openStream()) {
                for (JsonNode property :
                        JsonMapper.builder().build().readTree(in).path("properties")) {
                    if (property.path("name").asString().startsWith(PREFIX)) {
                        properties.add(property);
                    }
                }
            }
        }
        return properties;
    }

    @Test
    void namesEveryProperty() throws IOException {
        String page = page();
        List<String> missing = new ArrayList<>();
        for (JsonNode property : properties()) {
            String name = property.path("name").asString().substring(PREFIX.length());
            String last = name.substring(name.lastIndexOf('.') + 1);
            boolean named = page.contains("`" + name + "`")
                    || page.contains("`" + PREFIX + name + "=")
                    || name.contains(".") && page.contains("`." + last + "`")
                    || page.contains("`" + name + ".");
            if (!named && !name.equals("enabled")
                    || property.path("description").asString("").isEmpty()) {
                missing.add(name);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(properties()).hasSizeGreaterThan(40);
    }

    @Test
    void namesEveryReasonAndFate() throws IOException {
        String page = page();
        for (Drop reason : Drop.values()) {
            assertThat(page).contains("`" + reason.name().toLowerCase(Locale.ROOT) + "`");
        }
        for (Fate fate : Fate.values()) {
            assertThat(page).contains("`" + fate.word() + "`");
        }
    }
}
