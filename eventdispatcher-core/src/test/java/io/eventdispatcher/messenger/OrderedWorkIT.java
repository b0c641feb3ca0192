package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.Listener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loop, executors, stages and suspending threads against each other: every message once, in order; {@code -Dordered.messages=200000} for a soak. */
@Timeout(120)
class OrderedWorkIT {

    private static final int PEERS = 4;
    private static final int MESSAGES = Integer.getInteger("ordered.messages", 50_000);

    private final EventLoop loop = EventLoop.open("ordered-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final ExecutorService peers = Executors.newCachedThreadPool();
    private Listener listener;

    @AfterEach
    void close() throws Exception {
        listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        thread.close();
        workers.shutdownNow();
        peers.shutdownNow();
    }

    private static CompletionStage<?> answer(Exchange exchange) {
        exchange.reply(exchange.message()
                .reply("R")
                .param("n", exchange.message().integer("n"))
                .build());
        return null;
    }

    private void listen() throws IOException {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("LOOP", OrderedWorkIT::answer);
        dispatcher.add(DispatchEntry.on("WORK")
                .executor(workers)
                .handler(DispatchHandler.of(OrderedWorkIT::answer))
                .build());
        dispatcher.add(DispatchEntry.on("LATER")
                .handler(x -> CompletableFuture.runAsync(() -> answer(x), workers))
                .build());
        Messenger messenger = Messenger.builder(dispatcher).queueCapacity(20).build();
        listener = Listener.on(Endpoint.parse("tcp://127.0.0.1:0"), loop, messenger::newHandler)
                .name("main")
                .start();
    }

    private static String question(int i) {
        int kind = i / 7 % 10;
        return (kind < 5 ? "WORK" : kind < 9 ? "LOOP" : "LATER") + " n=" + i + "\n";
    }

    /** Asks everything in bursts, finishes sending, and checks the answers. */
    private int converse() throws Exception {
        String text = listener.endpoint().toString();
        int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Future<?> writing = peers.submit(() -> {
                OutputStream out = socket.getOutputStream();
                StringBuilder burst = new StringBuilder();
                for (int i = 0; i < MESSAGES; i++) {
                    burst.append(question(i));
                    if (burst.length() > ThreadLocalRandom.current().nextInt(8_000)) {
                        out.write(burst.toString().getBytes(StandardCharsets.US_ASCII));
                        burst.setLength(0);
                    }
                }
                out.write(burst.toString().getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                return null;
            });
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            int next = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.equals("R n=" + next)) {
                    throw new AssertionError("expected answer " + next + " but got " + line);
                }
                next++;
            }
            writing.get();
            return next;
        }
    }

    @Test
    void everyMessageIsAnsweredOnceAndInOrder() throws Exception {
        listen();
        AtomicBoolean over = new AtomicBoolean();
        Future<?> suspender = peers.submit(() -> {
            while (!over.get()) {
                List<Connection> live = listener.connections().connections();
                live.forEach(Connection::suspend);
                Thread.yield();
                live.forEach(Connection::resume);
                Thread.onSpinWait();
            }
        });
        List<Future<Integer>> conversations = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            conversations.add(peers.submit(this::converse));
        }
        for (Future<Integer> each : conversations) {
            assertThat(each.get(100, TimeUnit.SECONDS)).isEqualTo(MESSAGES);
        }
        over.set(true);
        suspender.get();
        await().untilAsserted(() -> assertThat(listener.connections().size()).isZero());
        assertThat(listener.connections().statistics().framesReceived()).isEqualTo((long) PEERS * MESSAGES);
        assertThat(loop.statistics().failures()).isZero();
    }

    @Test
    void framesOfManyThreadsArriveOnceAndInTheirOrder() throws Exception {
        listen();
        String text = listener.endpoint().toString();
        int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            await().until(() -> listener.connections().size() == 1);
            Connection connection = listener.connections().connections().get(0);
            for (int t = 0; t < PEERS; t++) {
                int id = t;
                peers.submit(() -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        Message message = Message.of("T" + id + "_" + i);
                        while (!connection.send(message).accepted()) {
                            Thread.yield();
                        }
                    }
                });
            }
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            int[] next = new int[PEERS];
            for (int i = 0; i < PEERS * MESSAGES; i++) {
                String line = in.readLine();
                int id = line.charAt(1) - '0';
                if (!line.substring(3).equals(String.valueOf(next[id]++))) {
                    assertThat(line).isEqualTo("T" + id + "_" + (next[id] - 1));
                }
            }
        }
        await().untilAsserted(() -> assertThat(listener.connections().size()).isZero());
    }
}
