package io.eventdispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.messenger.ConnectionExchange;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.server.Listener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every mode against the core's server, for a fraction of a second. */
@Timeout(30)
class LoadRunIT {

    private static final String[] SHORT = {"--warmup=0.1", "--seconds=0.3", "--stall=10"};

    private final Dispatcher dispatcher = new Dispatcher();
    private Consumer<Exchange> ping = exchange -> exchange.reply(exchange.message()
            .reply("PONG")
            .param("serial", exchange.message().integer("serial"))
            .build());
    private final List<String> progress = new ArrayList<>();
    private EventLoop loop;
    private LoopThread thread;

    @TempDir
    Path folder;

    @BeforeEach
    void startLoop() {
        loop = EventLoop.open("load");
        dispatcher.on("PING", exchange -> ping.accept(exchange));
        for (int i = 0; i < 19; i++) {
            String reply = "C" + i + "_REPLY";
            dispatcher.on(
                    "C" + i,
                    exchange -> exchange.reply(exchange.message()
                            .reply(reply)
                            .param("count", exchange.message().parameterCount())
                            .build()));
        }
    }

    @AfterEach
    void stopLoop() {
        thread.close();
    }

    @Test
    void closedLoopAnswersEverything() throws IOException {
        LoadResult result = run(tcp(), "--connections=5", "--outstanding=200");
        assertFaultless(result);
        assertThat(result.number("latencyP50Micros")).isPositive();
        assertThat(progress).containsExactly("MEASURING", "MEASURED");
    }

    @Test
    void openLoopIsNoFasterThanItsRate() throws IOException {
        long start = System.nanoTime();
        LoadResult result = run(tcp(), "--connections=5", "--rate=1000");
        assertFaultless(result);
        assertThat(result.number("messages")).isLessThanOrEqualTo((System.nanoTime() - start) / 1e6 + 1);
    }

    @Test
    void churnConnectsAgainAndAgain() throws IOException {
        LoadResult result = run(tcp(), "--churn", "--connections=4");
        assertFaultless(result);
        assertThat(result.number("messages")).isGreaterThan(8);
    }

    @Test
    void idleConnectionsStay() throws IOException {
        LoadResult result = run(tcp(), "--idle", "--connections=100", "--sources=3");
        assertFaultless(result);
        assertThat(result.number("messages")).isEqualTo(100);
        assertThat(progress).containsExactly("MEASURING", "MEASURED", "READY");
    }

    @Test
    void mixedMessagesGetTheRightAnswers() throws IOException {
        assertFaultless(run(tcp(), "--mix", "--bad=20", "--connections=5", "--outstanding=20"));
    }

    @Test
    void largeMessagesLeaveInParts() throws IOException {
        assertFaultless(run(tcp(), "--text=60000", "--connections=2", "--outstanding=50"));
    }

    @Test
    void unixSocketsWork() throws IOException {
        assertFaultless(run("unix://" + folder.resolve("load.sock"), "--connections=5"));
    }

    @Test
    void resultIsJsonToo() throws IOException {
        assertThat(run(tcp()).toJson())
                .startsWith("{\"mode\":\"closed\",\"connections\":1,")
                .contains("\"errors\":0,")
                .contains("\"stalled\":false");
    }

    @Test
    void wrongAnswersAreFound() throws IOException {
        ping = exchange -> exchange.reply(
                exchange.message().reply("PONG").param("serial", 12_345_678).build());
        LoadResult result = run(tcp());
        assertThat(result.isFaultless()).isFalse();
        assertThat(result.value("firstError")).contains("got 'PONG serial=12345678'");
    }

    @Test
    void silenceIsFound() throws IOException {
        ping = exchange -> {};
        LoadResult result = run(tcp(), "--stall=0.1", "--seconds=20");
        assertThat(result.value("stalled")).isEqualTo("true");
        assertThat(result.number("unanswered")).isEqualTo(1);
    }

    @Test
    void aClosedConnectionIsFound() throws IOException {
        ping = exchange -> ((ConnectionExchange) exchange).connection().close(CloseReason.LOCAL);
        LoadResult result = run(tcp(), "--stall=2", "--seconds=20");
        assertThat(result.number("lost")).isEqualTo(1);
    }

    private static String tcp() {
        return "tcp://127.0.0.1:0";
    }

    private LoadResult run(String endpoint, String... options) throws IOException {
        Messenger messenger = Messenger.builder(dispatcher).build();
        Listener listener = Listener.on(Endpoint.parse(endpoint), loop, messenger::newHandler)
                .start();
        thread = LoopThread.start(loop);
        String[] arguments = Stream.of(
                        Stream.of(listener.endpoint().toString()), Arrays.stream(SHORT), Arrays.stream(options))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return new LoadRun(LoadArguments.parse(arguments), progress::add).run();
    }

    private static void assertFaultless(LoadResult result) {
        assertThat(result.value("firstError")).isEmpty();
        assertThat(result.isFaultless()).isTrue();
        assertThat(result.number("messages")).isPositive();
    }
}
