package io.eventdispatcher.spring.communicator;

import io.eventdispatcher.client.ClientObserver;
import io.eventdispatcher.client.ClientSnapshot;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.ConnectionExchange;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the registration of this application with its daemon stands. The client {@value CommunicatorClient#NAME} sends its
 * registration on each connection, and everything else only behind the daemon's {@code READY}: until then it waits here, so
 * that a refused registration takes nothing with it.
 *
 * <pre>AWAY -&gt; REGISTERING (connected) -&gt; READY; each state may go to AWAY</pre>
 *
 * <p>A daemon that says nothing in time is hung up on, and tried again as one that is away.
 *
 * <p>Threading: loop thread only, but for {@link #status}.
 *
 * @since 0.1
 */
public final class CommunicatorRegistration implements ClientObserver {

    private static final Logger log = LoggerFactory.getLogger(CommunicatorRegistration.class);

    /**
     * Where a registration stands.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    public enum State {
        /** There is no connection to the daemon. */
        AWAY,
        /** Connected; the daemon has not answered yet. */
        REGISTERING,
        /** Registered: messages go out. */
        READY
    }

    /**
     * How a registration looks at one moment.
     *
     * <p>Threading: immutable.
     *
     * @param state where it stands
     * @param since when it came to that
     * @param refusal why the daemon refused it last, for people; null when it did not since it was last taken
     * @since 0.1
     */
    public record Status(
            State state, Instant since, @Nullable String refusal) {}

    private final EventLoop loop;
    private final Duration timeout;
    private final Supplier<PermanentClient> clients;
    private @Nullable TimerHandle timer;
    private volatile Status status; // written on the loop

    /**
     * Makes the registration of an application that has no connection yet.
     *
     * @param loop serves the client
     * @param timeout how long the daemon may take to answer, positive
     * @param clients finds the client, once it is there
     */
    public CommunicatorRegistration(EventLoop loop, Duration timeout, Supplier<PermanentClient> clients) {
        this.loop = loop;
        this.timeout = timeout;
        this.clients = clients;
        this.status = new Status(State.AWAY, loop.clock().now(), null);
    }

    /**
     * Returns where it stands. Any thread.
     *
     * @return how it looks now
     */
    public Status status() {
        return status;
    }

    /**
     * Begins to listen to the daemon's answers; they go on to whom else they concern.
     *
     * @param dispatcher gets what the daemon sends
     */
    public void listen(Dispatcher dispatcher) {
        observe(dispatcher, Commands.READY, this::taken);
        observe(dispatcher, Commands.INVALID, this::refused);
    }

    private void observe(Dispatcher dispatcher, String command, Consumer<Exchange> action) {
        dispatcher.add(DispatchEntry.on(command)
                .observe()
                .name("communicator " + command)
                .when(exchange -> exchange instanceof ConnectionExchange from && isPending(from.connection()))
                .handler(DispatchHandler.of(action))
                .build());
    }

    private boolean isPending(Connection from) {
        return from.owner().equals(CommunicatorClient.NAME) && status.state() == State.REGISTERING;
    }

    private void taken(Exchange exchange) {
        cancelTimer();
        become(State.READY, null);
        clients.get().ready();
    }

    private void refused(Exchange exchange) {
        Message answer = exchange.message();
        if ("REGISTER".equals(answer.param("command"))) {
            String reason = answer.param("message");
            become(State.REGISTERING, reason == null ? "the daemon gave no reason" : LogText.clip(reason));
        }
    }

    @Override
    public void stateChanged(ClientSnapshot snapshot) {
        if (!snapshot.name().equals(CommunicatorClient.NAME) || snapshot.state() == ClientState.STOPPING) {
            return;
        }
        cancelTimer();
        if (snapshot.state() == ClientState.CONNECTED) {
            become(State.REGISTERING, status.refusal());
            Connection connection = clients.get().connection();
            timer = loop.schedule("communicator ready", Schedule.after(timeout), () -> late(connection));
        } else {
            become(State.AWAY, status.refusal());
        }
    }

    private void late(@Nullable Connection connection) {
        timer = null;
        if (connection != null) {
            log.warn("{}: the daemon did not answer the registration in time: timeout={}", connection.id(), timeout);
            connection.close(CloseReason.PROTOCOL);
        }
    }

    private void become(State state, @Nullable String refusal) {
        Status before = status;
        Instant since = before.state() == state ? before.since() : loop.clock().now();
        status = new Status(state, since, refusal);
    }

    private void cancelTimer() {
        TimerHandle pending = timer;
        timer = null;
        if (pending != null) {
            pending.cancel();
        }
    }
}
