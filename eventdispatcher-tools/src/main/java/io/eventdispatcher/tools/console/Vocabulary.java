package io.eventdispatcher.tools.console;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.message.Message;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the peer and the services behind it have said about themselves: names of services, and commands they understand. It
 * grows with {@code COMMANDS}, {@code SERVICES} and {@code STATUS}; texts that are no names are not taken.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Vocabulary {

    private static final String DAEMON = "communicatord";
    private static final int MAX_NAMES = 10_000;
    private static final int MAX_NAME_LENGTH = 128;

    @GuardedBy("this")
    private final TreeMap<String, SortedSet<String>> commands = new TreeMap<>();

    @GuardedBy("this")
    private int size;

    /** Makes one that knows nothing. */
    public Vocabulary() {}

    /**
     * Learns from a message.
     *
     * @param message whatever arrived
     */
    public synchronized void learn(Message message) {
        switch (message.command()) {
            case "COMMANDS" -> {
                String from = message.source().service();
                words(message, "list", from.equals(DAEMON) ? "" : from);
            }
            case "SERVICES" -> {
                for (String name : list(message, "list")) {
                    service(name);
                }
            }
            case "STATUS" -> {
                String name = message.param("service");
                if (name != null && "up".equals(message.param("status"))) {
                    service(name);
                } else if (name != null) {
                    forget(name);
                }
            }
            default -> {
                // teaches nothing
            }
        }
    }

    /** Forgets everything, because the peer is another one from now on. */
    public synchronized void clear() {
        commands.clear();
        size = 0;
    }

    private static String[] list(Message message, String name) {
        String list = message.param(name);
        return list == null ? new String[0] : list.split(",", MAX_NAMES);
    }

    @GuardedBy("this")
    private void words(Message message, String parameter, String service) {
        if (!service.isEmpty() && !isName(service)) {
            return;
        }
        for (String word : list(message, parameter)) {
            if (size < MAX_NAMES
                    && isName(word)
                    && commands.computeIfAbsent(service, unused -> new TreeSet<>())
                            .add(word)) {
                size++;
            }
        }
    }

    @GuardedBy("this")
    private void service(String name) {
        if (size < MAX_NAMES && isName(name) && commands.putIfAbsent(name, new TreeSet<>()) == null) {
            size++;
        }
    }

    @GuardedBy("this")
    private void forget(String name) {
        SortedSet<String> gone = name.isEmpty() ? null : commands.remove(name);
        size -= gone == null ? 0 : gone.size() + 1;
    }

    private static boolean isName(String text) {
        return text.length() <= MAX_NAME_LENGTH && text.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    /**
     * Returns the commands of a service.
     *
     * @param service its name; empty = the peer itself
     * @return sorted; a copy
     */
    public synchronized SortedSet<String> commands(String service) {
        return new TreeSet<>(commands.getOrDefault(service, new TreeSet<>()));
    }

    /**
     * Returns the services.
     *
     * @return sorted; a copy
     */
    public synchronized SortedSet<String> services() {
        SortedSet<String> names = new TreeSet<>(commands.keySet());
        names.remove("");
        return names;
    }
}
