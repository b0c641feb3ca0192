package io.eventdispatcher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.client.ScriptedTransports.Address;
import io.eventdispatcher.client.ScriptedTransports.Outcome;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectorTests implements Connector.Handler {

    private static final LocalEndpoint ONE = new LocalEndpoint("one");
    private static final LocalEndpoint TWO = new LocalEndpoint("two");

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("driven", LoopOptions.defaults(), clock);
    private final ScriptedTransports transport = new ScriptedTransports();
    private final Deque<Runnable> lookups = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Override
    public void onConnected(Endpoint endpoint, StreamTransport stream) {
        heard.add("connected " + endpoint + " " + stream.remoteAddress());
    }

    @Override
    public void onConnectFailed(IOException failure) {
        heard.add(failure.getMessage());
    }

    private ConnectAttempt connect(Executor resolver, Endpoint... endpoints) {
        Connector connector = new Connector(
                loop,
                List.of(endpoints),
                Transports.using(transport),
                TransportOptions.defaults(),
                Duration.ofSeconds(5),
                resolver);
        ConnectAttempt round = connector.connect(this);
        assertThat(heard).as("told from inside connect").isEmpty();
        return round;
    }

    private void settle() {
        while (loop.runOnce(0)) {
            // goes on
        }
    }

    @Test
    void refusesWhatCanNeverConnect() {
        assertThatIllegalArgumentException().isThrownBy(() -> connect(Runnable::run));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connect(Runnable::run, ONE, new UdpEndpoint("127.0.0.1", 1)))
                .withMessageContaining("udp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Connector(
                        loop, List.of(ONE), Transports.using(transport), TransportOptions.defaults(), Duration.ZERO))
                .withMessageContaining("timeout=PT0S");
    }

    @Test
    void triesAddressesInOrderUntilOneConnects() {
        transport.lookup = endpoint -> List.of(new Address("a1"), new Address("a2"), new Address("a3"));
        transport.outcomes = address -> address.toString().equals("a2") ? Outcome.CONNECT : Outcome.REFUSE;
        connect(Runnable::run, ONE, TWO);
        settle();
        assertThat(transport.tried).containsExactly("a1", "a2");
        assertThat(heard).containsExactly("connected local:one a2");
        clock.advance(Duration.ofMinutes(1));
        settle();
        assertThat(heard).hasSize(1);
        assertThat(transport.streams.get(0).isOpen()).isTrue();
    }

    @Test
    void namesEveryFailureOfEveryEndpoint() {
        Map<Endpoint, List<SocketAddress>> names =
                Map.of(ONE, List.of(new Address("a1"), new Address("a2")), TWO, List.of(new Address("b1")));
        transport.lookup = names::get;
        transport.outcomes = address -> address.toString().equals("a2") ? Outcome.THROW : Outcome.REFUSE;
        connect(Runnable::run, ONE, TWO);
        settle();
        assertThat(transport.tried).containsExactly("a1", "a2", "b1");
        assertThat(heard)
                .containsExactly("local:one: a1 Connection refused, a2 not an address of mine: a2; "
                        + "local:two: Connection refused");
    }

    @Test
    void whatWaitsForItsPeerIsGivenUpOnlyForSomethingElse() {
        transport.waitsForPeer = true;
        transport.outcomes = address -> Outcome.HANG;
        transport.lookup = endpoint -> List.of(new Address("of " + endpoint));
        ConnectAttempt alone = connect(Runnable::run, ONE);
        settle();
        clock.advance(Duration.ofDays(1));
        settle();
        assertThat(transport.cancelled).isEmpty();
        alone.cancel();
        assertThat(transport.cancelled).containsExactly("of local:one");
        connect(Runnable::run, ONE, TWO);
        settle();
        clock.advance(Duration.ofSeconds(5));
        settle();
        assertThat(transport.cancelled).containsExactly("of local:one", "of local:one");
        assertThat(transport.tried).last().isEqualTo("of local:two");
    }

    @Test
    void givesUpAnAddressThatDoesNotAnswer() {
        transport.lookup = endpoint -> List.of(new Address("a1"), new Address("a2"));
        transport.outcomes = address -> Outcome.HANG;
        connect(Runnable::run, ONE);
        settle();
        clock.advance(Duration.ofMillis(4999));
        settle();
        assertThat(transport.tried).containsExactly("a1");
        clock.advance(Duration.ofMillis(1));
        settle();
        assertThat(transport.tried).containsExactly("a1", "a2");
        assertThat(transport.cancelled).containsExactly("a1");
        clock.advance(Duration.ofSeconds(5));
        settle();
        assertThat(transport.cancelled).containsExactly("a1", "a2");
        assertThat(heard).containsExactly("local:one: a1 no answer within 5 s, a2 no answer within 5 s");
    }

    @Test
    void resolvesOutsideTheLoopAndAnewInEachRound() {
        transport.outcomes = address -> Outcome.REFUSE;
        connect(lookups::add, ONE);
        settle();
        assertThat(transport.tried).isEmpty();
        lookups.remove().run();
        assertThat(transport.tried).as("by the loop only").isEmpty();
        settle();
        assertThat(transport.tried).containsExactly("a1");
        heard.clear();
        transport.lookup = endpoint -> List.of(new Address("moved"));
        connect(Runnable::run, ONE);
        settle();
        assertThat(transport.tried).containsExactly("a1", "moved");
    }

    @Test
    void goesOnWhenANameIsUnknown() {
        transport.lookup = endpoint -> {
            if (endpoint.equals(ONE)) {
                throw new UnknownHostException("unknown host: host='one'");
            }
            return List.of();
        };
        connect(Runnable::run, ONE, TWO);
        settle();
        assertThat(heard).containsExactly("local:one: unknown host: host='one'; local:two: the name has no address");
    }

    @Test
    void goesOnWhenTheNameServiceFailsOrIsOverloaded() {
        transport.lookup = endpoint -> {
            throw new IllegalStateException("broken plug-in");
        };
        connect(Runnable::run, ONE);
        settle();
        assertThat(heard).containsExactly("local:one: broken plug-in");
        heard.clear();
        connect(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                ONE);
        settle();
        assertThat(heard).containsExactly("local:one: too many names are being resolved");
    }

    @Test
    void ignoresAnAnswerOfTheNameServiceAfterTheTimeOut() {
        connect(lookups::add, ONE, TWO);
        settle();
        clock.advance(Duration.ofSeconds(5));
        settle();
        assertThat(lookups).hasSize(2);
        lookups.remove().run();
        settle();
        assertThat(transport.tried).isEmpty();
        lookups.remove().run();
        settle();
        assertThat(heard).containsExactly("connected local:two a1");
    }

    @Test
    void hearsNothingAfterCancelling() {
        ConnectAttempt beforeStart = connect(Runnable::run, ONE);
        beforeStart.cancel();
        settle();
        assertThat(transport.tried).isEmpty();

        ConnectAttempt resolving = connect(lookups::add, ONE);
        settle();
        resolving.cancel();
        lookups.remove().run();
        settle();
        assertThat(transport.tried).isEmpty();

        transport.outcomes = address -> Outcome.HANG;
        ConnectAttempt connecting = connect(Runnable::run, ONE);
        settle();
        connecting.cancel();
        connecting.cancel();
        clock.advance(Duration.ofMinutes(1));
        settle();
        assertThat(transport.cancelled).containsExactly("a1");
        assertThat(heard).isEmpty();
        assertThat(loop.sources()).isEmpty();
    }

    @Test
    void leavesNoTimerBehind() {
        connect(Runnable::run, ONE);
        settle();
        assertThat(loop.statistics().timersArmed()).isZero();
    }

    @Test
    void whatNeedsNoNameServiceDoesNotWaitForIt() {
        Connector connector = new Connector(
                loop,
                List.of(ONE),
                Transports.standard(),
                TransportOptions.defaults(),
                Duration.ofSeconds(5),
                lookups::add);
        connector.connect(this);
        settle();
        assertThat(lookups).isEmpty();
        assertThat(heard).containsExactly("local:one: Connection refused");
    }
}
