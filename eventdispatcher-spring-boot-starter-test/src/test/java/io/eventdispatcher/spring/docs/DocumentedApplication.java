package io.eventdispatcher.spring.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.Lifecycle;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;

/** What the configurations of the documentation are bound in. Beans that they name belong here. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class DocumentedApplication {

    /** Nothing starts. */
    @Bean(name = "lifecycleProcessor")
    static LifecycleProcessor lifecycleProcessor() {
        return new NothingStarts();
    }

    @Bean
    static BoundNames boundNames() {
        return new BoundNames();
    }

    private static final class NothingStarts implements LifecycleProcessor, Lifecycle {

        @Override
        public void onRefresh() {}

        @Override
        public void onClose() {}

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }

    /** Notes which properties were bound to something. */
    static final class BoundNames implements ConfigurationPropertiesBindHandlerAdvisor {

        private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"");

        private final Set<ConfigurationPropertyName> bound = Collections.synchronizedSet(new TreeSet<>());

        @Override
        public BindHandler apply(BindHandler handler) {
            return new AbstractBindHandler(handler) {
                @Override
                public Object onSuccess(
                        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
                    if (context.getConfigurationProperty() != null) {
                        bound.add(context.getConfigurationProperty().getName());
                    }
                    bound.add(name);
                    return super.onSuccess(name, target, context, result);
                }
            };
        }

        /** Returns those of the keys that were not bound and that no metadata describe, so nobody reads them. */
        Set<String> missing(Set<String> keys) throws IOException {
            Set<ConfigurationPropertyName> known = described();
            Set<String> missing = new TreeSet<>();
            for (String key : keys) {
                ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
                if (!bound.contains(name) && !known.contains(withoutIndex(name))) {
                    missing.add(key);
                }
            }
            return missing;
        }

        private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
            return name.isLastElementIndexed() ? name.getParent() : name;
        }

        /** For what is read without being bound, in conditions for example. */
        private static Set<ConfigurationPropertyName> described() throws IOException {
            Set<ConfigurationPropertyName> described = new TreeSet<>();
            List<URL> files = Collections.list(
                    BoundNames.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"));
            for (URL file : files) {
                Matcher names = NAME.matcher(read(file));
                while (names.find()) {
                    described.add(ConfigurationPropertyName.adapt(names.group(1), '.'));
                }
            }
            return described;
        }

        private static String read(URL file) {
            try (InputStream in = file.openStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
