package io.eventdispatcher.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains an {@link UnusablePropertyException}: key, value, where it was written, reason and fix.
 *
 * <p>Threading: one thread at a time.
 */
final class UnusablePropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnusablePropertyException> {

    private final @Nullable Environment environment;

    UnusablePropertyFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusablePropertyException cause) {
        StringBuilder description =
                new StringBuilder("A property cannot be used:\n\n    Property: ").append(cause.key());
        if (!cause.value().isEmpty()) {
            description.append("\n    Value: \"").append(cause.value()).append('"');
        }
        String origin = origin(cause.key());
        if (origin != null) {
            description.append("\n    Origin: ").append(origin);
        }
        description.append("\n    Reason: ").append(cause.reason());
        return new FailureAnalysis(description.toString(), sentence(cause.action()), cause);
    }

    private static String sentence(String action) {
        return Character.toUpperCase(action.charAt(0)) + action.substring(1) + ".";
    }

    private @Nullable String origin(String key) {
        if (environment == null || !ConfigurationPropertyName.isValid(key)) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null && property.getOrigin() != null) {
                return property.getOrigin().toString();
            }
        }
        return null;
    }
}
