package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.messenger.Reaction;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import reactor.core.publisher.Flux;

/** Handlers behind a real messenger and real sockets. */
class HandlerModelIT {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final HandlerTestContext context = HandlerTestContext.with(Sum.class);
    private final LoopThread loop = LoopThread.start(EventLoop.open("handlers"), true);
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
    private Reaction unknownCommand = Reaction.REPLY;

    @BeforeEach
    void start() {
        pool.setCorePoolSize(4);
        pool.setThreadNamePrefix("pool-");
        pool.initialize();
        context.spring().registerBean("pool", Executor.class, () -> pool);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        for (Listener listener : listeners) {
            assertThat(listener.stop(GRACE)).succeedsWithin(GRACE);
        }
        loop.close();
        context.close();
        pool.shutdown();
    }

    @Test
    void faultsOfMessagesAndOfHandlersAreAnsweredAndTheConnectionLives() throws IOException {
        context.start();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Messenger.class);
        log.start();
        logger.addAppender(log);

        List<String> replies = talk("main", "ADD a=2;b=x", "FAIL secret=1", "FAIL_LATER", "ADD a=2;b=3", "NOPE");

        logger.detachAppender(log);
        assertThat(replies.get(0)).isEqualTo("INVALID command=ADD;message=b: 'x' is not an int");
        assertThat(replies.get(1)).matches("ERROR command=FAIL;id=[0-9a-f]{8}");
        assertThat(replies.get(2)).matches("ERROR command=FAIL_LATER;id=[0-9a-f]{8}");
        assertThat(replies.subList(3, 5)).containsExactly("ADD_REPLY sum=5", "UNKNOWN command=NOPE");
        String id = replies.get(1).substring("ERROR command=FAIL;id=".length());
        assertThat(log.list)
                .filteredOn(event -> event.getFormattedMessage().contains(id))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getLevel()).hasToString("ERROR");
                    assertThat(event.getFormattedMessage()).contains("handlerModelIT.Sum#fail");
                    assertThat(event.getThrowableProxy().getMessage()).isEqualTo("broken");
                });
    }

    @Test
    void errorsOfHandlersAreFailuresOfTheirCallAndTheConnectionLives() throws IOException {
        context.start();

        List<String> replies = talk("main", "TODO_LOOP", "TODO_POOL", "TODO_LATER", "ADD a=2;b=3");

        assertThat(replies.get(0)).matches("ERROR command=TODO_LOOP;id=[0-9a-f]{8}");
        assertThat(replies.get(1)).matches("ERROR command=TODO_POOL;id=[0-9a-f]{8}");
        assertThat(replies.get(2)).matches("ERROR command=TODO_LATER;id=[0-9a-f]{8}");
        assertThat(replies.get(3)).isEqualTo("ADD_REPLY sum=5");
        assertThat(loop.isRunning()).isTrue();
    }

    @Test
    void theOrderOfAConnectionIsKeptAcrossExecutions() throws IOException {
        context.start();
        String[] lines = IntStream.range(0, 300)
                .mapToObj(i -> List.of("POOL", "LOOP", "STAGE").get(i % 3) + " number=" + i)
                .toArray(String[]::new);

        List<String> replies = talk("main", lines);

        assertThat(replies)
                .containsExactly(IntStream.range(0, 300)
                        .mapToObj(i -> List.of("POOL", "LOOP", "STAGE").get(i % 3) + "_REPLY number=" + i)
                        .toArray(String[]::new));
    }

    @Test
    void handlersRunWhereTheyWantTo() throws IOException {
        context.start();

        assertThat(talk("main", "THREAD_POOL", "THREAD_LOOP"))
                .satisfiesExactly(
                        onPool -> assertThat(onPool).startsWith("THREAD_POOL_REPLY name=pool-"),
                        onLoop -> assertThat(onLoop).isEqualTo("THREAD_LOOP_REPLY name=handlers"));
    }

    @Test
    void virtualThreads() throws IOException {
        assumeThat(Runtime.version().feature()).as("Java version").isGreaterThanOrEqualTo(21);
        context.defaults(new ExecutionDefaults(Execution.VIRTUAL, "", true)).start();

        assertThat(talk("main", "THREAD_DEFAULT"))
                .singleElement()
                .asString()
                .startsWith("THREAD_DEFAULT_REPLY name=eventdispatcher-");
    }

    @Test
    void handlersKnowTheirConnectionAndTheirListeners() throws IOException {
        context.start();

        assertThat(talk("main", "WHERE", "ONLY", "ONLY_POOL"))
                .satisfiesExactly(
                        where -> assertThat(where).startsWith("WHERE_REPLY id=main-"),
                        only -> assertThat(only).isEqualTo("ONLY_REPLY owner=main"),
                        pooled -> assertThat(pooled).startsWith("ONLY_POOL_REPLY name=pool-"));
        assertThat(talk("edge", "ONLY", "ONLY_POOL")).containsExactly("EDGE", "UNKNOWN command=ONLY_POOL");
    }

    @Test
    void whatNoHandlerOfItsListenerWantsIsUnknownAsTheMessengerIsConfigured() throws IOException {
        unknownCommand = Reaction.IGNORE;
        context.start();

        assertThat(talk("edge", 1, "ONLY_POOL", "ONLY")).containsExactly("EDGE");
    }

    private List<String> talk(String listener, String... lines) throws IOException {
        return talk(listener, lines.length, lines);
    }

    private List<String> talk(String listener, int expected, String... lines) throws IOException {
        Socket socket = connect(listener);
        byte[] request = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(request);
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            replies.add(reader.readLine());
        }
        return replies;
    }

    private Socket connect(String name) throws IOException {
        context.origins(OriginResolver.ofMessenger());
        Messenger messenger = Messenger.builder(context.spring().getBean(Dispatcher.class))
                .unknownCommand(unknownCommand)
                .build();
        Listener listener = Listener.on(Endpoint.parse("tcp://127.0.0.1:0"), loop.loop(), messenger::newHandler)
                .name(name)
                .start();
        listeners.add(listener);
        Socket socket = new Socket("127.0.0.1", ((InetEndpoint) listener.endpoint()).port());
        sockets.add(socket);
        socket.setSoTimeout((int) GRACE.toMillis());
        return socket;
    }

    @SuppressWarnings("unused")
    static class Sum {

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            return Map.of("sum", a + b);
        }

        @MessageHandler("FAIL")
        void fail() {
            throw new IllegalStateException("broken");
        }

        @MessageHandler("FAIL_LATER")
        CompletionStage<String> failLater() {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("broken later");
            });
        }

        /** As Kotlin's {@code TODO()} does. */
        static class NotImplemented extends Error {

            private static final long serialVersionUID = 1L;
        }

        @MessageHandler(value = "TODO_LOOP", execution = Execution.LOOP)
        void todo() {
            throw new NotImplemented();
        }

        @MessageHandler(value = "TODO_POOL", executor = "pool", timeout = "10s")
        void todoOnPool() {
            throw new NotImplemented();
        }

        @MessageHandler("TODO_LATER")
        Flux<String> todoLater() {
            return Flux.just("A").map(value -> {
                throw new NotImplemented();
            });
        }

        @MessageHandler(value = "POOL", executor = "pool")
        Map<String, ?> onPool(int number) {
            return Map.of("number", number);
        }

        @MessageHandler("LOOP")
        Map<String, ?> onLoop(int number) {
            return Map.of("number", number);
        }

        @MessageHandler("STAGE")
        CompletionStage<Map<String, ?>> later(int number) {
            return CompletableFuture.supplyAsync(() -> Map.of("number", number));
        }

        @MessageHandler(value = "THREAD_POOL", executor = "pool")
        Map<String, ?> poolThread() {
            return Map.of("name", Thread.currentThread().getName());
        }

        @MessageHandler(value = "THREAD_LOOP", execution = Execution.LOOP)
        Map<String, ?> loopThread() {
            return Map.of("name", Thread.currentThread().getName());
        }

        @MessageHandler("THREAD_DEFAULT")
        Map<String, ?> defaultThread() {
            return Map.of("name", Thread.currentThread().getName());
        }

        @MessageHandler("WHERE")
        Map<String, ?> where(Connection connection) {
            return Map.of("id", connection.id());
        }

        @MessageHandler(value = "ONLY", listeners = "main")
        Map<String, ?> only(Connection connection) {
            return Map.of("owner", connection.owner());
        }

        @MessageHandler(value = "ONLY", listeners = "edge")
        String edge() {
            return "EDGE";
        }

        @MessageHandler(value = "ONLY_POOL", listeners = "main", executor = "pool")
        Map<String, ?> onlyOnPool() {
            return Map.of("name", Thread.currentThread().getName());
        }
    }
}
