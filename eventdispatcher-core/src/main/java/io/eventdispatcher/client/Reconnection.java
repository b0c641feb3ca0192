package io.eventdispatcher.client;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a client connects, how long it waits, and how it ends.
 *
 * <p>A connection that lasted longer than the first pause was a good one: its loss starts the pauses anew, and the
 * first attempt is made at once, as in the original. The loss of one that did not last counts as one more failure, so
 * a peer that accepts and closes is approached more and more slowly (differs from the original, which resets its
 * pauses with every connection).
 *
 * <p>Threading: loop thread only, except {@link #connection()} and {@link #snapshot()}.
 */
final class Reconnection implements Connector.Handler {

    private static final Logger log = LoggerFactory.getLogger(Reconnection.class);
    private static final Duration UPKEEP = Duration.ofSeconds(1);

    private final ClientSettings settings;
    private final EventLoop loop;
    private final Connector connector;
    private final ConnectionGroup group;
    private final Outbox outbox;
    private final FrameDrops drops;
    private final OutageLog outage;
    private final Consumer<Boolean> whenStopped;

    private volatile Status status;
    private volatile @Nullable Connection connection;
    private @Nullable ConnectAttempt round;
    private @Nullable TimerHandle pause;
    private @Nullable TimerHandle upkeep;
    private @Nullable TimerHandle grace;
    private @Nullable Endpoint endpoint;
    private @Nullable String lastError;
    private long connections;
    private long openedNanos;
    private long goodAfterNanos;
    private int failures;
    private long dropsBeforeStop;
    private boolean cut;

    Reconnection(
            ClientSettings settings,
            Connector connector,
            ConnectionGroup group,
            Outbox outbox,
            FrameDrops drops,
            Consumer<Boolean> whenStopped) {
        this.settings = settings;
        this.loop = settings.loop();
        this.connector = connector;
        this.group = group;
        this.outbox = outbox;
        this.drops = drops;
        this.outage = new OutageLog(settings.name());
        this.whenStopped = whenStopped;
        this.status = new Status(ClientState.IDLE, loop.clock().now(), null, 0, 0, null);
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    ClientSnapshot snapshot() {
        Status now = status;
        return new ClientSnapshot(
                settings.name(),
                settings.endpoints(),
                now.state(),
                now.since(),
                now.endpoint(),
                now.failures(),
                now.connections(),
                outbox.queuedFrames(),
                outbox.queuedBytes(),
                drops.count(),
                now.lastError(),
                outbox.isOnline());
    }

    void begin() {
        if (status.state() != ClientState.IDLE) {
            return;
        }
        upkeep = loop.schedule("client '" + settings.name() + "' upkeep", Schedule.every(UPKEEP), this::tick);
        long now = loop.nanoTime();
        outbox.tick(now);
        outage.began(now);
        pauseThenConnect(Math.max(0, settings.backoff().delayNanos(0)));
    }

    private void pauseThenConnect(long nanos) {
        if (nanos == 0) {
            connect();
            return;
        }
        if (nanos == Backoff.NEVER) {
            outbox.gaveUp("the client gave up after " + failures + " failed attempts to connect: " + lastError);
            become(ClientState.GAVE_UP);
            return;
        }
        become(ClientState.WAITING);
        Duration delay = Duration.ofNanos(nanos);
        pause = loop.schedule("client '" + settings.name() + "' pause", Schedule.after(delay), this::connect);
    }

    /** Ends a pause early. */
    void connectNow() {
        if (status.state() != ClientState.IDLE && !isStopped() && connection == null && round == null) {
            if (status.state() == ClientState.GAVE_UP) {
                failures = 0; // the attempts are counted anew
            }
            connect();
        }
    }

    private void connect() {
        pause = cancelled(pause);
        outbox.gaveUp(null);
        try {
            round = connector.connect(this);
        } catch (RejectedExecutionException e) {
            log.debug("Client '{}' connects later: {}", settings.name(), e.getMessage()); // at the next tick
        }
        become(ClientState.CONNECTING);
    }

    @Override
    public void onConnectFailed(IOException failure) {
        round = null;
        failedAttempt(failure, "cannot reach " + failure.getMessage());
    }

    private void failedAttempt(IOException failure, String problem) {
        failures++;
        lastError = failure.getMessage();
        long delay = Math.max(0, settings.backoff().delayNanos(failures));
        outage.failed(loop.nanoTime(), problem, delay);
        observe(() -> settings.observer().attemptFailed(settings.name(), failure, Duration.ofNanos(delay)));
        if (isStopping() && (outbox.isEmpty() || delay == Backoff.NEVER)) {
            finish();
        } else {
            pauseThenConnect(delay);
        }
    }

    @Override
    public void onConnected(Endpoint reached, StreamTransport transport) {
        round = null;
        endpoint = reached;
        ClientLink link;
        try {
            link = new ClientLink(this, settings.handlers().get());
        } catch (RuntimeException e) {
            transport.close();
            log.error("Client '{}': no handler could be made for its connection", settings.name(), e);
            failedAttempt(new IOException("no handler: " + e, e), "has no handler: " + e);
            return;
        }
        long before = connections;
        group.open(transport, link);
        if (connections == before) {
            String why = "the loop did not take the connection";
            failedAttempt(new IOException(reached + ": " + why), "cannot use " + reached + ": " + why);
        }
    }

    void opened(Connection made) {
        connection = made;
        connections++;
        openedNanos = loop.nanoTime();
        long firstPause = settings.backoff().delayNanos(1);
        goodAfterNanos = firstPause > 0 ? firstPause : TimeUnit.SECONDS.toNanos(1);
        outbox.connected(made);
        outage.connected(openedNanos, where(made));
        become(ClientState.CONNECTED);
        for (ByteSource frame : settings.greeting().get()) {
            made.send(frame);
        }
    }

    /** The endpoint, and the address behind it where that says more. */
    private String where(Connection made) {
        String uri = String.valueOf(endpoint);
        String address = made.remoteAddress();
        return uri.endsWith(address) ? uri : uri + " (" + address + ")";
    }

    /** The greeting and what the handler sent first are on their way. */
    void greeted(Connection made) {
        if (!settings.awaitReady()) {
            ready(made);
        }
    }

    /** The waiting frames may go out. */
    void ready(@Nullable Connection made) {
        if (made != null && made == connection) {
            outbox.release();
            proceedStopping();
        }
    }

    void writable() {
        outbox.drain();
        proceedStopping();
    }

    void closed(Connection gone, CloseReason reason, @Nullable Throwable cause) {
        if (gone != connection) {
            return;
        }
        connection = null;
        outbox.disconnected();
        long now = loop.nanoTime();
        long lived = now - openedNanos;
        String why = "connection closed: " + reason.label() + (cause == null ? "" : ", " + cause.getMessage());
        if (cut || (isStopping() && outbox.isEmpty())) {
            finish();
        } else if (lived > goodAfterNanos) {
            lasted();
            lastError = endpoint + ": " + why;
            log.debug("Client '{}' lost {}: {}", settings.name(), endpoint, why);
            outage.began(now);
            connect();
        } else {
            failedAttempt(
                    new IOException(endpoint + ": " + why + " after " + Nanos.words(lived)),
                    "lost " + endpoint + " after " + Nanos.words(lived) + ": " + why);
        }
    }

    private void lasted() {
        failures = 0;
        outage.ended();
    }

    private void tick() {
        long now = loop.nanoTime();
        outbox.tick(now);
        outage.tick(now);
        if (status.state() == ClientState.CONNECTING && connection == null && round == null) {
            connect();
        }
        if (connection != null && failures > 0 && now - openedNanos > goodAfterNanos) {
            lasted();
            publish(status.state(), status.since());
        }
        proceedStopping();
    }

    void stop(Duration patience) {
        outbox.drain();
        dropsBeforeStop = drops.count();
        boolean idle = status.state() == ClientState.IDLE;
        become(ClientState.STOPPING);
        if (idle) {
            finish();
        } else if (patience.isZero()) {
            force();
        } else {
            grace = loop.schedule("client '" + settings.name() + "' grace", Schedule.after(patience), this::force);
            proceedStopping();
        }
    }

    private void proceedStopping() {
        if (!isStopping()) {
            return;
        }
        Connection current = connection;
        boolean drained = outbox.isEmpty();
        if (current != null && drained) {
            current.drain(CloseReason.SHUTDOWN);
        } else if (current == null && (drained || (round == null && pause == null))) {
            finish();
        }
    }

    private void force() {
        Connection current = connection;
        cut = true;
        if (current != null) {
            current.close(CloseReason.SHUTDOWN);
        } else {
            cut = !outbox.isEmpty();
            finish();
        }
    }

    private void finish() {
        if (isStopped()) {
            return;
        }
        ConnectAttempt running = round;
        if (running != null) {
            running.cancel();
            round = null;
        }
        pause = cancelled(pause);
        upkeep = cancelled(upkeep);
        grace = cancelled(grace);
        outbox.clear();
        become(ClientState.STOPPED);
        whenStopped.accept(!cut && drops.count() == dropsBeforeStop);
    }

    private static @Nullable TimerHandle cancelled(@Nullable TimerHandle timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }

    private boolean isStopping() {
        return status.state() == ClientState.STOPPING;
    }

    private boolean isStopped() {
        return status.state() == ClientState.STOPPED;
    }

    /** While stopping, that is the state shown, whatever happens below. */
    private void become(ClientState state) {
        boolean staying = isStopping() && state != ClientState.STOPPED;
        publish(staying ? ClientState.STOPPING : state, loop.clock().now());
        observe(() -> settings.observer().stateChanged(snapshot()));
    }

    private void publish(ClientState state, Instant since) {
        status = new Status(state, since, endpoint, failures, connections, lastError);
    }

    private void observe(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("Client '{}': its observer failed; ignored", settings.name(), e);
        }
    }

    private record Status(
            ClientState state,
            Instant since,
            @Nullable Endpoint endpoint,
            int failures,
            long connections,
            @Nullable String lastError) {}
}
