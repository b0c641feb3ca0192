package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one daemon tells all others about itself: to whom it is linked, and which services it has. It goes from daemon to
 * daemon as {@code LINK_STATE}; everybody draws the same map of it.
 *
 * <p>Threading: immutable.
 *
 * @param origin whose it is
 * @param boot when that daemon started, milliseconds since 1970; a restarted daemon has a larger one
 * @param serial grows with each change
 * @param address where it is reached
 * @param secure whether it is reached with TLS
 * @param links names of the daemons it is linked to that know this message too
 * @param legacy names of those that do not: they are reached only through it
 * @param services names of its registered services; not more than {@value #MAX_SERVICES}
 * @since 0.1
 */
public record LinkState(
        String origin,
        long boot,
        long serial,
        LinkAddress address,
        boolean secure,
        Set<String> links,
        Set<String> legacy,
        Set<String> services) {

    /** The command that carries it. */
    public static final String COMMAND = "LINK_STATE";

    /** The most services of one daemon that others are told of. */
    public static final int MAX_SERVICES = 2_000;

    /** The longest list of services, in bytes, so that the line is never too long, whoever passes it on. */
    static final int MAX_SERVICES_LENGTH = 40 << 10;

    private static final int MAX_LINKS = 32;

    /**
     * Reads a state.
     *
     * @param message a {@code LINK_STATE}
     * @return the state
     * @throws InvalidMessageException if it cannot be read
     */
    static LinkState of(Message message) {
        String origin = message.text("origin");
        LinkAddress address = LinkAddress.parse(message.text("my_address"), 0);
        if (!Services.isName(origin) || address == null) {
            throw new InvalidMessageException("origin, my_address: not a name and an address");
        }
        long boot = message.integer("boot");
        long serial = message.integer("serial");
        if (boot < 0 || serial < 0) {
            throw new InvalidMessageException("boot, serial: negative");
        }
        return new LinkState(
                origin,
                boot,
                serial,
                address,
                message.has("secure") && message.bool("secure"),
                names(message, "links", MAX_LINKS),
                names(message, "legacy", MAX_LINKS),
                names(message, "services", MAX_SERVICES));
    }

    /** Reads a list of names; none when it is missing. */
    static Set<String> names(Message message, String parameter, int most) {
        String list = message.has(parameter) ? message.param(parameter) : null;
        Set<String> names = new TreeSet<>();
        if (list != null && list.length() > MAX_SERVICES_LENGTH) {
            throw new InvalidMessageException(parameter + ": longer than " + MAX_SERVICES_LENGTH + " characters");
        }
        if (list != null && !list.isEmpty()) {
            for (String each : list.split(",", most + 1)) {
                if (!Services.isName(each)) {
                    throw new InvalidMessageException(
                            parameter + ": not a list of at most " + most + " names, separated by commas");
                }
                names.add(each);
            }
            if (names.size() > most) {
                throw new InvalidMessageException(parameter + ": more than " + most + " names");
            }
        }
        return Collections.unmodifiableSet(names);
    }

    /** Writes the state. */
    MessageBuilder message() {
        return Message.builder(COMMAND)
                .param("origin", origin)
                .param("boot", boot)
                .param("serial", serial)
                .param("my_address", address.toString())
                .param("secure", secure)
                .param("links", String.join(",", links))
                .param("legacy", String.join(",", legacy))
                .param("services", String.join(",", services));
    }

    /** Returns one of the same age that tells nothing. */
    LinkState emptied() {
        return new LinkState(origin, boot, serial, address, secure, Set.of(), Set.of(), Set.of());
    }

    /** Tells whether this one was made after another one of the same origin; negative, 0, positive. */
    int compareAge(@Nullable LinkState other) {
        if (other == null) {
            return 1;
        }
        int order = Long.compare(boot, other.boot);
        return order == 0 ? Long.compare(serial, other.serial) : order;
    }
}
