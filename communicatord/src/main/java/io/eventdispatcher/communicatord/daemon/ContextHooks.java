package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.spring.lifecycle.Events;
import io.eventdispatcher.spring.lifecycle.LogRotateRequestedEvent;
import io.eventdispatcher.spring.lifecycle.RestartRequestedEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/**
 * What operators can do with a daemon that is a Spring Boot application.
 *
 * <p>Threading: any thread.
 */
final class ContextHooks implements DaemonHooks {

    private static final Logger log = LoggerFactory.getLogger(ContextHooks.class);
    private static final long MEBIBYTE = 1 << 20;

    private final ApplicationContext context;
    private final Events events;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * Makes the hooks.
     *
     * @param context what is closed, and where events go
     */
    ContextHooks(ApplicationContext context) {
        this.context = context;
        this.events = new Events(context);
    }

    @Override
    public void stop(String command, Session from) {
        if (stopping.compareAndSet(false, true)) {
            log.info("{} from {}: the daemon stops", command, from.peer().id());
            // Not a daemon thread: the process must not end before everything is drained.
            Thread closing = new Thread(() -> SpringApplication.exit(context), "communicatord-stop");
            closing.setDaemon(false);
            closing.start();
        }
    }

    @Override
    public void restart(String reason, Session from) {
        log.info("{}: RESTART requested, reason='{}'", from.peer().id(), LogText.clip(reason));
        events.publish(new RestartRequestedEvent(reason));
    }

    @Override
    public void logRotate(Session from) {
        log.debug("{}: LOG_ROTATE requested", from.peer().id());
        events.publish(new LogRotateRequestedEvent());
    }

    @Override
    public void leak(Session from) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        log.info(
                "{}: LEAK requested: heapUsed={} MiB heapCommitted={} MiB heapMax={} MiB threads={}",
                from.peer().id(),
                heap.getUsed() / MEBIBYTE,
                heap.getCommitted() / MEBIBYTE,
                heap.getMax() / MEBIBYTE,
                ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
