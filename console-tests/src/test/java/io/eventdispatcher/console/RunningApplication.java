package io.eventdispatcher.console;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;

/** The application on ports that were free, until it is closed. */
final class RunningApplication implements AutoCloseable {

    private static final Map<String, Object> COMMON = Map.of(
            "spring.application.name", "billing",
            "spring.main.banner-mode", "off",
            "server.address", "127.0.0.1",
            "server.port", "0",
            "management.endpoints.web.exposure.include", "health,eventdispatcher",
            "eventdispatcher.server-name", "host-7",
            "eventdispatcher.listeners.main.uri", "tcp://127.0.0.1:0");

    static final String CONSOLE = "--eventdispatcher.console.enabled=true";
    static final String UNRESTRICTED = "--management.endpoint.eventdispatcher.access=unrestricted";

    private final ConfigurableApplicationContext context;

    private RunningApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Without Spring Security. */
    static RunningApplication start(WebApplicationType type, String... arguments) {
        String unsecured = "--spring.autoconfigure.exclude=" + String.join(",", securityConfigurations());
        return startSecured(type, with(arguments, unsecured));
    }

    static RunningApplication startSecured(WebApplicationType type, String... arguments) {
        SpringApplication application = new SpringApplication(TestApplication.class);
        application.setWebApplicationType(type);
        application.setDefaultProperties(COMMON);
        return new RunningApplication(application.run(arguments));
    }

    private static List<String> securityConfigurations() {
        List<String> names = new ArrayList<>();
        for (String name : ImportCandidates.load(AutoConfiguration.class, null)) {
            if (name.startsWith("org.springframework.boot.security.")) {
                names.add(name);
            }
        }
        return names;
    }

    private static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int port(String listener) {
        return property("local.eventdispatcher.port." + listener);
    }

    int webPort() {
        return property("local.server.port");
    }

    int managementPort() {
        return property("local.management.port");
    }

    private int property(String name) {
        return context.getEnvironment().getRequiredProperty(name, Integer.class);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + webPort() + "/actuator/eventdispatcher");
    }

    @Override
    public void close() {
        context.close();
    }
}
