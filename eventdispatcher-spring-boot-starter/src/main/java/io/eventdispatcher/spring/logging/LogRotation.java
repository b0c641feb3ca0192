package io.eventdispatcher.spring.logging;

import ch.qos.logback.classic.LoggerContext;
import io.eventdispatcher.spring.lifecycle.LogRotateRequestedEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/**
 * Reopens the log files when {@code LOG_ROTATE} arrives, by message or by signal, so that a program like logrotate can
 * rename them. As the C++ library, it logs a line before and one after; differs from it because the loop does not wait for
 * the disk.
 *
 * <p>Threading: any thread. The work is done on a short-lived daemon thread; requests that come while it runs make it run
 * once more.
 *
 * @since 0.1
 */
public final class LogRotation {

    private static final Logger log = LoggerFactory.getLogger(LogRotation.class);

    private final LogFiles files;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final Object running = new Object();

    /**
     * Creates the rotation.
     *
     * @param context whose files are reopened
     */
    public LogRotation(LoggerContext context) {
        this.files = new LogFiles(context);
    }

    /**
     * Has the files reopened, without waiting.
     *
     * @param event the request
     */
    @EventListener
    public void onRequest(LogRotateRequestedEvent event) {
        if (requested.compareAndSet(false, true)) {
            Thread worker = new Thread(this::reopen, "eventdispatcher-logrotate");
            worker.setDaemon(true);
            worker.start();
        }
    }

    private void reopen() {
        synchronized (running) {
            requested.set(false);
            log.info("Log files are reopened");
            List<LogFiles.Reopened> results = files.reopen();
            for (LogFiles.Reopened result : results) {
                Exception failure = result.failure();
                if (failure != null) {
                    log.error("Log file '{}' cannot be reopened: {}", result.file(), failure.getMessage());
                }
            }
            long open =
                    results.stream().filter(result -> result.failure() == null).count();
            log.info("Log files reopened: {} of {}", open, results.size());
        }
    }
}
