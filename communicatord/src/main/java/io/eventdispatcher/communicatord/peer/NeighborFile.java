package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Services;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The neighbours that survive a restart: {@code neighbors.txt}, one {@code ip:port} on a line as in the original, the name of
 * the daemon in a comment on the line before. A change replaces the file as a whole, so that a crash leaves the old or the new
 * one.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class NeighborFile {

    private static final Logger log = LoggerFactory.getLogger(NeighborFile.class);
    private static final int MAX_LINES = 1_000;
    private static final int PORT = 4042;

    private final Path file;
    private final Executor writer;
    private final AtomicReference<@Nullable List<String>> pending = new AtomicReference<>();

    /**
     * Makes the file in a directory. Nothing is read or written yet.
     *
     * @param directory that can be written
     */
    public NeighborFile(Path directory) {
        this(directory, writer());
    }

    NeighborFile(Path directory, Executor writer) {
        this.file = directory.resolve("neighbors.txt");
        this.writer = writer;
    }

    /** One thread, which ends when there is nothing to write: disks may take their time, and the loop has none. */
    private static Executor writer() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "communicatord-neighbors");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /**
     * Reads the file.
     *
     * @return names by address, null where there is none; empty when there is no file or it cannot be read
     */
    Map<LinkAddress, @Nullable String> load() {
        Map<LinkAddress, @Nullable String> found = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return found;
        }
        try {
            String name = null;
            for (String line : Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .limit(MAX_LINES)
                    .toList()) {
                String text = line.strip();
                if (text.startsWith("#")) {
                    String comment = text.substring(1).strip();
                    name = Services.isName(comment) ? comment : null;
                } else if (!text.isEmpty()) {
                    LinkAddress address = LinkAddress.parse(text, PORT);
                    if (address != null) {
                        found.put(address, name);
                    }
                    name = null;
                }
            }
        } catch (IOException e) {
            log.warn("neighbors are not known from before: file={} reason={}", file, e.toString());
        }
        return found;
    }

    /** Replaces the file, soon. */
    void save(List<String> lines) {
        if (pending.getAndSet(lines) == null) {
            writer.execute(this::write);
        }
    }

    private void write() {
        List<String> lines = pending.getAndSet(null);
        if (lines == null) {
            return;
        }
        Path fresh = file.resolveSibling("neighbors.txt.new");
        try {
            byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    int unused = channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("neighbors cannot be kept over a restart: file={} reason={}", file, e.toString());
        }
    }
}
