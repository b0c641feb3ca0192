package io.eventdispatcher.sample.raw;

// snippet: fetch
import static io.eventdispatcher.raw.Interest.CLOSE;
import static io.eventdispatcher.raw.Interest.NONE;
import static io.eventdispatcher.raw.Interest.READ;
import static io.eventdispatcher.raw.Interest.TIMEOUT;
import static io.eventdispatcher.raw.Interest.WRITE;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.raw.PartialRead;
import io.eventdispatcher.raw.PendingWrite;
import io.eventdispatcher.raw.RawAcceptor;
import io.eventdispatcher.raw.RawChannel;
import io.eventdispatcher.raw.RawHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** Reads the line with a URL, is suspended while a thread fetches it, resumes, answers and closes. */
public final class FetchSession implements RawHandler {

    private static final int MAX_URL_BYTES = 2_000;
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final SocketChannel client;
    private final WebPages pages;
    private final ExecutorService threads;
    private final PartialRead in = new PartialRead(MAX_URL_BYTES);
    private final PendingWrite out = new PendingWrite(WebPages.MAX_BYTES + 1_000);

    private FetchSession(SocketChannel client, WebPages pages, ExecutorService threads) {
        this.client = client;
        this.pages = pages;
        this.threads = threads;
    }

    /** Serves at most 100 clients at a time; the number of threads and how many may wait for one is up to the pool. */
    public static RawChannel serve(EventLoop loop, ServerSocketChannel server, WebPages pages, ExecutorService threads)
            throws IOException {
        return RawAcceptor.open(loop, "fetch", server, 100, client -> new FetchSession(client, pages, threads));
    }

    @Override
    public int onReady(RawChannel self, int ready) throws IOException {
        if (ready == TIMEOUT) {
            return CLOSE;
        }
        self.timeout(MAX_WAIT);
        if (ready == WRITE) {
            return out.writeTo(client) ? CLOSE : WRITE;
        }
        boolean ended = in.readFrom(client) < 0;
        ByteBuffer line = in.takeUntil("\n");
        if (line != null) {
            return fetch(self, StandardCharsets.UTF_8.decode(line).toString().strip());
        }
        return ended ? CLOSE : READ;
    }

    /** Leaves the session suspended; the thread writes the answer and resumes it, which hands the answer over safely. */
    private int fetch(RawChannel self, String url) {
        try {
            threads.execute(() -> {
                out.add(ByteBuffer.wrap(pages.fetch(url)));
                self.resume(WRITE);
            });
            return NONE;
        } catch (RejectedExecutionException busy) {
            out.add(StandardCharsets.UTF_8.encode("ERROR too many requests, try again later\n"));
            return WRITE;
        }
    }
}
// end
