package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How two daemons introduce themselves: {@code CONNECT} of the one that dials, {@code ACCEPT} of the other one.
 *
 * <p>Threading: immutable.
 *
 * @param server name of the daemon
 * @param address where it is reached
 * @param secure whether it is reached with TLS
 * @param mesh whether it knows {@code LINK_STATE}; the original does not
 * @param neighbors addresses of further daemons
 */
record Hello(String server, LinkAddress address, boolean secure, boolean mesh, List<LinkAddress> neighbors) {

    private static final String VERSION = "1";
    private static final int PORT = 4042;
    private static final int MAX_NEIGHBORS = 64;
    private static final int MAX_LIST_LENGTH = 8 << 10;

    /**
     * Reads an introduction.
     *
     * @param message {@code CONNECT} or {@code ACCEPT}
     * @param secure whether the daemon is reached with TLS when it does not say
     * @throws InvalidMessageException if it cannot be read
     */
    static Hello of(Message message, boolean secure) {
        if (message.command().equals("CONNECT") && !VERSION.equals(message.text("version"))) {
            throw new InvalidMessageException("version: only version " + VERSION + " is spoken here");
        }
        String server = message.text("server_name");
        if (!Services.isName(server)) {
            throw new InvalidMessageException("server_name: not a name");
        }
        boolean mesh = message.has("mesh") && VERSION.equals(message.param("mesh"));
        boolean encrypted = message.has("secure") ? message.bool("secure") : secure;
        return new Hello(server, address(message), encrypted, mesh, neighbors(message));
    }

    /** Reads where a daemon is reached. */
    static LinkAddress address(Message message) {
        LinkAddress address = LinkAddress.parse(message.text("my_address"), PORT);
        if (address == null) {
            throw new InvalidMessageException("my_address: not an address such as 10.0.0.2:4042");
        }
        return address;
    }

    /** What is no address in the list is left out. */
    private static List<LinkAddress> neighbors(Message message) {
        List<LinkAddress> addresses = new ArrayList<>();
        String list = message.has("neighbors") ? message.param("neighbors") : null;
        if (list != null) {
            for (String each : list.split("[, ]+", MAX_NEIGHBORS + 1)) {
                LinkAddress address = LinkAddress.parse(each, PORT);
                if (address != null && addresses.size() < MAX_NEIGHBORS) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    /** Writes the introduction of this daemon. */
    static MessageBuilder write(String command, MeshSettings settings) {
        MessageBuilder message = Message.builder(command)
                .from(settings.server(), Services.DAEMON)
                .param("server_name", settings.server())
                .param("my_address", settings.myAddress().toString())
                .param("secure", settings.secure())
                .param("mesh", VERSION);
        if (command.equals("CONNECT")) {
            message.param("version", VERSION);
        }
        String services = joined(settings.installed().stream());
        String neighbors =
                joined(settings.neighbors().stream().map(each -> each.address().toString()));
        if (!services.isEmpty()) {
            message.param("services", services);
        }
        if (!neighbors.isEmpty()) {
            message.param("neighbors", neighbors);
        }
        return message;
    }

    /** As many as there is room for. */
    private static String joined(Stream<String> texts) {
        StringBuilder list = new StringBuilder();
        texts.forEach(each -> {
            if (list.length() + each.length() < MAX_LIST_LENGTH) {
                list.append(list.isEmpty() ? "" : ",").append(each);
            }
        });
        return list.toString();
    }
}
