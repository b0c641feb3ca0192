package io.eventdispatcher.communicatord.daemon;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Adds the listeners of the daemon to the configuration, behind everything that is configured.
 *
 * <p>Threading: called by the thread that starts the application.
 */
final class ListenerEnvironment implements EnvironmentPostProcessor, Ordered {

    private static final String SOURCE = "communicatordListeners";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Binder binder = Binder.get(environment);
        if (binder.bind("communicatord.enabled", Boolean.class).orElse(false)) {
            CommunicatordProperties properties = binder.bindOrCreate("communicatord", CommunicatordProperties.class);
            Map<String, Object> listeners = ListenerProperties.of(properties, System.getenv());
            environment.getPropertySources().addLast(new MapPropertySource(SOURCE, listeners));
        }
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
