package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes a client of the properties of the daemon: {@code eventdispatcher.clients.communicator}, of which everything can be set
 * to something else.
 *
 * <p>Threading: called by the thread that starts the application.
 */
final class CommunicatorEnvironment implements EnvironmentPostProcessor, Ordered {

    private static final String SOURCE = "eventdispatcherCommunicator";
    private static final String CLIENT = "eventdispatcher.clients." + CommunicatorClient.NAME + ".";
    private static final String SERVICE_NAME = "eventdispatcher.communicator.service-name";

    /** Those of the original's clients. */
    private static final String PAUSES = "1,1,1,3,5,10,20,30,60";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        CommunicatorProperties properties =
                Binder.get(environment).bindOrCreate("eventdispatcher.communicator", CommunicatorProperties.class);
        boolean embedded = properties.mode() == CommunicatorProperties.Mode.EMBEDDED;
        Map<String, Object> client = new HashMap<>();
        List<String> uris = properties.uri();
        if (embedded) {
            uris = List.of(EmbeddedDaemon.configure(properties, environment, application.getClassLoader(), client));
            client.put(CLIENT + "auto-startup", "false"); // it is started when the daemon listens
        }
        if (uris.isEmpty()) {
            return;
        }
        for (int i = 0; i < uris.size(); i++) {
            client.put(CLIENT + "uri[" + i + "]", uris.get(i));
        }
        client.put(CLIENT + "on-connect[0]", registration(serviceName(properties, environment), properties.password()));
        client.put(CLIENT + "reconnect.pauses", PAUSES);
        environment.getPropertySources().addLast(new MapPropertySource(SOURCE, client));
    }

    private static String registration(String service, @Nullable String password) {
        try {
            // a name that can be the sender of messages
            MessageBuilder unusedSender = Message.builder("REGISTER").from(new MessageAddress("", service));
            MessageBuilder register =
                    Message.builder("REGISTER").param("service", service).param("version", 1);
            return (password == null ? register : register.param("password", password))
                    .build()
                    .toText();
        } catch (InvalidMessageException e) {
            throw new UnusablePropertyException(
                    SERVICE_NAME,
                    service,
                    "the daemon does not take this name",
                    "use letters, digits and underscores, not starting with a digit");
        }
    }

    /** The name under which the application registers. */
    static String serviceName(CommunicatorProperties properties, Environment environment) {
        String configured = properties.serviceName();
        return configured == null
                ? environment
                        .getProperty("spring.application.name", "application")
                        .replace('-', '_')
                : configured;
    }

    /** Before the daemon makes its listeners of its properties. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }
}
