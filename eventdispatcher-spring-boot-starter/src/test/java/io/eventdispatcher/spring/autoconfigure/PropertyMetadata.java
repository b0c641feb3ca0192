package io.eventdispatcher.spring.autoconfigure;

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
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.io.ClassPathResource;

/** What the configuration metadata of this module says, and what it leaves to the types of maps. */
public final class PropertyMetadata {

    private PropertyMetadata() {}

    /** All properties, those of listeners, clients and watches with {@code *} in place of the name. */
    public static Set<String> names() throws IOException, JSONException {
        Set<String> names = new TreeSet<>();
        for (JSONObject property : properties()) {
            Class<?> values = mapped(property);
            String name = property.getString("name");
            if (values == null) {
                names.add(name);
            } else {
                components(values).keySet().forEach(inner -> names.add(name + ".*." + inner));
            }
        }
        return names;
    }

    /** The type of the values of a map of settings; null if the property is none. */
    static @Nullable Class<?> mapped(JSONObject property) throws JSONException {
        String type = property.optString("type");
        String map = "java.util.Map<java.lang.String,io.eventdispatcher.";
        if (!type.startsWith(map)) {
            return null;
        }
        try {
            return Class.forName(type.substring("java.util.Map<java.lang.String,".length(), type.length() - 1));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Names of the components, nested ones with dots, and their written defaults, empty without one. */
    static Map<String, String> components(Class<?> type) {
        Map<String, String> names = new TreeMap<>();
        Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Name given = parameters[i].getAnnotation(Name.class);
            String name = given == null ? DataObjectPropertyName.toDashedForm(components[i].getName()) : given.value();
            Class<?> nested = components[i].getType();
            DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
            if (nested.isRecord()) {
                components(nested).forEach((inner, text) -> names.put(name + "." + inner, text));
            } else {
                names.put(name, value == null ? "" : String.join(",", value.value()));
            }
        }
        return names;
    }

    /** The properties in the metadata of this module. */
    static List<JSONObject> properties() throws IOException, JSONException {
        JSONArray array = document().getJSONArray("properties");
        List<JSONObject> properties = new ArrayList<>();
        for (int i = 0; i < array.length(); i++) {
            properties.add(array.getJSONObject(i));
        }
        return properties;
    }

    static JSONObject document() throws IOException, JSONException {
        Path type = new ClassPathResource("io/eventdispatcher/spring/autoconfigure/EventDispatcherProperties.class")
                .getFile()
                .toPath();
        Path metadata = type.resolve("../../../../../META-INF/spring-configuration-metadata.json")
                .normalize();
        return new JSONObject(Files.readString(metadata));
    }
}
