package io.eventdispatcher.communicatord.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * What the program sets unless it is set otherwise. Not an {@code application.yml}, which an application that only has the
 * daemon on its class path would take for its own.
 *
 * <p>Threading: called by the thread that starts the application.
 */
final class DaemonDefaults implements EnvironmentPostProcessor, Ordered {

    private static final String FILE = "defaults.yml";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (application.getAllSources().contains(CommunicatordApplication.class)) {
            DefaultPropertiesPropertySource.addOrMerge(read(), environment.getPropertySources());
        }
    }

    private static Map<String, Object> read() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        try {
            for (PropertySource<?> each :
                    new YamlPropertySourceLoader().load(FILE, new ClassPathResource(FILE, DaemonDefaults.class))) {
                if (each instanceof EnumerablePropertySource<?> source) {
                    for (String name : source.getPropertyNames()) {
                        defaults.put(name, String.valueOf(source.getProperty(name)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("defaults of the daemon not read: file=" + FILE, e);
        }
        return defaults;
    }

    /** Before the configuration files are looked for, of which it names one. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
