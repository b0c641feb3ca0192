package io.eventdispatcher.communicatord.tap;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which messages a watcher wants to see.
 *
 * <p>Threading: immutable.
 *
 * @param senders names of the services that sent them; empty = any
 * @param services names of the services they are for, {@code communicatord} for the daemon; empty = any
 * @param commands their commands; empty = any
 * @since 0.1
 */
public record TapFilter(Set<String> senders, Set<String> services, Set<String> commands) {

    /** The most names in one part. */
    static final int MAX_NAMES = 64;

    /**
     * Copies the names.
     *
     * @param senders see the record component
     * @param services see the record component
     * @param commands see the record component
     */
    public TapFilter {
        senders = Set.copyOf(senders);
        services = Set.copyOf(services);
        commands = Set.copyOf(commands);
    }

    /**
     * Reads a filter.
     *
     * @param message its parameters {@code sender}, {@code service} and {@code command} are names with commas between them
     * @return the filter
     * @throws InvalidMessageException if one of them is no name, or there are more than {@value #MAX_NAMES}
     */
    public static TapFilter of(Message message) {
        return new TapFilter(names(message, "sender"), names(message, "service"), names(message, "command"));
    }

    private static Set<String> names(Message message, String parameter) {
        Set<String> names = new TreeSet<>();
        String given = message.param(parameter);
        if (given == null || given.isEmpty()) {
            return names;
        }
        String[] parts = given.split(",", MAX_NAMES + 1);
        for (String each : parts) {
            String name = each.strip();
            if (parts.length > MAX_NAMES || !Services.isName(name)) {
                throw new InvalidMessageException(
                        parameter + ": not up to " + MAX_NAMES + " names with commas between");
            }
            names.add(name);
        }
        return names;
    }

    /**
     * Tells whether a message is wanted.
     *
     * @param sender name of the service that sent it
     * @param service name of the service it is for
     * @param command its command
     * @return whether all parts permit it
     */
    public boolean takes(String sender, String service, String command) {
        return (commands.isEmpty() || commands.contains(command))
                && (senders.isEmpty() || senders.contains(sender))
                && (services.isEmpty() || services.contains(service));
    }
}
