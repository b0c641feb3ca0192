package io.eventdispatcher.spring.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.ConnectionExchange;
import io.eventdispatcher.messenger.SystemHooks;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/**
 * What the application does about system commands when it has no {@link SystemHooks} of its own: {@code STOP} and {@code
 * QUITTING} close the application context in order, {@code RESTART} and {@code LOG_ROTATE} become application events, {@code
 * LEAK} logs a summary of memory and threads.
 *
 * <p>Threading: any thread; called on the loop threads of the connections. The context is closed on a thread of its own.
 *
 * @since 0.1
 */
public final class ApplicationControl implements SystemHooks {

    private static final Logger log = LoggerFactory.getLogger(ApplicationControl.class);
    private static final long MEBIBYTE = 1 << 20;

    /** A peer may ask as often as it likes, the log is not to show it. */
    private static final long ROTATION_LOG_NANOS = 1_000_000_000L;

    private final ApplicationContext context;
    private final Events events;
    private final AtomicBoolean stopping = new AtomicBoolean();

    @GuardedBy("this")
    private long rotationsRequested;

    @GuardedBy("this")
    private long rotationLoggedAtNanos;

    /**
     * Creates the hooks.
     *
     * @param context what is closed, and where events go
     */
    public ApplicationControl(ApplicationContext context) {
        this.context = context;
        this.events = new Events(context);
    }

    @Override
    public void ready(ConnectionExchange exchange) {
        log.debug("{}: the peer is ready: {}", exchange.connection().id(), exchange.message());
    }

    @Override
    public void stop(ConnectionExchange exchange, boolean quitting) {
        if (stopping.compareAndSet(false, true)) {
            Connection from = exchange.connection();
            Announcer.LOG.info(
                    "{} from {} over {}: the application stops",
                    quitting ? "QUITTING" : "STOP",
                    from.remoteAddress(),
                    from.scheme());
            // Not a daemon: the process must not end before everything is drained.
            Thread closing = new Thread(() -> SpringApplication.exit(context), "eventdispatcher-stop");
            closing.setDaemon(false);
            closing.start();
        }
    }

    @Override
    public void restart(ConnectionExchange exchange) {
        String reason = text(exchange.message(), "reason");
        log.info("{}: RESTART requested, reason='{}'", exchange.connection().id(), reason);
        events.publish(new RestartRequestedEvent(reason));
    }

    @Override
    public void logRotate(ConnectionExchange exchange) {
        logRotation(exchange.connection());
        events.publish(new LogRotateRequestedEvent());
    }

    private synchronized void logRotation(Connection from) {
        long now = from.loop().nanoTime();
        rotationsRequested++;
        if (rotationsRequested == 1 || now - rotationLoggedAtNanos >= ROTATION_LOG_NANOS) {
            log.info("{}: LOG_ROTATE requested, requests so far: {}", from.id(), rotationsRequested);
            rotationLoggedAtNanos = now;
        }
    }

    @Override
    public void leak(ConnectionExchange exchange) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        log.info(
                "{}: LEAK requested: heapUsed={} MiB heapCommitted={} MiB heapMax={} MiB nonHeapUsed={} MiB threads={}"
                        + " peakThreads={}",
                exchange.connection().id(),
                heap.getUsed() / MEBIBYTE,
                heap.getCommitted() / MEBIBYTE,
                heap.getMax() / MEBIBYTE,
                other.getUsed() / MEBIBYTE,
                threads.getThreadCount(),
                threads.getPeakThreadCount());
    }

    @Override
    public void unavailable(ConnectionExchange exchange) {
        log.debug(
                "{}: a message could not be delivered: service='{}' command='{}'",
                exchange.connection().id(),
                text(exchange.message(), "destination_service"),
                text(exchange.message(), "unsent_command"));
    }

    private static String text(Message message, String name) {
        @Nullable String value = message.param(name);
        return value == null ? "" : LogText.clip(value);
    }
}
