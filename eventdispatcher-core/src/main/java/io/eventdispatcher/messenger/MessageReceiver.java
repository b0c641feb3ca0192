package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the frames of one connection, decodes them and hands the messages on.
 *
 * <p>Threading: loop thread only.
 */
final class MessageReceiver implements ConnectionHandler {

    private static final Logger log = LoggerFactory.getLogger(MessageReceiver.class);

    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI");

    private static final int LONGEST_HTTP_METHOD = 7;

    /** What waits for changes of the connection: hardly any has something that does. */
    private static final AttributeKey<List<Runnable>> WATCHERS = AttributeKey.named("watchers");

    private final Messenger messenger;
    private final @Nullable Predicate<Message> firstLook;
    private @Nullable Connection connection;
    private Messenger.@Nullable LoopParts parts;
    private volatile @Nullable OrderedWork work;

    private volatile @Nullable EarlyEnds early;
    private boolean receivedAny;
    private boolean paused;
    private boolean splitsAtLineFeeds;

    MessageReceiver(Messenger messenger, @Nullable Predicate<Message> firstLook) {
        this.messenger = messenger;
        this.firstLook = firstLook;
    }

    Connection connection() {
        return Objects.requireNonNull(connection, "a receiver is used before its connection is open");
    }

    Messenger messenger() {
        return messenger;
    }

    WrittenReply.Spare replies() {
        return parts().replies();
    }

    private Messenger.LoopParts parts() {
        return Objects.requireNonNull(parts, "a receiver is used before its connection is open");
    }

    /** Returns where early ends are noted; made when the first one comes. Any thread. */
    synchronized EarlyEnds earlyEnds() {
        EarlyEnds present = early;
        if (present == null) {
            present = new EarlyEnds();
            early = present;
        }
        return present;
    }

    /** Tells whether the handler was given up. Any thread. */
    boolean isAbandoned(ConnectionExchange exchange) {
        EarlyEnds present = early;
        return present != null && present.isAbandoned(exchange);
    }

    /** The handler has ended: tells, for the last time, whether its failure was reported before. Any thread. */
    boolean hasFailedEarly(ConnectionExchange exchange) {
        EarlyEnds present = early;
        return present != null && present.ended(exchange);
    }

    /** Returns the place for work that leaves the loop thread; made when it is first needed. */
    synchronized OrderedWork work() {
        OrderedWork present = work;
        if (present == null) {
            present = new OrderedWork(this, messenger, connection());
            work = present;
            connection().attribute(OrderedWork.KEY, present);
        }
        return present;
    }

    /** Adds what is told about changes of the connection; returns what takes it out. */
    synchronized Runnable watch(Runnable action) {
        List<Runnable> present = connection().attribute(WATCHERS);
        if (present == null) {
            present = new CopyOnWriteArrayList<>();
            connection().attribute(WATCHERS, present);
        }
        List<Runnable> all = present;
        Runnable added = action::run; // an object of its own, should the same action be added twice
        all.add(added);
        return () -> all.remove(added);
    }

    private void tellWatchers(Connection about) {
        List<Runnable> present = about.attribute(WATCHERS);
        if (present == null) {
            return;
        }
        for (Runnable watcher : present) {
            try {
                watcher.run();
            } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
                log.error("{}: what waits for the connection failed; ignored", about.id(), e);
            }
        }
    }

    @Override
    public void onOpen(Connection opened) {
        connection = opened;
        parts = messenger.parts();
        splitsAtLineFeeds = opened.framing().splitsAtLineFeeds();
        messenger.opened(opened);
    }

    @Override
    public void onFrame(Connection from, byte[] bytes, int offset, int length) {
        if (!receivedAny) {
            receivedAny = true;
            if (from.role() == Role.SERVER && isHttp(bytes, offset, length)) {
                messenger.answers().refuse(from, "this port does not speak HTTP", Rejection.MALFORMED);
                from.drain(CloseReason.PROTOCOL);
                return;
            }
        }
        if (length == 0 || length == 1 && bytes[offset] == '\r') {
            return; // an empty frame, or an empty line as telnet sends it
        }
        MessageDecoder decoder = parts().decoder();
        boolean oneLine = splitsAtLineFeeds || !LineFeeds.isInside(bytes, offset, length);
        Message message = oneLine ? decoder.decode(bytes, offset, length) : null;
        if (message == null) {
            String problem = oneLine ? decoder.problem() : "more than one line";
            inOrder(() -> messenger.answers().malformed(from, problem));
        } else {
            receive(from, message);
        }
        pauseWhileThePeerDoesNotRead(from);
    }

    /** Answers a line that is no message, after the messages before it. */
    private void inOrder(Runnable refusal) {
        OrderedWork ordered = work;
        if (ordered == null || !ordered.offer(refusal)) {
            refusal.run();
        }
    }

    private void receive(Connection from, Message message) {
        messenger.events().received(from, message);
        if (firstLook != null && firstLook.test(message)) {
            return;
        }
        OrderedWork ordered = work;
        if (ordered != null && ordered.offer(message)) {
            return;
        }
        RouteWalk.Step step = messenger.walk().begin(this, message, null);
        if (step != null) {
            work().start(step);
        }
    }

    /**
     * Takes no more questions from a peer that does not take the answers, instead of losing them when the write queue is
     * full. Not on our clients' connections: two peers that both stop reading would wait for each other.
     */
    private void pauseWhileThePeerDoesNotRead(Connection from) {
        if (!paused && !from.isWritable() && from.role() == Role.SERVER) {
            paused = true;
            from.suspend();
        }
    }

    @Override
    public void onWritable(Connection from) {
        if (paused) {
            paused = false;
            from.resume();
        }
        OrderedWork ordered = work;
        if (ordered != null) {
            ordered.unstall();
        }
        tellWatchers(from);
    }

    /**
     * A browser, or a web page that makes it post messages to us, must not get a second line in. Looked at before the line
     * is decoded, because {@code POST /?a=b HTTP/1.1} may well pass as a message.
     */
    private static boolean isHttp(byte[] bytes, int offset, int length) {
        String line = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        int space = line.indexOf(' ');
        return space > 0
                && space <= LONGEST_HTTP_METHOD
                && HTTP_METHODS.contains(line.substring(0, space))
                && line.indexOf(" HTTP/", space) > 0;
    }

    @Override
    public void onTooLong(Connection from, int maxFrameBytes) {
        inOrder(() ->
                messenger.answers().refuse(from, "line longer than " + maxFrameBytes + " bytes", Rejection.TOO_LARGE));
    }

    @Override
    public void onClosed(Connection from, CloseReason reason, @Nullable Throwable cause) {
        OrderedWork ordered = work;
        if (ordered != null) {
            ordered.unstall();
        }
        tellWatchers(from);
    }
}
