package io.eventdispatcher.communicatord.registry;

import io.eventdispatcher.message.Sender;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One connection and what its peer has said about itself. The connection is the owner of the name: whoever has it, is the
 * service.
 *
 * <pre>NEW -&gt; HELLO (registered) -&gt; READY (has announced commands) -&gt; GONE
 * NEW -&gt; LINK (another daemon) -&gt; GONE; each state may go to GONE</pre>
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class Session {

    /** Commands that one service may announce. */
    public static final int MAX_COMMANDS = 1_000;

    /**
     * Where a session stands.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    public enum State {
        /** Connected, not registered. */
        NEW,
        /** Registered: has its name, and gets what is addressed to it. */
        HELLO,
        /** Has announced commands, and gets broadcasts of these. */
        READY,
        /** Another daemon, which speaks for services of its own and of others. */
        LINK,
        /** Unregistered or closed. */
        GONE
    }

    private final Peer peer;
    private final Outlet outlet;
    private final long openedNanos;
    private final @Nullable Session via;
    private final Set<String> commands = new TreeSet<>();
    private State state = State.NEW;
    private @Nullable Sender sender;
    private @Nullable Instant upSince;
    private boolean wantsLoad;
    private long received;
    private long delivered;
    private long refused;

    /**
     * Makes a session that is not registered.
     *
     * @param peer who it is
     * @param outlet the way back
     * @param openedNanos monotonic time of the connection
     */
    public Session(Peer peer, Outlet outlet, long openedNanos) {
        this(peer, outlet, openedNanos, null, null);
    }

    private Session(Peer peer, Outlet outlet, long openedNanos, @Nullable Session via, @Nullable Sender sender) {
        this.peer = peer;
        this.outlet = outlet;
        this.openedNanos = openedNanos;
        this.via = via;
        this.sender = sender;
    }

    /**
     * Makes what stands for somebody on another machine while one of its messages is handled.
     *
     * @param via the link by which the message came
     * @param outlet the way back to who sent it
     * @param sender who sent it, as the daemon at the other end of the link says
     * @return not registered here, but with a sender
     */
    public static Session remote(Session via, Outlet outlet, Sender sender) {
        return new Session(via.peer, outlet, via.openedNanos, via, sender);
    }

    /**
     * Makes what stands for this daemon as a sender.
     *
     * @param sender its name
     * @return not registered, but with a sender; nothing can be sent to it
     */
    public static Session daemon(Sender sender) {
        Peer self = new Peer(sender.address().service(), Zone.PROCESS, "", false, false, false, false);
        return new Session(self, Outlet.NOWHERE, 0, null, sender);
    }

    /**
     * Returns who is at the other end.
     *
     * @return the peer
     */
    public Peer peer() {
        return peer;
    }

    /**
     * Returns the way back.
     *
     * @return the outlet
     */
    public Outlet outlet() {
        return outlet;
    }

    /**
     * Returns when the connection was opened.
     *
     * @return monotonic nanoseconds
     */
    public long openedNanos() {
        return openedNanos;
    }

    /**
     * Returns where it stands.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * Tells whether it has a name.
     *
     * @return true from the registration to the end
     */
    public boolean isRegistered() {
        return state == State.HELLO || state == State.READY;
    }

    /**
     * Tells whether another daemon is at the other end.
     *
     * @return true from {@link #link} to the end
     */
    public boolean isLink() {
        return state == State.LINK;
    }

    /**
     * Notes that another daemon is at the other end, or is expected there.
     *
     * @throws IllegalStateException unless the state is NEW
     */
    public void link() {
        if (state != State.NEW) {
            throw new IllegalStateException("session cannot become a link: id='" + peer.id() + "' state=" + state);
        }
        state = State.LINK;
    }

    /**
     * Returns the link by which a message of somebody on another machine came.
     *
     * @return null for everybody who is connected to this daemon
     */
    public @Nullable Session via() {
        return via;
    }

    /**
     * Returns the name of the service.
     *
     * @return also after the end; empty when it was never registered
     */
    public String name() {
        Sender known = sender;
        return known == null ? "" : known.address().service();
    }

    /**
     * Returns what is written in front of its messages.
     *
     * @return null when it was never registered
     */
    public @Nullable Sender sender() {
        return sender;
    }

    /**
     * Returns since when it is registered.
     *
     * @return null when it was never registered
     */
    public @Nullable Instant upSince() {
        return upSince;
    }

    /**
     * Returns the commands it has announced.
     *
     * @return sorted; a view
     */
    public Set<String> commands() {
        return Collections.unmodifiableSet(commands);
    }

    /**
     * Tells whether it has announced a command.
     *
     * @param command the command
     * @return whether broadcasts of it are sent there
     */
    public boolean understands(String command) {
        return commands.contains(command);
    }

    /**
     * Adds commands to those announced before; the session is ready then.
     *
     * @param announced names
     * @return false when there would be more than {@value #MAX_COMMANDS}; nothing is added then
     * @throws IllegalStateException if it is not registered
     */
    public boolean announce(Set<String> announced) {
        if (!isRegistered()) {
            throw new IllegalStateException("session not registered: id='" + peer.id() + "' state=" + state);
        }
        long added = announced.stream().filter(each -> !commands.contains(each)).count();
        if (commands.size() + added > MAX_COMMANDS) {
            return false;
        }
        commands.addAll(announced);
        state = State.READY;
        return true;
    }

    /**
     * Tells whether it wants to be told the load of this machine.
     *
     * @return whether it has asked for it
     */
    public boolean wantsLoad() {
        return wantsLoad;
    }

    /**
     * Notes whether it wants to be told the load of this machine.
     *
     * @param wanted whether it does
     */
    public void wantsLoad(boolean wanted) {
        wantsLoad = wanted;
    }

    /** Counts a message that it sent. */
    public void countReceived() {
        received++;
    }

    /** Counts a message that was sent to it. */
    public void countDelivered() {
        delivered++;
    }

    /** Counts a message that it did not take. */
    public void countRefused() {
        refused++;
    }

    /**
     * Returns how many messages it sent.
     *
     * @return 0 or more
     */
    public long received() {
        return received;
    }

    /**
     * Returns how many messages were sent to it.
     *
     * @return 0 or more
     */
    public long delivered() {
        return delivered;
    }

    /**
     * Returns how many messages it did not take.
     *
     * @return 0 or more
     */
    public long refused() {
        return refused;
    }

    void registered(Sender as, Instant since) {
        sender = as;
        upSince = since;
        state = State.HELLO;
    }

    void gone() {
        state = State.GONE;
    }

    @Override
    public String toString() {
        return peer.id() + " " + (name().isEmpty() ? "-" : name()) + " " + state;
    }
}
