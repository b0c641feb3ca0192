package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** The page {@code docs/properties.md} names what there is, with its default, and nothing else. */
class PropertiesDocumentationTests {

    private static final Path PAGE = Path.of("..", "docs", "properties.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.-]+)` \\| (.*?) \\| .* \\|");

    @Test
    void pageNamesEveryPropertyOfTheMetadata() throws IOException, JSONException {
        Set<String> documented =
                new TreeSet<>(rows("# Properties", "## Listeners").keySet());
        Set<String> known = new TreeSet<>(metadata().keySet());
        known.removeIf(name -> name.startsWith("management."));
        known.remove("eventdispatcher.listeners");
        known.remove("eventdispatcher.clients");
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void pageShowsTheDefaultsOfTheMetadata() throws IOException, JSONException {
        Map<String, Object> known = metadata();
        rows("# Properties", "## Listeners").forEach((name, shown) -> {
            Object value = known.get(name);
            if (!value.toString().isEmpty()) {
                assertThat(shown).as(name).isEqualTo("`" + value + "`");
            }
        });
    }

    @Test
    void pageNamesWhatAListenerAClientAndAWatchHaveWithTheirDefaults() throws IOException {
        assertRows("## Listeners", "## Clients", EventDispatcherProperties.Listener.class);
        assertRows("## Clients", "## Transports", EventDispatcherProperties.Client.class);
        assertRows("## Watches", "## Properties of", SourceProperties.Watch.class);
    }

    private static void assertRows(String from, String to, Class<?> type) throws IOException {
        Map<String, String> rows = rows(from, to);
        Map<String, String> components = PropertyMetadata.components(type);
        assertThat(rows.keySet()).isEqualTo(components.keySet());
        components.forEach((name, value) -> {
            // what overrides a common limit shows that instead of the default it shares with it
            if (!value.isEmpty() && !rows.get(name).equals("as `limits`")) {
                assertThat(rows.get(name)).as(name).isEqualTo("`" + value + "`");
            }
        });
    }

    @Test
    void everyPropertyIsDescribedTypedAndHasItsDefaultInTheMetadata() throws IOException, JSONException {
        for (JSONObject property : PropertyMetadata.properties()) {
            String name = property.getString("name");
            assertThat(property.optString("description")).as(name).isNotBlank().endsWith(".");
            assertThat(property.optString("description"))
                    .as("%s: Spring Boot's style", name)
                    .doesNotStartWith("The ");
            assertThat(property.optString("type")).as(name).isNotBlank();
            if (Set.of("java.lang.Boolean", "java.lang.Integer").contains(property.getString("type"))) {
                assertThat(property.has("defaultValue"))
                        .as("%s has a default", name)
                        .isTrue();
            }
            if (property.getString("type").equals("java.lang.Boolean")) {
                assertThat(property.getString("description")).as(name).startsWith("Whether ");
            }
        }
    }

    @Test
    void theMetadataHasTheDefaultsThatAreBound() throws IOException, JSONException {
        Map<String, Object> known = metadata();
        Map<String, Class<?>> roots = Map.of(
                "eventdispatcher", EventDispatcherProperties.class,
                "eventdispatcher.lifecycle", LifecycleProperties.class,
                "eventdispatcher.log", LogProperties.class,
                "eventdispatcher.logrotate", LogRotateProperties.class);
        roots.forEach((prefix, type) -> PropertyMetadata.components(type).forEach((inner, value) -> {
            String name = prefix + "." + inner;
            assertThat(known).as("bound and in the metadata").containsKey(name);
            if (!value.isEmpty()) {
                assertThat(known.get(name)).as(name).hasToString(value);
            }
        }));
    }

    @Test
    void everyChoiceIsHinted() throws IOException, JSONException {
        JSONArray hints = PropertyMetadata.document().getJSONArray("hints");
        Set<String> hinted = new TreeSet<>();
        for (int i = 0; i < hints.length(); i++) {
            hinted.add(hints.getJSONObject(i).getString("name"));
        }
        for (JSONObject property : PropertyMetadata.properties()) {
            String type = property.getString("type");
            if (type.startsWith("io.eventdispatcher.")) {
                assertThat(hinted)
                        .as("values of %s with what they mean", property.getString("name"))
                        .contains(property.getString("name"));
            }
        }
        assertThat(hinted).contains("eventdispatcher.signals", "eventdispatcher.listeners.keys");
    }

    private static Map<String, String> rows(String from, String to) throws IOException {
        String page = Files.readString(PAGE);
        String part = page.substring(page.indexOf(from), page.indexOf(to));
        Map<String, String> rows = new TreeMap<>();
        Matcher matcher = ROW.matcher(part);
        while (matcher.find()) {
            rows.put(matcher.group(1), matcher.group(2));
        }
        return rows;
    }

    private static Map<String, Object> metadata() throws IOException, JSONException {
        Map<String, Object> defaults = new TreeMap<>();
        for (JSONObject property : PropertyMetadata.properties()) {
            defaults.put(
                    property.getString("name"),
                    property.opt("defaultValue") == null ? "" : shown(property.get("defaultValue")));
        }
        return defaults;
    }

    /** A list as it is written in a properties file. */
    private static Object shown(Object value) {
        return value instanceof String text && text.startsWith("[")
                ? text.substring(1, text.length() - 1).replace(", ", ",")
                : value;
    }
}
