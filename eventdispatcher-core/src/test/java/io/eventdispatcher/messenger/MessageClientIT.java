package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.Listener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests over TCP, from many threads at the same time. */
class MessageClientIT {

    private static final int THREADS = 8;
    private static final int EACH = 250;

    private final EventLoop serverLoop = EventLoop.open("server", LoopOptions.defaults(), NanoClock.system());
    private final EventLoop clientLoop = EventLoop.open("client", LoopOptions.defaults(), NanoClock.system());
    private final LoopThread serverThread = LoopThread.start(serverLoop, true);
    private final LoopThread clientThread = LoopThread.start(clientLoop, true);
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService handlers = Executors.newFixedThreadPool(4);
    private final Dispatcher unsolicited = new Dispatcher();

    @AfterEach
    void stop() throws InterruptedException {
        executor.shutdownNow();
        handlers.shutdownNow();
        clientThread.stop(Duration.ofSeconds(5));
        serverThread.stop(Duration.ofSeconds(5));
        clientLoop.close();
        serverLoop.close();
    }

    private MessageClient connect(Supplier<ConnectionHandler> peer, Correlation correlation) throws IOException {
        Listener listener = Listener.on(Endpoint.parse("tcp://127.0.0.1:0"), serverLoop, peer)
                .start();
        MessageClient client = MessageClient.of(
                        "hub",
                        PermanentClient.to(listener.endpoint(), clientLoop),
                        clientLoop,
                        Messenger.builder(unsolicited).build())
                .correlation(correlation)
                .maxRequests(100_000)
                .build();
        client.start();
        return client;
    }

    private void everyThreadGetsItsOwnAnswers(MessageClient client) throws Exception {
        List<Future<?>> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(executor.submit(() -> {
                List<CompletableFuture<Message>> answers = new ArrayList<>();
                for (int i = 0; i < EACH; i++) {
                    answers.add(client.request(
                            Message.builder("ECHO")
                                    .param("n", thread * EACH + i)
                                    .build(),
                            Duration.ofSeconds(30)));
                }
                for (int i = 0; i < EACH; i++) {
                    assertThat(answers.get(i).join().integer("n")).isEqualTo(thread * EACH + i);
                }
            }));
        }
        for (Future<?> thread : threads) {
            thread.get(60, TimeUnit.SECONDS);
        }
        assertThat(client.pendingRequests()).isZero();
        assertThat(client.requestStatistics().answered()).isEqualTo(THREADS * EACH);
    }

    @Test
    void answersOfConcurrentHandlersFindTheirRequests() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        Random random = new Random(1);
        dispatcher.add(DispatchEntry.on("ECHO")
                .executor(handlers)
                .concurrent(true)
                .handler(x -> CompletableFuture.runAsync(
                        () -> x.answer("ECHO_REPLY")
                                .param("n", x.message().integer("n"))
                                .send(),
                        CompletableFuture.delayedExecutor(random.nextInt(20), TimeUnit.MILLISECONDS, handlers)))
                .build());
        Messenger messenger = Messenger.builder(dispatcher).build();
        everyThreadGetsItsOwnAnswers(connect(messenger::newHandler, Correlation.auto()));
    }

    @Test
    void aPeerThatMixesUpTheOrderButRepeatsTheIdIsUnderstood() throws Exception {
        everyThreadGetsItsOwnAnswers(connect(Shuffler::new, Correlation.auto()));
    }

    @Test
    void aPeerThatRepeatsNothingAnswersOneAfterTheOther() throws Exception {
        everyThreadGetsItsOwnAnswers(connect(() -> new OldPeer(), Correlation.auto()));
    }

    @Test
    void noneOfManyRequestsHangsWhenThePeerGoesAway() throws Exception {
        MessageClient client = connect(
                () -> new OldPeer() {
                    @Override
                    public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
                        if (++frames == 100) {
                            connection.close(CloseReason.ADMIN);
                        }
                    }
                },
                Correlation.by(Message.CORRELATION));
        List<CompletableFuture<Message>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(client.request(Message.of("ECHO"), Duration.ofSeconds(30)));
        }
        for (CompletableFuture<Message> each : all) {
            assertThatThrownBy(() -> each.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            e -> assertThat(e.reason()).isEqualTo(RequestException.Reason.DISCONNECTED));
        }
    }

    @Test
    void aHandlerOnTheLoopMayAskButNotWait() throws Exception {
        MessageClient client = connect(OldPeer::new, Correlation.auto());
        CompletableFuture<Message> chained = new CompletableFuture<>();
        CompletableFuture<Object> waited = new CompletableFuture<>();
        clientLoop.execute(() -> {
            client.request(Message.parse("ECHO n=1")).thenAccept(chained::complete);
            try {
                waited.complete(client.request(Message.parse("ECHO n=2")).get(5, TimeUnit.SECONDS));
            } catch (Exception e) {
                waited.complete(e);
            }
        });
        assertThat(waited.get(5, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        IllegalStateException.class,
                        e -> assertThat(e).hasMessageContaining("must not be waited for on loop 'client'"));
        assertThat(chained.get(5, TimeUnit.SECONDS).text("n")).isEqualTo("1");
    }

    @Test
    void aLateStageIsFailedWithTheReason() throws Exception {
        MessageClient client = connect(() -> (connection, bytes, offset, length) -> {}, Correlation.auto());
        await().until(() -> client.client().state() == ClientState.CONNECTED);
        CompletableFuture<String> chained =
                client.request(Message.of("ECHO"), Duration.ofMillis(200)).thenApply(Message::command);
        assertThatThrownBy(chained::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessage("request ECHO of client 'hub' failed: no ECHO_REPLY within 200 ms");
    }

    /** Answers in order and repeats nothing but the number. */
    private static class OldPeer implements ConnectionHandler {

        int frames;

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            Message request = Message.parse(new String(bytes, offset, length, StandardCharsets.UTF_8));
            connection.send(
                    Message.builder("ECHO_REPLY").param("n", request.text("n")).build());
        }
    }

    /** Keeps up to ten requests and answers the last first. */
    private static final class Shuffler implements ConnectionHandler {

        private final Deque<Message> kept = new ArrayDeque<>();

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            kept.push(Message.parse(new String(bytes, offset, length, StandardCharsets.UTF_8)));
            if (kept.size() == 10) {
                answer(connection);
            }
        }

        @Override
        public void onBatchEnd(Connection connection) {
            answer(connection);
        }

        private void answer(Connection connection) {
            while (!kept.isEmpty()) {
                Message request = kept.pop();
                connection.send(
                        request.reply("ANY").param("n", request.text("n")).build());
            }
        }
    }
}
