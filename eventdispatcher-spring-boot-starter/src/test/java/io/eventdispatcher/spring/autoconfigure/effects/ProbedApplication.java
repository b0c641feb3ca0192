package io.eventdispatcher.spring.autoconfigure.effects;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What the properties are tried on: a listener {@code main}, some handlers, and ways to ask. */
@Configuration(proxyBeanMethods = false)
class ProbedApplication {

    /** Its listener, which is always there. */
    static final String MAIN = "eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0";

    /** Takes log events. */
    static final String SINK = "eventdispatcher.listeners.sink.uri=local:sink";

    private final BlockingQueue<Message> logged = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @Bean
    ThreadPoolTaskExecutor pool() {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setThreadNamePrefix("pool-");
        return pool;
    }

    @MessageHandler("WHERE")
    String where() {
        String thread = Thread.currentThread().getName();
        return "ON_" + thread.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    @MessageHandler("OTHER")
    String other() {
        return "OK";
    }

    @MessageHandler("BLOCK")
    void block() throws InterruptedException {
        end.await(10, TimeUnit.SECONDS);
    }

    @MessageHandler(value = "LOG", listeners = "sink")
    void log(Message message) {
        logged.add(message);
    }

    /** The first answer to some lines, over TCP. */
    static String answer(ApplicationContext context, String lines) {
        int port = context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main", Integer.class);
        try (TestPeer peer = TestPeer.connect(port)) {
            return String.valueOf(peer.send(lines).line());
        }
    }

    static boolean isInvalid(ApplicationContext context, String line) {
        return answer(context, line).startsWith("INVALID");
    }

    /** How many messages of one connection wait for their handler when many more were sent. */
    static int queued(ApplicationContext context) {
        int port = context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main", Integer.class);
        try (TestPeer peer = TestPeer.connect(port)) {
            peer.send("BLOCK\n".repeat(8));
            Awaitility.await().until(() -> longestQueue(context) >= 2);
            turns(context);
            return longestQueue(context);
        } finally {
            context.getBean(ProbedApplication.class).end.countDown();
        }
    }

    /** Lets the loop do what it was asked for. */
    static void turns(ApplicationContext context) {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Boolean> turn = new CompletableFuture<>();
            context.getBean(EventLoop.class).execute(() -> turn.complete(true));
            turn.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private static int longestQueue(ApplicationContext context) {
        return context.getBean(ListenerRegistry.class).get("main").connections().stream()
                .mapToInt(Messenger::queued)
                .max()
                .orElse(0);
    }

    /** Logs an INFO and a WARN event and returns the first of them that arrives at the listener {@code sink}. */
    static Message forwarded(ApplicationContext context) {
        LoggerFactory.getLogger("probed").info("first {}", "x".repeat(400));
        LoggerFactory.getLogger("probed").warn("second");
        BlockingQueue<Message> logged = context.getBean(ProbedApplication.class).logged;
        try {
            while (true) {
                Message message = logged.poll(10, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("nothing arrived");
                }
                if (String.valueOf(message.param("fields")).contains("logger:probed")) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
