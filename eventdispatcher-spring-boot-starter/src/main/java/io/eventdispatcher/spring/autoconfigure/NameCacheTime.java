package io.eventdispatcher.spring.autoconfigure;

import java.security.Security;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets this Java process forget the addresses of host names soon, so that a client whose peer has moved finds it at the next
 * attempt. Java itself remembers an address for 30 seconds, and that there is none for 10. Whoever has set the times of Java
 * has decided.
 *
 * <p>Java reads them at the first look-up, so this runs as soon as the configuration is known.
 *
 * <p>Threading: called by the thread that starts the application.
 */
final class NameCacheTime implements EnvironmentPostProcessor, Ordered {

    static final String KEY = "eventdispatcher.name-cache-time";

    /** Security property, with the system property of old that Java still reads in its place. */
    private static final Map<String, String> TIMES = Map.of(
            "networkaddress.cache.ttl", "sun.net.inetaddr.ttl",
            "networkaddress.cache.negative.ttl", "sun.net.inetaddr.negative.ttl");

    /** What the file {@code java.security} of every Java says about names without an address. */
    private static final String SHIPPED_NEGATIVE = "10";

    private static final Logger log = LoggerFactory.getLogger(NameCacheTime.class);

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Binder properties = Binder.get(environment);
        boolean enabled =
                properties.bind("eventdispatcher.enabled", Boolean.class).orElse(true);
        Long seconds = seconds(properties.bind(KEY, String.class).orElse("1s"));
        if (enabled && seconds != null) {
            String value = Long.toString(seconds);
            TIMES.forEach((security, system) -> set(security, system, value));
        }
    }

    private static @Nullable Long seconds(String text) {
        if (text.isBlank()) {
            return null;
        }
        Duration time;
        try {
            time = DurationStyle.detectAndParse(text.strip());
        } catch (IllegalArgumentException e) {
            throw PropertyChecks.unusable(KEY, text, e, "write for example 1s, or leave it empty for Java's own time");
        }
        boolean whole = time.getNano() == 0;
        if (!whole || time.isNegative() || time.getSeconds() > Integer.MAX_VALUE) {
            throw new UnusablePropertyException(
                    KEY,
                    text,
                    "Java counts it in whole seconds from 0 (nothing is remembered) to " + Integer.MAX_VALUE,
                    "write for example 1s, or leave it empty for Java's own time");
        }
        return time.getSeconds();
    }

    private static void set(String security, String system, String value) {
        String present = Security.getProperty(security);
        boolean shipped = security.contains("negative") && SHIPPED_NEGATIVE.equals(present);
        if ((present == null || present.isBlank() || shipped) && System.getProperty(system) == null) {
            Security.setProperty(security, value);
            log.debug("{}={} (was {}), as {} says", security, value, present, KEY);
        }
    }

    /**
     * After the files of the configuration are read.
     *
     * @return last
     */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
