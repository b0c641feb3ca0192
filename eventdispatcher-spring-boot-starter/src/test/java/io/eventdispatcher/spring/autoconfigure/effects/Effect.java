package io.eventdispatcher.spring.autoconfigure.effects;

import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ClientSettings;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.ApplicationContext;

/**
 * A property, a value that is not its default, and where in a running application the difference shows.
 *
 * @param property as the metadata has it, with {@code *} for the name of a listener, client or watch
 * @param value what it is set to
 * @param with further properties, set in both applications that are compared
 * @param probe looks into the application
 * @param expected what the probe finds when the property is set, and only then
 */
record Effect(
        String property, String value, List<String> with, Function<ApplicationContext, Object> probe, Object expected) {

    static final String LISTENER = "eventdispatcher.listeners.*.";
    static final String CLIENT = "eventdispatcher.clients.*.";

    /** The name that stands for {@code *}. */
    static final String NAME = "probed";

    static Effect of(
            String property,
            String value,
            Function<ApplicationContext, Object> probe,
            Object expected,
            String... with) {
        return new Effect(property, value, Arrays.asList(with), probe, expected);
    }

    /** Of a listener at an endpoint, which is not started. */
    static Effect listener(
            String property, String value, String uri, Function<ListenerSettings, Object> probe, Object expected) {
        return of(
                LISTENER + property,
                value,
                context -> probe.apply(
                        context.getBean(ListenerRegistry.class).get(NAME).settings()),
                expected,
                named(LISTENER, "uri", uri),
                named(LISTENER, "auto-startup", "false"));
    }

    /** Of a client of an endpoint, which is not started. */
    static Effect client(
            String property, String value, String uri, Function<ClientSettings, Object> probe, Object expected) {
        return of(
                CLIENT + property,
                value,
                context -> probe.apply(
                        context.getBean(ClientRegistry.class).get(NAME).settings()),
                expected,
                named(CLIENT, "uri", uri),
                named(CLIENT, "auto-startup", "false"));
    }

    Effect and(String... further) {
        List<String> all = new ArrayList<>(with);
        all.addAll(Arrays.asList(further));
        return new Effect(property, value, List.copyOf(all), probe, expected);
    }

    static String named(String prefix, String property, String value) {
        return prefix.replace("*", NAME) + property + "=" + value;
    }

    /** As it is set. */
    String assignment() {
        return property.replace("*", NAME) + "=" + value;
    }

    @Override
    public String toString() {
        return property + "=" + value;
    }
}
