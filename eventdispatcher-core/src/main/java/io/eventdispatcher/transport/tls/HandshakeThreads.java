package io.eventdispatcher.transport.tls;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that do the arithmetic of handshakes, shared by all loops. One handshake has one task at most, so the queue
 * is as long as handshakes may work: {@link TlsOptions#maxHandshakes} of each listener, one of each connecting client.
 *
 * <p>Threading: any thread.
 */
final class HandshakeThreads {

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long IDLE_SECONDS = 10;

    /** Its threads are daemons and end when they have been idle. */
    static final Executor SHARED = shared();

    private HandshakeThreads() {}

    private static Executor shared() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "ed-tls-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
