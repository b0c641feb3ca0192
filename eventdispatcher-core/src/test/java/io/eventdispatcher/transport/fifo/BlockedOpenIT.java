package io.eventdispatcher.transport.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Opening a FIFO that nobody reads, and letting the thread go that does. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "FIFOs are used in the way Linux has them")
class BlockedOpenIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private Thread thread = Thread.currentThread();

    private CompletableFuture<Throwable> opening(BlockedOpen open) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        thread = new Thread(
                () -> {
                    try {
                        open.open(StandardOpenOption.WRITE).close();
                        end.complete(null);
                    } catch (Exception e) {
                        end.complete(e);
                    }
                },
                "opening");
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private void awaitOpens() {
        await().atMost(SOON)
                .until(() -> Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("open0")));
    }

    @Test
    void whoWaitsIsLetGo() throws Exception {
        Path fifo = directory.resolve("fifo");
        FifoPeer.run("mkfifo -m 600 $1", fifo);
        BlockedOpen open = new BlockedOpen(fifo, false);
        CompletableFuture<Throwable> end = opening(open);
        open.release();
        assertThat(end).succeedsWithin(SOON).isInstanceOf(AsynchronousCloseException.class);
    }

    /** As when a listener is stopped and started again while its thread is about to open the FIFO. */
    @Test
    void whoWaitsForAnotherFifoThanIsThereNowIsLetGoWhenThatIsFound() throws Exception {
        Path fifo = directory.resolve("fifo");
        Path aside = directory.resolve("aside");
        FifoPeer.run("mkfifo -m 600 $1", fifo);
        BlockedOpen open = new BlockedOpen(fifo, false);
        CompletableFuture<Throwable> end = opening(open);
        awaitOpens();

        Files.move(fifo, aside);
        FifoPeer.run("mkfifo -m 600 $1", fifo);
        open.releaseNow();
        Files.move(aside, fifo, StandardCopyOption.REPLACE_EXISTING);
        assertThat(end).succeedsWithin(SOON).isInstanceOf(AsynchronousCloseException.class);
    }
}
