package io.eventdispatcher.communicatord.registry;

import io.eventdispatcher.message.Sender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this machine, and which of them has which name. A name belongs to one open connection at a time; the
 * original let a second one take it as well, and only the first got the messages.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class Services {

    /** The name of every daemon. */
    public static final String DAEMON = "communicatord";

    /** The sender of messages whose sender is not registered; nobody can have it. */
    public static final String UNAUTHENTICATED = "unauthenticated";

    /** Why a name is refused that another connection has. */
    public static final String IN_USE = "service: the name is in use";

    private static final int MAX_NAME_LENGTH = 128;

    private final String server;
    private final Set<String> known;
    private final RegistrationPolicy policy;
    private final TreeMap<String, Session> byName = new TreeMap<>();
    private final Set<Session> unregistered = new LinkedHashSet<>();

    /**
     * Makes an empty registry.
     *
     * @param server name of this machine
     * @param known services installed on this machine, running or not
     * @param policy who may have which name
     */
    public Services(String server, Set<String> known, RegistrationPolicy policy) {
        this.server = server;
        this.known = Collections.unmodifiableSet(new TreeSet<>(known));
        this.policy = policy;
    }

    /**
     * Returns the name of this machine.
     *
     * @return a valid name
     */
    public String server() {
        return server;
    }

    /**
     * Returns the services installed on this machine.
     *
     * @return sorted, unmodifiable
     */
    public Set<String> known() {
        return known;
    }

    /**
     * Adds a new connection. Senders of datagrams are never expected to register.
     *
     * @param session in the state NEW
     */
    public void opened(Session session) {
        if (!session.peer().datagram()) {
            unregistered.add(session);
        }
    }

    /**
     * Gives a session its name.
     *
     * @param session in the state NEW
     * @param name as it was sent
     * @param password as it was sent, null when there was none
     * @param now time of day
     * @return empty when done, otherwise why not, fit for the wire
     */
    public String register(Session session, String name, @Nullable String password, Instant now) {
        if (session.state() != Session.State.NEW) {
            return "this connection is registered already";
        }
        if (!isName(name)) {
            return "service: not a name, which is 1 to " + MAX_NAME_LENGTH
                    + " letters, digits and underscores, not starting with a digit";
        }
        if (name.equals(DAEMON) || name.equals(UNAUTHENTICATED)) {
            return "service: the name is reserved";
        }
        if (!policy.permits(name, session.peer().user(), password)) {
            return "service: this name is kept for somebody else";
        }
        if (byName.containsKey(name)) {
            return IN_USE;
        }
        session.registered(Sender.of(server, name), now);
        byName.put(name, session);
        unregistered.remove(session);
        return "";
    }

    /**
     * Takes a session for a link to another daemon, of which no registration is expected. Does nothing the second time.
     *
     * @param session in the state NEW or LINK
     */
    public void linked(Session session) {
        unregistered.remove(session);
        if (!session.isLink()) {
            session.link();
        }
    }

    /**
     * Ends a session. Does nothing the second time.
     *
     * @param session any
     * @return whether it had a name until now
     */
    public boolean gone(Session session) {
        boolean had = session.isRegistered();
        unregistered.remove(session);
        if (had) {
            byName.remove(session.name(), session);
        }
        session.gone();
        return had;
    }

    /**
     * Finds a service.
     *
     * @param name any text
     * @return its session; null when nobody has the name
     */
    public @Nullable Session find(String name) {
        return byName.get(name);
    }

    /**
     * Returns the registered sessions.
     *
     * @return sorted by name; a view
     */
    public Collection<Session> registered() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /**
     * Returns the number of connections that are not registered.
     *
     * @return 0 or more, without senders of datagrams
     */
    public int unregistered() {
        return unregistered.size();
    }

    /**
     * Returns connections that have not registered in time.
     *
     * @param openedBeforeNanos monotonic time
     * @return the oldest first
     */
    public List<Session> unregisteredSince(long openedBeforeNanos) {
        List<Session> late = new ArrayList<>();
        for (Session each : unregistered) {
            if (each.openedNanos() - openedBeforeNanos > 0) {
                break; // they are in order
            }
            late.add(each);
        }
        return late;
    }

    /**
     * Tells whether a text can be the name of a service, server or command.
     *
     * @param text any
     * @return whether it is
     */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME_LENGTH || text.charAt(0) >= '0' && text.charAt(0) <= '9') {
            return false;
        }
        return text.chars().allMatch(Services::isNamePart);
    }

    private static boolean isNamePart(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_';
    }
}
