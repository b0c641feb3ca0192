package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.io.ClassPathResource;

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
    void everyPropertyIsDescribed() throws IOException, JSONException {
        assertThat(properties())
                .allSatisfy(property -> assertThat(property.getString("description"))
                        .as("%s", property)
                        .endsWith("."));
    }

    @Test
    void pageNamesWhatAListenerAndAClientHave() throws IOException {
        assertThat(rows("## Listeners", "## Clients").keySet())
                .isEqualTo(names(EventDispatcherProperties.Listener.class));
        assertThat(rows("## Clients", "## Transports").keySet())
                .isEqualTo(names(EventDispatcherProperties.Client.class));
        assertThat(rows("## Watches", "## Properties of").keySet()).isEqualTo(names(SourceProperties.Watch.class));
    }

    private static Set<String> names(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = name(type, component);
            if (component.getType().isRecord()) {
                names(component.getType()).forEach(inner -> names.add(name + "." + inner));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    private static String name(Class<?> type, RecordComponent component) {
        for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
            Name given = parameter.getAnnotation(Name.class);
            if (given != null && parameter.getName().equals(component.getName())) {
                return given.value();
            }
        }
        return DataObjectPropertyName.toDashedForm(component.getName());
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
        for (JSONObject property : properties()) {
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

    private static List<JSONObject> properties() throws IOException, JSONException {
        Path type = new ClassPathResource("io/eventdispatcher/spring/autoconfigure/EventDispatcherProperties.class")
                .getFile()
                .toPath();
        Path metadata = type.resolve("../../../../../META-INF/spring-configuration-metadata.json")
                .normalize();
        JSONArray array = new JSONObject(Files.readString(metadata)).getJSONArray("properties");
        List<JSONObject> properties = new ArrayList<>();
        for (int i = 0; i < array.length(); i++) {
            properties.add(array.getJSONObject(i));
        }
        return properties;
    }
}
