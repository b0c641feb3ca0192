package io.eventdispatcher.sample.everything;

import io.eventdispatcher.client.ListeningProbe;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.process.StandardInput;
import io.eventdispatcher.source.inbox.Mailbox;
import io.eventdispatcher.source.process.WorkerThread;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.source.FileChangedEvent;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * One of each event source that is not a listener: changed files, a mailbox, a thread that is done, somebody who listens
 * elsewhere, standard input. Signals need no code to be logged, a timer is in {@code Ticks}, and a child process in {@link
 * Child}.
 */
@Component
@Profile("everything")
class Sources implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Sources.class);

    private final EventLoop loop;
    private final Messenger messenger;
    private final ConnectionRegistry connections;
    private final Endpoint probed;
    private final boolean standardInput;
    private final Mailbox<String> notes;
    private volatile @Nullable ListeningProbe probe;

    Sources(
            EventLoop loop,
            Messenger messenger,
            ConnectionRegistry connections,
            @Value("${sample.scratch}") String scratch,
            @Value("${sample.probe}") String probed,
            @Value("${sample.stdin}") boolean standardInput) {
        this.loop = loop;
        this.messenger = messenger;
        this.connections = connections;
        this.probed = Endpoint.parse(probed);
        this.standardInput = standardInput;
        log.info("The scratch folder is {}", scratch);
        this.notes = Mailbox.open(loop, "notes", note -> log.info("Note: {}", LogText.clip(note)));
    }

    @EventListener
    void onChange(FileChangedEvent event) {
        log.info("File {} {}", event.kind(), LogText.clip(event.path().toString())); // names may hold anything
    }

    /** Any thread may put something into a mailbox; the loop takes it out. */
    @MessageHandler("NOTE")
    Map<String, ?> note(String text) {
        return Map.of("result", notes.offer(text));
    }

    /** Work in a thread, and the answer when it is done. */
    @MessageHandler("WORK")
    CompletableFuture<Map<String, ?>> work(int n) {
        CompletableFuture<Map<String, ?>> answer = new CompletableFuture<>();
        WorkerThread.start(loop, "work", () -> fibonacci(n), new WorkerThread.Handler<Long>() {
            @Override
            public void onDone(Long result) {
                answer.complete(Map.of("result", result));
            }

            @Override
            public void onFailed(Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private static long fibonacci(int n) {
        long a = 0;
        long b = 1;
        for (int i = 0; i < n; i++) {
            long next = Math.addExact(a, b);
            a = b;
            b = next;
        }
        return a;
    }

    @Override
    public void start() {
        loop.execute(() -> {
            probe = ListeningProbe.start(loop, probed, new ProbeLog());
            if (standardInput) {
                connections.add(StandardInput.open(loop, "stdin", ConnectionOptions.client(), messenger.newHandler()));
            }
        });
    }

    @Override
    public void stop() {
        ListeningProbe running = probe;
        if (running != null) {
            loop.execute(running::close);
            probe = null;
        }
    }

    @Override
    public boolean isRunning() {
        return probe != null;
    }

    private static final class ProbeLog implements ListeningProbe.Handler {

        @Override
        public void onListening(Endpoint endpoint) {
            log.info("Somebody listens on {}", endpoint);
        }

        @Override
        public void onSilent(Endpoint endpoint, IOException reason) {
            log.info("Nobody listens on {}", endpoint);
        }
    }
}
