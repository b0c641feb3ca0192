package io.eventdispatcher.process;

import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the standard error of a child as lines and hands them to its loop. At most 256 lines wait there; then nothing is
 * read until the loop has caught up, and the child is held back when its pipe is full.
 *
 * <p>Threading: one thread runs it.
 */
final class ErrorLines implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ErrorLines.class);

    static final int MAX_LINE_BYTES = 4096;

    private static final int MAX_WAITING_LINES = 256;
    private static final int CHUNK_BYTES = 8192;

    private final String name;
    private final EventLoop loop;
    private final InputStream source;
    private final Consumer<String> sink;
    private final Runnable ended;
    private final Semaphore room = new Semaphore(MAX_WAITING_LINES);
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int length;

    /** Whether the line was cut, so that its rest is thrown away. */
    private boolean cut;

    ErrorLines(String name, EventLoop loop, InputStream source, Consumer<String> sink, Runnable ended) {
        this.name = name;
        this.loop = loop;
        this.source = source;
        this.sink = sink;
        this.ended = ended;
    }

    @Override
    public void run() {
        try (source) {
            pump();
        } catch (IOException e) {
            log.debug("{}: standard error ended: {}", name, e.toString());
        } catch (InterruptedException e) {
            log.debug("{}: interrupted, reads standard error no more", name);
        } catch (RejectedExecutionException e) {
            log.debug("{}: standard error not read, its loop takes no tasks: {}", name, e.getMessage());
        }
        try {
            loop.execute(ended);
        } catch (RejectedExecutionException e) {
            log.debug("{}: end of standard error not told: {}", name, e.getMessage());
        }
    }

    private void pump() throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = source.read(chunk); count >= 0; count = source.read(chunk)) {
            for (int i = 0; i < count; i++) {
                add(chunk[i]);
            }
        }
        if (length > 0 && !cut) {
            hand(); // the last words of a dying process often lack a line feed
        }
    }

    private void add(byte next) throws InterruptedException {
        if (next == '\n') {
            if (!cut) {
                hand();
            }
            cut = false;
            length = 0;
        } else if (length < MAX_LINE_BYTES) {
            line[length++] = next;
        } else if (!cut) {
            hand();
            cut = true;
        }
    }

    private void hand() throws InterruptedException {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        while (!room.tryAcquire(1, TimeUnit.SECONDS)) {
            if (loop.isClosed()) {
                throw new RejectedExecutionException("loop '" + loop.name() + "' is closed");
            }
        }
        loop.execute(() -> {
            room.release();
            sink.accept(text);
        });
    }
}
