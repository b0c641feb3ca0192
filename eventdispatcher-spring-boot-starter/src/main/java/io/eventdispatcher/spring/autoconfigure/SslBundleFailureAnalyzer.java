package io.eventdispatcher.spring.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * Explains a file that is missing in an SSL bundle that is to be followed ({@code reload-on-update}): Spring Boot fails then
 * before anybody asks for the bundle, and does not say which property is wrong.
 *
 * <p>Threading: one thread at a time.
 */
final class SslBundleFailureAnalyzer implements FailureAnalyzer, Ordered {

    /** The bean of Spring Boot that holds the bundles. */
    private static final String REGISTRY = "sslBundleRegistry";

    private final @Nullable Environment environment;

    SslBundleFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof BeanCreationException bean && REGISTRY.equals(bean.getBeanName())) {
                return ofFiles();
            }
        }
        return null;
    }

    private @Nullable FailureAnalysis ofFiles() {
        if (environment == null) {
            return null;
        }
        BundleFiles files = BundleFiles.of(environment, new DefaultResourceLoader());
        try {
            bundles(environment).forEach(files::refuseUnreadable);
            return null;
        } catch (UnusablePropertyException e) {
            return new UnusablePropertyFailureAnalyzer(environment).analyze(e);
        }
    }

    private static Set<String> bundles(Environment environment) {
        Set<String> names = new LinkedHashSet<>();
        for (String kind : new String[] {"pem", "jks"}) {
            names.addAll(Binder.get(environment)
                    .bind("spring.ssl.bundle." + kind, Bindable.mapOf(String.class, Object.class))
                    .orElse(Map.of())
                    .keySet());
        }
        return names;
    }

    /**
     * After those of Spring Boot, which know better if they know anything.
     *
     * @return last
     */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
