package io.eventdispatcher.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts applications without a web server and closes them after the test. */
final class RunningApplications implements AfterEachCallback {

    static final String TCP = "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0";

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    ConfigurableApplicationContext run(Class<?> app, String... arguments) {
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(app).web(WebApplicationType.NONE).run(arguments);
        contexts.add(context);
        return context;
    }

    static int port(ConfigurableApplicationContext context) {
        return port(context, "main");
    }

    static int port(ConfigurableApplicationContext context, String listener) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port." + listener, Integer.class);
    }

    static NamedListener listener(ConfigurableApplicationContext context) {
        return context.getBean(ListenerRegistry.class).get("main");
    }

    @Override
    public void afterEach(ExtensionContext test) {
        contexts.forEach(ConfigurableApplicationContext::close);
        contexts.clear();
    }
}
