package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.client.ClientSnapshot;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.client.DropReason;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.GroupStatistics;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.messenger.RequestStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configured client, which can be started and stopped any number of times; each start makes a new {@link MessageClient}.
 *
 * <p>When the application context is stopped and started again, those clients start that were running, or would have been
 * according to {@code auto-startup}; a client stopped by {@link #stop} stays stopped. Pausing the context leaves clients
 * connected.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class NamedClient {

    private static final Logger log = LoggerFactory.getLogger(NamedClient.class);

    private final ClientSettings settings;
    private final ConnectionServices services;
    private final Traffic traffic = new Traffic();
    private final ClientWatch watch;
    private boolean wanted;
    private long reconnectsBefore;
    private final ReadingPause pause;
    private final MessageClient client;

    NamedClient(ClientSettings settings, ConnectionServices services, ClientExtensions extensions) {
        this.settings = settings;
        this.services = services;
        this.watch = new ClientWatch(extensions);
        this.wanted = settings.autoStartup();
        this.pause = new ReadingPause(services.observer());
        this.client = build(extensions.customizers());
    }

    private MessageClient build(List<ClientCustomizer> customizers) {
        PermanentClient.Builder client = PermanentClient.to(
                        settings.endpoints(), services.loops().first())
                .options(settings.options())
                .transportOptions(settings.streams())
                .backoff(settings.backoff())
                .connectTimeout(settings.connectTimeout())
                .offlineQueue(settings.offlineQueue())
                .greeting(settings::greeting);
        customizers.forEach(customizer -> customizer.customize(settings.name(), client));
        return MessageClient.of(settings.name(), client, services.loops().first(), services.messenger())
                .requestTimeout(settings.requestTimeout())
                .observer(pause)
                .clientObserver(watch)
                .correlation(settings.correlation())
                .maxRequests(settings.maxRequests())
                .interceptor(services.interceptor())
                .build();
    }

    /**
     * Returns when it tries to connect next.
     *
     * @return null unless it waits for that
     */
    public @Nullable Instant nextAttempt() {
        ClientSnapshot now = snapshot();
        Duration pause = watch.lastPause();
        return now.state() == ClientState.WAITING && pause != null ? now.since().plus(pause) : null;
    }

    /**
     * Returns the name.
     *
     * @return the name, also the owner of its connections
     */
    public String name() {
        return settings.name();
    }

    /**
     * Returns what is configured.
     *
     * @return the settings
     */
    public ClientSettings settings() {
        return settings;
    }

    /**
     * Returns the client of the core.
     *
     * @return the client, the same for the life of the application
     */
    public MessageClient messageClient() {
        return client;
    }

    /**
     * Sends a message, now or when there is a connection; before the first start it is queued.
     *
     * @param message the message
     * @return what became of it
     */
    public Delivery send(Message message) {
        return messageClient().send(message);
    }

    /**
     * Sends a message and waits, without blocking, for its answer, at most the configured time.
     *
     * @param message the message
     * @return completed with the answer, or exceptionally as {@link MessageClient#request(Message)} says
     */
    public CompletableFuture<Message> request(Message message) {
        return messageClient().request(message);
    }

    /**
     * Sends a message and waits, without blocking, for its answer.
     *
     * @param message the message
     * @param timeout how long, positive
     * @return completed with the answer, or exceptionally as {@link MessageClient#request(Message, Duration)} says
     */
    public CompletableFuture<Message> request(Message message, Duration timeout) {
        return messageClient().request(message, timeout);
    }

    /**
     * Returns how the client looks now.
     *
     * @return a snapshot; its counters begin anew with each start
     */
    public ClientSnapshot snapshot() {
        return messageClient().client().snapshot();
    }

    /**
     * Returns totals over all starts.
     *
     * @return a snapshot
     */
    public GroupStatistics statistics() {
        return traffic.statistics();
    }

    /**
     * Returns how often it was connected again after its first connection, over all starts.
     *
     * @return 0 or more
     */
    public synchronized long reconnects() {
        return reconnectsBefore + Math.max(0, snapshot().connections() - 1);
    }

    /**
     * Returns how often all endpoints were tried in vain, over all starts.
     *
     * @return 0 or more
     */
    public long failedAttempts() {
        return watch.failedAttempts();
    }

    /**
     * Returns how many accepted messages were given up, over all starts.
     *
     * @return 0 or more
     */
    public long dropped() {
        return watch.dropped();
    }

    /**
     * Returns how many accepted messages were given up for one reason, over all starts.
     *
     * @param reason the reason
     * @return 0 or more
     */
    public long dropped(DropReason reason) {
        return watch.dropped(reason);
    }

    /**
     * Returns how many requests wait for their answer.
     *
     * @return 0 or more
     */
    public int pendingRequests() {
        return messageClient().pendingRequests();
    }

    /**
     * Returns what became of the requests, over all starts.
     *
     * @return totals
     */
    public RequestStatistics requests() {
        return messageClient().requestStatistics();
    }

    /**
     * Ends a pause between attempts to connect at once, or begins anew after the client gave up. Does nothing while it is
     * connected, connecting or stopped.
     */
    public void connectNow() {
        messageClient().client().connectNow();
    }

    /** Starts connecting. Does nothing while it is started; one that gave up begins anew. */
    public void start() {
        synchronized (this) {
            wanted = true;
            ClientState state = client.client().state();
            if (state == ClientState.STOPPING || state == ClientState.STOPPED) {
                reconnectsBefore = reconnects();
            } else if (client.client().isStarted()) {
                if (state == ClientState.GAVE_UP) {
                    connectNow();
                }
                return;
            }
            watch.expectConnection();
            client.start();
            traffic.begin(client.client().connections());
            services.connections().add(client.client().connections());
        }
        Announcer.LOG.info("Client '{}' connects to {}", name(), endpoints());
    }

    /**
     * Waits until it is connected, after {@link #start}.
     *
     * @throws ClientStartException if it is required and does not connect in time
     */
    void awaitRequired() {
        if (!settings.required()) {
            return;
        }
        Duration limit = settings.startupTimeout();
        try {
            if (watch.outcome().get(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            log.debug("client '{}' is not connected after {}", name(), limit, e);
        }
        throw new ClientStartException(name(), endpoints(), limit, snapshot().lastError());
    }

    private String endpoints() {
        return String.join(
                ", ", settings.endpoints().stream().map(Object::toString).toList());
    }

    /**
     * Stops reading, also on a connection that is made again meanwhile; the socket stays, and messages are still sent. Requests
     * under way get no answer and time out. It stays paused when the application context is stopped and started again.
     */
    public void pause() {
        pause.begin(client.client().connections().connections());
    }

    /** Reads again; what the peer has sent meanwhile comes first. Does nothing unless it is paused. */
    public void resume() {
        pause.end();
    }

    /**
     * Tells whether it is paused.
     *
     * @return true from {@link #pause} until {@link #resume} or {@link #stop}
     */
    public boolean isPaused() {
        return pause.isPaused();
    }

    /**
     * Stops: takes no more messages, sends what waits if there is a connection, then closes. It is not started again with
     * the application context, only by {@link #start}.
     *
     * @param grace how long that may take; 0 closes at once
     * @return completed with true if nothing was dropped or cut off
     */
    public CompletableFuture<Boolean> stop(Duration grace) {
        synchronized (this) {
            wanted = false;
        }
        pause.end();
        return shutDown(grace);
    }

    /** Stops, to be started again with the application context. */
    CompletableFuture<Boolean> shutDown(Duration grace) {
        MessageClient stopping = messageClient();
        ClientSnapshot before = stopping.client().snapshot();
        if (before.state() == ClientState.IDLE || before.state() == ClientState.STOPPED) {
            return CompletableFuture.completedFuture(true);
        }
        // An end must not wait for a peer that is away, or does not answer: what waits for it is dropped at once.
        boolean connected = before.state() == ClientState.CONNECTED && before.ready();
        if (!connected && before.queuedFrames() > 0) {
            log.warn(
                    "client '{}' stops without a connection: {} queued messages are dropped",
                    name(),
                    before.queuedFrames());
        }
        ConnectionGroup connections = stopping.client().connections();
        return stopping.stop(connected ? grace : Duration.ZERO)
                .whenComplete((graceful, failure) -> services.connections().remove(connections));
    }

    /** Tells whether it starts with the application context. */
    synchronized boolean isWanted() {
        return wanted;
    }
}
