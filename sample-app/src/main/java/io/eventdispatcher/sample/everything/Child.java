package io.eventdispatcher.sample.everything;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.process.ChildObserver;
import io.eventdispatcher.process.ChildProcess;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * A child process as a peer: {@code CHILD} sends it a message, and what it writes is logged, as is its end. Kill it to see
 * the exit event.
 */
@Component
@Profile("everything")
class Child implements SmartLifecycle, ConnectionHandler, ChildObserver {

    private static final Logger log = LoggerFactory.getLogger(Child.class);

    private static final String SCRIPT =
            "echo ready >&2; while read -r command rest; do echo \"PONG heard=$command\"; done";

    private final EventLoop loop;
    private final ConnectionRegistry connections;
    private volatile @Nullable ChildProcess process;

    Child(EventLoop loop, ConnectionRegistry connections) {
        this.loop = loop;
        this.connections = connections;
    }

    @MessageHandler("CHILD")
    Map<String, ?> ping() {
        ChildProcess running = process;
        Connection connection = running == null ? null : running.connection();
        return Map.of("sent", connection == null ? "no child" : connection.send(Message.of("PING")));
    }

    @Override
    public void start() {
        try {
            ChildProcess started = ChildProcess.start(
                    loop, "child", new ProcessBuilder("sh", "-c", SCRIPT), ConnectionOptions.client(), this, this);
            connections.add(started.connections());
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
        log.info("The child says {}", LogText.clip(bytes, offset, length));
    }

    @Override
    public void onExit(ChildProcess child, int exitCode) {
        log.info("The child has ended with {}", exitCode);
        process = null;
    }

    @Override
    public void stop() {
        ChildProcess running = process;
        if (running != null) {
            running.stop(Duration.ofSeconds(2)).join();
        }
    }

    @Override
    public boolean isRunning() {
        return process != null;
    }
}
