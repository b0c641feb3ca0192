package io.eventdispatcher.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner.Mode;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * Each region of each YAML file of the documentation configures an application, all of it: a key that nobody reads fails.
 * Nothing is opened: no listener, client or watch starts.
 */
class YamlSnippetTests {

    @TempDir
    static Path certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        DocumentedFiles.makeCertificates(certificates);
    }

    @TestFactory
    List<DynamicTest> everyKeyIsRead() throws IOException {
        Snippets snippets = Snippets.load();
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : snippets.yamlFiles()) {
            snippets.regions(file)
                    .forEach((name, text) -> tests.add(DynamicTest.dynamicTest(
                            file + "#" + name, () -> assertThat(unread(text)).isEmpty())));
        }
        return tests;
    }

    @Test
    void keyThatNobodyReadsIsFound() throws IOException {
        assertThat(unread("eventdispatcher:\n  listeners.main: { uri: 'tcp://127.0.0.1:0', max-conections: 1 }\n"))
                .containsExactly("eventdispatcher.listeners.main.max-conections");
    }

    /** Starts an application with the text as its configuration; returns the keys that nothing was bound to. */
    private static Set<String> unread(String yaml) throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>();
        ByteArrayResource resource = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8));
        for (PropertySource<?> source : new YamlPropertySourceLoader().load("snippet", resource)) {
            for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                Object value = source.getProperty(name);
                properties.put(name, value == null ? "" : DocumentedFiles.move(value.toString(), certificates));
            }
        }
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(DocumentedApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Mode.OFF)
                .logStartupInfo(false)
                .properties(DocumentedFiles.OTHERWISE)
                .properties(DocumentedFiles.bundles(certificates))
                .initializers(application -> application
                        .getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("snippet", properties)))
                .run()) {
            return context.getBean(DocumentedApplication.BoundNames.class).missing(properties.keySet());
        }
    }
}
