package io.eventdispatcher.tools.console;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.ClientObserver;
import io.eventdispatcher.client.ClientSnapshot;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.client.DropReason;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.tools.cli.TerminalText;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one peer that comes back by itself: sends what is typed, shows what arrives, says when the peer is gone and
 * why. With a name it registers with a daemon on each connection, and sends nothing before that is done.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Conversation implements AutoCloseable {

    private static final String COMMANDS = "CLUSTER_COMPLETE,CLUSTER_DOWN,CLUSTER_INCOMPLETE,CLUSTER_UP,COMMANDS,"
            + "DISCONNECTING,HELP,INVALID,QUITTING,READY,SERVICES,SERVICE_UNAVAILABLE,STATUS,STOP,TRANSMISSION_REPORT,UNKNOWN";
    private static final Duration GRACE = Duration.ofSeconds(1);

    /**
     * How to behave.
     *
     * <p>Threading: immutable.
     *
     * @param endpoint of the peer
     * @param transports how to reach it
     * @param name to register with a daemon; null = it is no daemon
     * @param keepsTrying whether to try again after a failure
     * @param curious whether to ask for the commands of the peer
     * @since 0.1
     */
    public record Settings(
            Endpoint endpoint,
            TransportOptions transports,
            @Nullable String name,
            boolean keepsTrying,
            boolean curious) {}

    /** How the first attempt ended. */
    public enum Outcome {
        /** There is a connection, and the registration was taken if there is one. */
        READY,
        /** There is no connection. */
        UNREACHABLE,
        /** The daemon refused the registration. */
        REFUSED
    }

    private final Settings settings;
    private final Screen screen;
    private final Vocabulary vocabulary;
    private final LoopThread thread;
    private final PermanentClient client;
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults()); // on the loop
    private final AtomicInteger unasked = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile long lastArrivalNanos = System.nanoTime();
    private volatile @Nullable String problem;
    private boolean registered; // on the loop

    private Conversation(Settings settings, Screen screen, Vocabulary vocabulary) {
        this.settings = settings;
        this.screen = screen;
        this.vocabulary = vocabulary;
        thread = LoopThread.start(EventLoop.open("console"), true);
        PermanentClient.Builder builder = PermanentClient.to(settings.endpoint(), thread.loop())
                .name("console")
                .transportOptions(settings.transports())
                .backoff(Backoff.parse(settings.keepsTrying() ? "0,1,2,5,10" : "0"))
                .handler(() -> new Incoming())
                .observer(new Watch())
                .greeting(this::greeting);
        client = (settings.name() == null ? builder : builder.awaitReady()).build();
    }

    /**
     * Begins to connect.
     *
     * @param settings where, and how
     * @param screen gets what is to be shown
     * @param vocabulary learns what the peer says about itself
     * @return the conversation
     * @throws IllegalArgumentException if the endpoint is none for streams
     */
    public static Conversation begin(Settings settings, Screen screen, Vocabulary vocabulary) {
        Conversation begun = new Conversation(settings, screen, vocabulary);
        begun.client.start();
        return begun;
    }

    private List<? extends ByteSource> greeting() {
        String name = settings.name();
        registered = false;
        return name == null
                ? List.of()
                : List.of(Message.builder("REGISTER")
                        .param("service", name)
                        .param("version", 1)
                        .build());
    }

    /**
     * Waits until it is known how the first attempt ended.
     *
     * @param time how long
     * @return null when that is not known in time
     * @throws InterruptedException if the thread was interrupted
     */
    public @Nullable Outcome await(Duration time) throws InterruptedException {
        try {
            return outcome.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Sends a message, now or when there is a connection.
     *
     * @param message the message
     * @return what became of it
     */
    public Delivery send(Message message) {
        return client.send(message);
    }

    /**
     * Asks for something without showing the answer.
     *
     * @param question {@code HELP} or {@code LIST_SERVICES}, of the peer or a service
     */
    public void ask(Message question) {
        unasked.incrementAndGet();
        if (!client.send(question).accepted()) {
            unasked.decrementAndGet();
        }
    }

    /** Tries to connect at once, if it waits to do so. */
    public void connectNow() {
        client.connectNow();
    }

    /**
     * Returns how things stand, for people.
     *
     * @return one line
     */
    public String status() {
        ClientSnapshot now = client.snapshot();
        String state = now.ready()
                ? "connected"
                : now.state() == ClientState.CONNECTED
                        ? "registering"
                        : now.state().name().toLowerCase(Locale.ROOT);
        String waiting = now.queuedFrames() == 0 ? "" : ", " + now.queuedFrames() + " messages wait";
        String why = now.ready() || now.lastError() == null ? "" : ": " + TerminalText.safe(now.lastError());
        return settings.endpoint() + " " + state + waiting + why;
    }

    /**
     * Returns what went wrong last.
     *
     * @return for people; null when nothing did
     */
    public @Nullable String problem() {
        return problem;
    }

    /**
     * Returns how many messages that had been taken were given up.
     *
     * @return 0 or more
     */
    public int givenUp() {
        return givenUp.get();
    }

    /**
     * Returns how long nothing has arrived.
     *
     * @return since the last message, or since the beginning
     */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastArrivalNanos);
    }

    /**
     * Ends it, after what waits is sent.
     *
     * @param patience how long that may take
     * @return whether everything was sent
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean finish(Duration patience) throws InterruptedException {
        try {
            return client.stop(patience).get(patience.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        CompletableFuture<Boolean> unusedEnd = client.stop(Duration.ZERO);
        thread.close();
    }

    private void ready(Connection connection) {
        String name = settings.name();
        if (name != null) {
            boolean unusedSent = connection
                    .send(Message.builder("COMMANDS").param("list", COMMANDS).build())
                    .accepted();
        }
        screen.note("connected to " + settings.endpoint() + (name == null ? "" : " as " + name));
        vocabulary.clear();
        unasked.set(0);
        client.ready();
        if (settings.curious()) {
            ask(Message.of("HELP"));
            if (name != null) {
                ask(Message.of("LIST_SERVICES"));
            }
        }
        outcome.complete(Outcome.READY);
    }

    private void failed(String why, Outcome how) {
        problem = why;
        outcome.complete(how);
    }

    /** What the peer sends. */
    private final class Incoming implements ConnectionHandler {

        @Override
        public void onOpen(Connection connection) {
            if (settings.name() == null) {
                ready(connection);
            }
        }

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            lastArrivalNanos = System.nanoTime();
            Message message = decoder.decode(bytes, offset, length);
            if (message == null) {
                screen.note("not a message: " + TerminalText.safe(decoder.problem()));
                return;
            }
            vocabulary.learn(message);
            if (!registered && settings.name() != null) {
                registering(connection, message);
            } else if (!isLifeSign(connection, message) && !isUnasked(message)) {
                screen.message(TerminalText.safe(message.toText()));
            }
        }

        private void registering(Connection connection, Message message) {
            switch (message.command()) {
                case "HELP" -> {
                    // answered with the commands, in a moment
                }
                case "READY" -> {
                    registered = true;
                    ready(connection);
                }
                case "INVALID" -> {
                    String why = "refused by the daemon: " + TerminalText.safe(message.toText());
                    screen.note(why);
                    failed(why, Outcome.REFUSED);
                }
                default -> screen.message(TerminalText.safe(message.toText()));
            }
        }

        /** Whether the daemon asks if the name is still wanted; it is answered then. */
        private boolean isLifeSign(Connection connection, Message message) {
            Message answer = settings.name() == null ? null : LifeSign.answerTo(message);
            return answer != null && connection.send(answer).accepted();
        }

        private boolean isUnasked(Message message) {
            boolean answers =
                    message.command().equals("COMMANDS") || message.command().equals("SERVICES");
            return answers && unasked.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
        }

        @Override
        public void onTooLong(Connection connection, int maxFrameBytes) {
            screen.note("a line longer than " + maxFrameBytes + " bytes was left out");
        }
    }

    /** How the connection is. */
    private final class Watch implements ClientObserver {

        private boolean was;

        @Override
        public void stateChanged(ClientSnapshot snapshot) {
            boolean connected = snapshot.state() == ClientState.CONNECTED;
            if (was
                    && !connected
                    && snapshot.state() != ClientState.STOPPING
                    && snapshot.state() != ClientState.STOPPED) {
                screen.note("disconnected from " + settings.endpoint());
            }
            was = connected;
            if (snapshot.state() == ClientState.GAVE_UP) {
                failed("no connection: " + snapshot.lastError(), Outcome.UNREACHABLE);
            }
        }

        @Override
        public void attemptFailed(String name, IOException failure, Duration pause) {
            String why = TerminalText.safe(String.valueOf(failure.getMessage()));
            problem = why;
            boolean again = !pause.equals(Duration.ofNanos(Backoff.NEVER));
            screen.note(why + (again ? "; trying again in " + pause.toSeconds() + " s" : ""));
        }

        @Override
        public void dropped(String name, ByteSource frame, DropReason reason) {
            if (givenUp.getAndIncrement() == 0) {
                screen.note("messages are given up: " + reason.name().toLowerCase(Locale.ROOT));
            }
        }
    }
}
