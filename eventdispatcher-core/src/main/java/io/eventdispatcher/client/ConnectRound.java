package io.eventdispatcher.client;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of a {@link Connector}: resolve, try each address, next endpoint.
 *
 * <p>Every step has a number. What was started by an earlier step, such as a lookup that answers after its time-out, is
 * recognised by its old number and ignored.
 *
 * <p>Threading: loop thread only.
 */
final class ConnectRound implements ConnectAttempt {

    private static final Logger log = LoggerFactory.getLogger(ConnectRound.class);

    private final Connector connector;
    private final Connector.Handler handler;
    private final Iterator<Endpoint> endpoints;
    private final Deque<SocketAddress> addresses = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> addressFailures = new ArrayList<>();
    private @Nullable Endpoint endpoint;
    private @Nullable ConnectAttempt attempt;
    private @Nullable TimerHandle timeout;
    private int addressCount;
    private int step;

    ConnectRound(Connector connector, Connector.Handler handler) {
        this.connector = connector;
        this.handler = handler;
        this.endpoints = connector.endpoints().iterator();
    }

    @Override
    public void cancel() {
        connector.loop().checkInLoop("connector");
        nextStep();
        step = Integer.MIN_VALUE;
    }

    private boolean isOver() {
        return step < 0;
    }

    /** Makes everything that is still under way void. */
    private int nextStep() {
        ConnectAttempt running = attempt;
        if (running != null) {
            attempt = null;
            running.cancel();
        }
        TimerHandle timer = timeout;
        if (timer != null) {
            timeout = null;
            timer.cancel();
        }
        return ++step;
    }

    void nextEndpoint() {
        if (isOver()) {
            return;
        }
        int mine = nextStep();
        if (!endpoints.hasNext()) {
            step = Integer.MIN_VALUE;
            handler.onConnectFailed(new ConnectFailedException(failures));
            return;
        }
        Endpoint next = endpoints.next();
        endpoint = next;
        arm("resolving " + next, () -> resolved(mine, null, "name not resolved within " + limit()));
        try {
            resolverOf(next).execute(() -> resolve(next, mine));
        } catch (RejectedExecutionException e) {
            connector.loop().execute(() -> resolved(mine, null, "too many names are being resolved"));
        }
    }

    /** What asks nobody must not wait behind a name service that hangs. */
    private Executor resolverOf(Endpoint target) {
        return connector.transports().of(target).resolvesAtOnce(target) ? Runnable::run : connector.resolver();
    }

    /** On a thread of the resolver, or on the loop when nobody has to be asked. */
    private void resolve(Endpoint target, int mine) {
        Runnable outcome;
        try {
            List<SocketAddress> found = connector.transports().of(target).resolve(target);
            outcome = () -> resolved(mine, found, "the name has no address");
        } catch (IOException | RuntimeException e) {
            outcome = () -> resolved(mine, null, reason(e));
        }
        try {
            connector.loop().execute(outcome);
        } catch (RejectedExecutionException e) {
            log.debug("{} resolved too late: {}", target, e.getMessage());
        }
    }

    private void resolved(int mine, @Nullable Collection<SocketAddress> found, String otherwise) {
        if (mine != step) {
            return;
        }
        addresses.clear();
        addressFailures.clear();
        if (found == null || found.isEmpty()) {
            failures.add(endpoint + ": " + otherwise);
            nextEndpoint();
        } else {
            addresses.addAll(found);
            addressCount = found.size();
            nextAddress();
        }
    }

    private void nextAddress() {
        int mine = nextStep();
        SocketAddress address = addresses.poll();
        Endpoint target = endpoint;
        if (address == null || target == null) {
            failures.add(endpoint + ": " + String.join(", ", addressFailures));
            nextEndpoint();
            return;
        }
        StreamTransportFactory factory = connector.transports().of(target);
        if (!factory.waitsForPeer() || connector.endpoints().size() > 1) {
            arm("connecting to " + target, () -> failed(mine, address, "no answer within " + limit()));
        }
        try {
            attempt =
                    factory.connect(connector.loop(), address, connector.options(), new Outcome(mine, target, address));
        } catch (IllegalArgumentException e) {
            connector.loop().execute(() -> failed(mine, address, reason(e)));
        }
    }

    private void failed(int mine, SocketAddress address, String reason) {
        if (mine == step) {
            addressFailures.add(addressCount == 1 ? reason : address + " " + reason);
            nextAddress();
        }
    }

    private void arm(String what, Runnable action) {
        timeout = connector.loop().schedule(what, Schedule.after(connector.timeout()), action);
    }

    private String limit() {
        return Nanos.words(Nanos.saturated(connector.timeout()));
    }

    /** The cause says it in the words of the system; the message around it repeats the address. */
    private static String reason(Exception failure) {
        Throwable cause = failure.getCause();
        String text =
                cause == null || failure instanceof UnknownHostException ? failure.getMessage() : cause.getMessage();
        return text == null ? failure.toString() : text;
    }

    private final class Outcome implements ConnectHandler {

        private final int mine;
        private final Endpoint target;
        private final SocketAddress address;

        Outcome(int mine, Endpoint target, SocketAddress address) {
            this.mine = mine;
            this.target = target;
            this.address = address;
        }

        @Override
        public void onConnected(StreamTransport transport) {
            if (mine != step) {
                transport.close();
                return;
            }
            attempt = null;
            nextStep();
            step = Integer.MIN_VALUE;
            handler.onConnected(target, transport);
        }

        @Override
        public void onConnectFailed(IOException failure) {
            if (mine == step) {
                attempt = null;
                failed(mine, address, reason(failure));
            }
        }
    }
}
